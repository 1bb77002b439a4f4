"""What would close the gaps of a level: gates first, then points per effort (design 6)."""

from collections.abc import Iterable

from services.scoring.domain.readiness import Gap, RequirementResult


def gaps(results: Iterable[RequirementResult]) -> tuple[Gap, ...]:
    """Return the gaps that the cluster itself can close, the most worthwhile first; advisory items are none."""
    found = [gap for result in results if (gap := result.gap) is not None]
    points = sorted([gap for gap in found if gap.points > 0], key=lambda gap: gap.effort / gap.points)
    return (*[gap for gap in found if gap.points <= 0], *points)
