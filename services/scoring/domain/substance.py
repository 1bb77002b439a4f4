"""The substance of a result: what is worth telling somebody (design 1)."""

from collections.abc import Sequence
from hashlib import sha256

from services.scoring.domain.readiness import HeldLabel, IndicatorResult, LevelResult, Points


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
    ]
    for level in levels:
        lines.append(f"{level.level} {level.verdict} {level.purpose}")
        lines += [each.substance for each in level.requirements]
    sums = f"{points.declared} {points.backed} {points.max} {points.floor}"
    lines.append(sums if points.reviewed is None else f"{sums} reviewed {points.reviewed}")
    lines += [each.substance for each in indicators]
    return sha256("\n".join(lines).encode()).hexdigest()


def _held(label: HeldLabel) -> str:
    dates = f"{label.awarded} {label.valid_until} {label.renewable_until}"
    return f"{label.level} {label.state} {dates} {label.date_source} {label.mark}"
