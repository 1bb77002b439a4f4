"""One possible order as `GET /api/v1/results/{cluster}/order` and `branda score FILE --order LEVEL` give it."""

from collections.abc import Iterable
from typing import Any

from services.scoring.adapters.http.order_words import MANY, change_text, notes
from services.scoring.adapters.http.words import Words
from services.scoring.application.read_advice import Planned
from services.scoring.domain.document import requirement
from services.scoring.domain.order.model import Change
from services.scoring.domain.readiness import RequirementResult


def order_json(planned: Planned, words: Words) -> dict[str, Any]:
    """Return an order as JSON values.

    `ties`: whether other sets of changes cost the same; `sets`: how many do, `MANY` at most.
    """
    order = planned.order
    return {
        "cluster": planned.cluster,
        "assessment": planned.assessment,
        "on": order.on.isoformat(),
        "catalogue": planned.catalogue,
        "level": order.level,
        "effort": {"units": order.effort, "mark": "assumed"},
        "ties": order.sets > 1,
        "sets": min(order.sets, MANY),
        "reaches": order.reaches,
        "earliest": order.earliest.isoformat() if order.earliest else None,
        "until": order.until.isoformat() if order.until else None,
        "changes": [_change(change, words) for change in order.changes],
        "left": _requirements(order.left, words),
        "locked": _requirements(order.locked, words),
        "notes": notes(words, order),
    }


def _change(change: Change, words: Words) -> dict[str, Any]:
    return {
        "what": change.what,
        "question": change.question,
        "requirements": list(change.requirements),
        "points": change.points,
        "values": dict(change.values),
        "document": change.document,
        "areas": [list(area) for area in change.areas],
        "effort": change.effort,
        "text": change_text(words, change),
    }


def _requirements(results: Iterable[RequirementResult], words: Words) -> list[dict[str, Any]]:
    return [requirement(result) | {"text": words.requirement(result)} for result in results]
