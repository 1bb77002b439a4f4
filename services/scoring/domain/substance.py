"""The substance of a result: what is worth telling somebody (design 1)."""

from collections.abc import Sequence
from hashlib import sha256

from services.scoring.domain.document import encode, held_label
from services.scoring.domain.readiness import HeldLabel, IndicatorResult, LevelResult, Points, RequirementResult


def substance(
    assessment: str | None,
    held: Sequence[HeldLabel],
    levels: Sequence[LevelResult],
    points: Points,
    indicators: Sequence[IndicatorResult],
) -> str:
    """Return the digest of verdicts, states with dates, points and held labels; without `on`, texts and engine."""
    return sha256(
        encode(
            [
                assessment,
                [held_label(label) for label in held],
                [
                    [level.level, level.verdict, level.purpose, [_state(r) for r in level.requirements]]
                    for level in levels
                ],
                [points.declared, points.backed, points.max, points.floor],
                [[result.id, result.declared, result.backed] for result in indicators],
            ]
        )
    ).hexdigest()


def _state(result: RequirementResult) -> list[object]:
    """A sliding date would make every day news: it counts from `on`, which is no part of the substance."""
    item, outcome = result
    dates = () if outcome.sliding else (outcome.start, outcome.until)
    return [item.id, outcome.state, outcome.awaits, outcome.assumed, *(str(day) if day else None for day in dates)]
