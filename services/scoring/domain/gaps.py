"""What would close the gaps of a level: gates first, then points per effort (design 6)."""

from collections.abc import Iterable

from services.scoring.domain.readiness import Gap, Item, Outcome, RequirementResult

_MANAGER_SETTLES = ("answer", "document")
_BY_POINTS = ("minimum", "improvement", "score_floor")


def gaps(results: Iterable[RequirementResult]) -> tuple[Gap, ...]:
    """Return the gaps that the cluster itself can close, the most worthwhile first; advisory items are none."""
    gates: list[Gap] = []
    points: list[Gap] = []
    for item, outcome in results:
        if item.advisory or (outcome.state != "not_met" and outcome.awaits not in _MANAGER_SETTLES):
            continue
        by_points = item.kind in _BY_POINTS and outcome.short > 0
        (points if by_points else gates).append(_gap(item, outcome))
    points.sort(key=lambda gap: gap.effort / gap.points)
    return (*gates, *points)


def _gap(item: Item, outcome: Outcome) -> Gap:
    return Gap(
        requirement=item.id,
        indicator=item.indicator,
        points=outcome.short,
        document=outcome.awaits == "document",
        consultancy=item.consultancy,
        effort=item.effort * max(1, outcome.steps),
    )
