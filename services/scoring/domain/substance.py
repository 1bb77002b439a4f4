"""The substance of a result: what is worth telling somebody (design 1)."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from services.scoring.domain.readiness import HeldLabel, IndicatorResult, LevelResult, Points, Range


def substance(
    assessment: str | None,
    held: Sequence[HeldLabel],
    levels: Sequence[LevelResult],
    points: Points,
    indicators: Sequence[IndicatorResult],
) -> str:
    """Return the digest of verdicts, states with dates, points and held labels; without `on`, texts and engine."""
    lines = [
        str(assessment),
        *map(_held, held),
        *(line for level in levels for line in _level(level)),
        f"{_range(points.declared)} {_range(points.backed)} {points.max} {points.floor}",
        *(f"{each.id} {_range(each.declared)} {_range(each.backed)}" for each in indicators),
    ]
    return sha256("\n".join(lines).encode()).hexdigest()


def _range(bounds: Range) -> str:
    return f"{bounds.low}-{bounds.high}"


def _held(label: HeldLabel) -> str:
    dates = f"{label.awarded} {label.valid_until} {label.renewable_until}"
    return f"{label.level} {label.state} {dates} {label.date_source} {label.mark}"


def _level(level: LevelResult) -> Iterator[str]:
    """A sliding date would make every day news: it counts from `on`, which is no part of the substance."""
    yield f"{level.level} {level.verdict} {level.purpose}"
    for item, outcome in level.requirements:
        start, until = (None, None) if outcome.sliding else (outcome.start, outcome.until)
        yield f"{item.id} {outcome.state} {outcome.awaits} {outcome.assumed} {start} {until}"
