"""The result as JSON (design 6) without the reader's sentences; the same result always gives the same bytes."""

import json
from datetime import date
from typing import Any

from services.scoring.domain.readiness import (
    AddonPoints,
    Gap,
    HeldLabel,
    IndicatorResult,
    LevelResult,
    Passport,
    Points,
    Range,
    Readiness,
    RequirementResult,
    Review,
)

Document = dict[str, Any]


def to_document(readiness: Readiness) -> Document:
    """Return the result as JSON values; the cluster's id and rendered texts are added by whoever knows them."""
    document = {
        "assessment": readiness.assessment,
        "on": readiness.on.isoformat(),
        "revision": list(readiness.revision),
        "catalogue": readiness.catalogue,
        "held": [held_label(label) for label in readiness.held],
        "levels": [_level(level) for level in readiness.levels],
        "points": points(readiness.points),
        "indicators": [indicator(result) for result in readiness.indicators],
        "next_change": _day(readiness.next_change),
        "passport": _passport(readiness.passport),
    }
    if readiness.addons:
        document["addons"] = [_addon(each) for each in readiness.addons]
    if readiness.reviews:
        document["reviews"] = [review(each) for each in readiness.reviews]
    return document


def row(readiness: Readiness) -> Document:
    """Return the result in one line: what is held, the verdicts and the points."""
    return {
        "assessment": readiness.assessment,
        "on": readiness.on.isoformat(),
        "catalogue": readiness.catalogue,
        "held": [held_label(label) for label in readiness.held],
        "verdicts": {level.level: level.verdict for level in readiness.levels},
        "points": points(readiness.points),
    }


def canonical_bytes(readiness: Readiness) -> bytes:
    """Return the one byte form of a result (`rules.md` 8)."""
    return encode(to_document(readiness))


def encode(value: object) -> bytes:
    """Return JSON values as bytes: keys in order, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def held_label(label: HeldLabel) -> Document:
    """Return one held label."""
    return {
        "level": label.level,
        "state": label.state,
        "awarded": label.awarded,
        "valid_until": _day(label.valid_until),
        "renewable_until": _day(label.renewable_until),
        "date_source": label.date_source,
        "mark": label.mark,
    }


def points(sums: Points) -> Document:
    """Return the sums; `reviewed` is null while nobody has reviewed anything."""
    return {
        "declared": _range(sums.declared),
        "backed": _range(sums.backed),
        "reviewed": _range(sums.reviewed) if sums.reviewed else None,
        "max": sums.max,
        "floor": sums.floor,
    }


def indicator(result: IndicatorResult) -> Document:
    """Return the points of one indicator; only one of an add-on says its set."""
    document = {
        "id": result.id,
        "declared": _range(result.declared),
        "backed": _range(result.backed),
        "reviewed": _range(result.reviewed) if result.reviewed else None,
        "mark": result.mark,
        "in_progress": result.in_progress,
    }
    return document if result.set is None else document | {"set": result.set}


def _addon(sums: AddonPoints) -> Document:
    return {"set": sums.set, "declared": _range(sums.declared), "backed": _range(sums.backed), "max": sums.max}


def review(decided: Review) -> Document:
    """Return one reviewer's decision; who decided is not said, only as what."""
    return {
        "question": decided.question,
        "decision": decided.decision,
        "status": decided.status,
        "on": decided.on.isoformat(),
        "role": decided.role,
        "independence": "independent" if decided.independent else "adviser",
        "value": None if decided.value is None else dict(decided.value),
        "due": _day(decided.due),
    }


def _level(level: LevelResult) -> Document:
    return {
        "level": level.level,
        "verdict": level.verdict,
        "purpose": level.purpose,
        "rests_on": dict(level.rests_on),
        "requirements": [requirement(result) for result in level.requirements],
        "gaps": [_gap(gap) for gap in level.gaps],
    }


def requirement(result: RequirementResult) -> Document:
    item, outcome = result
    arguments = {name: list(value) if isinstance(value, tuple) else value for name, value in outcome.arguments.items()}
    written = {
        "id": item.id,
        "kind": item.kind,
        "state": outcome.state,
        "awaits": outcome.awaits,
        "assumed": outcome.assumed,
        "advisory": item.advisory,
        "indicator": item.indicator,
        "message": result.message,
        "arguments": arguments,
        "from": _day(outcome.start),
        "until": _day(outcome.until),
    }
    if outcome.reviewed:
        written["reviewed"] = True
    return written


def _passport(passport: Passport) -> Document:
    confirmed = passport.confirmations_sha256
    return {
        "events": passport.events,
        "events_sha256": passport.events_sha256,
        "catalogue_sha256": passport.catalogue_sha256,
        "substance": passport.substance,
        **({} if confirmed is None else {"confirmations_sha256": confirmed}),
    }


def _gap(gap: Gap) -> Document:
    return gap._asdict()


def _range(bounds: Range) -> Document:
    return {"low": bounds.low, "high": bounds.high}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
