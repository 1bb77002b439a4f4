"""What a draft of the criteria would change, in words for an officer and as JSON."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from services.scoring.adapters.http.words import Words
from services.scoring.application.compare import Changed, Compared
from services.scoring.application.shadow import Summary
from services.scoring.domain.document import points as points_json
from services.scoring.domain.readiness import Readiness, RequirementResult
from shared.catalogue.model import Catalogue

NONE = "–"
"""In place of a verdict or state that one of the versions does not have."""

WordsOf = Callable[[str], Words]
"""The words of a version that is known."""


def summary_json(draft: Catalogue, on: date, summary: Summary) -> dict[str, Any]:
    """Return the totals."""
    levels = [each.level for each in draft.levels]
    verdicts = sorted(summary.verdicts.items(), key=lambda item: _place(item[0], levels))
    return {
        "catalogue": draft.id,
        "catalogue_sha256": draft.sha256,
        "on": on.isoformat(),
        "clusters": summary.clusters,
        "changed": summary.changed,
        "changed_in_a_verdict": summary.in_a_verdict,
        "with_unread_answers": summary.unread,
        "not_folded_today": summary.not_folded,
        "not_folded_by_the_draft": summary.no_longer_folded,
        "verdicts": [
            {"level": level, "from": was, "to": now, "clusters": count} for (level, was, now), count in verdicts
        ],
    }


def _place(moved: tuple[str, str | None, str | None], levels: Sequence[str]) -> tuple[int, str, str]:
    """Return the place of a move: by the draft's order of levels, one that only the present version has behind them."""
    level, was, now = moved
    return levels.index(level) if level in levels else len(levels), str(was), str(now)


def change_json(compared: Compared, draft: Words, present: WordsOf) -> dict[str, Any]:
    """Return one cluster: verdicts, points, and the requirements that are judged otherwise, with the sentences why."""
    before = compared.before if isinstance(compared.before, Readiness) else None
    own = present(before.catalogue) if before is not None else draft
    moved = {level: pair for level, pair in compared.verdicts.items() if pair[0] != pair[1]}
    return {
        "cluster": compared.cluster,
        "assessment": before.assessment if before is not None else None,
        "catalogue": before.catalogue if before is not None else None,
        "before": _side(compared.before),
        "after": _side(compared.after),
        "verdicts": [{"level": level, "from": was, "to": now} for level, (was, now) in moved.items()],
        "requirements": [_requirement(each, own, draft) for each in compared.requirements],
        "unread": [each._asdict() for each in compared.unread],
    }


def summary_lines(written: dict[str, Any]) -> Iterator[str]:
    """Yield the totals of `summary_json` in words."""
    yield f"{written['catalogue']} on {written['on']}, as if every assessment named it:"
    changed = f"{written['changed']} change, {written['changed_in_a_verdict']} in a verdict"
    yield f"  {written['clusters']} clusters, {changed}"
    for name, what in (
        ("with_unread_answers", "have answers that it cannot read"),
        ("not_folded_today", "cannot be folded today"),
        ("not_folded_by_the_draft", "could no longer be folded"),
    ):
        if written[name]:
            yield f"  {written[name]} {what}"
    for each in written["verdicts"]:
        yield f"  {each['level']}: {each['from'] or NONE} → {each['to'] or NONE}: {each['clusters']} clusters"


def change_lines(written: dict[str, Any]) -> Iterator[str]:
    """Yield one cluster of `change_json` in words."""
    points = f"{_points(written['before'])} → {_points(written['after'])}"
    yield f"{written['cluster']} ({written['catalogue'] or NONE}): {points}"
    for each in written["verdicts"]:
        yield f"  {each['level']}: {each['from'] or NONE} → {each['to'] or NONE}"
    for each in written["requirements"]:
        states = f"{_state(each['before'])} → {_state(each['after'])}"
        yield f"  {each['level']}, {each['id']}: {states}"
        for side in (each["before"], each["after"]):
            if side is not None:
                yield f"      {side['text']}"
    for each in written["unread"]:
        field = f".{each['field']}" if each["field"] else ""
        yield f"  cannot be read: {each['question']}{field} of {each['assessment']}"


def _side(result: Readiness | str) -> dict[str, Any]:
    if isinstance(result, str):
        return {"points": None, "substance": None, "reason": result}
    return {"points": points_json(result.points), "substance": result.passport.substance, "reason": None}


def _requirement(changed: Changed, own: Words, draft: Words) -> dict[str, Any]:
    one = changed.after or changed.before
    assert one is not None
    return {
        "level": changed.level,
        "id": one.item.id,
        "indicator": one.item.indicator,
        "before": _judged(changed.before, own),
        "after": _judged(changed.after, draft),
    }


def _judged(result: RequirementResult | None, words: Words) -> dict[str, Any] | None:
    if result is None:
        return None
    outcome = result.outcome
    return {
        "state": outcome.state,
        "awaits": outcome.awaits,
        "assumed": outcome.assumed,
        "message": result.message,
        "text": words.requirement(result),
    }


def _points(side: dict[str, Any]) -> str:
    if side["points"] is None:
        return f"cannot be folded ({side['reason']})"
    backed = side["points"]["backed"]
    return f"{backed['low']}–{backed['high']} points of {side['points']['max']}"


def _state(side: dict[str, Any] | None) -> str:
    if side is None:
        return NONE
    return f"{side['state']}, awaiting {side['awaits']}" if side["awaits"] else str(side["state"])
