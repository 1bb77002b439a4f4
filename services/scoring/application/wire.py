"""The domain's result in the words of the contract."""

from collections.abc import Mapping
from typing import TypeGuard, get_args

from services.scoring.domain.readiness import Gap, HeldLabel, LevelResult, Points, Range, Readiness, RequirementResult
from shared.contracts import readiness as wire
from shared.contracts.common import Level

Said = dict[int, wire.RequirementResult]
"""The requirements that were laid out already, by the identity of their result: levels that ask the same share it."""


def readiness_assessed(
    result: Readiness, *, cause: wire.Cause, current: bool, previous: Mapping[Level, wire.Verdict] | None
) -> wire.ReadinessAssessed:
    """Return the event's data; `previous`: the verdicts announced before, `None` at first."""
    said: Said = {}
    return wire.ReadinessAssessed(
        revision=result.revision,
        assessment=result.assessment,
        on=result.on,
        catalogue=result.catalogue,
        cause=cause,
        held=tuple(map(held_label, result.held)),
        levels=tuple(level_result(level, said) for level in result.levels if published(level.level)),
        points=points(result.points),
        previous_verdicts=dict(previous) if previous is not None else None,
        substance=result.passport.substance,
        current=current,
    )


def published(level: str) -> TypeGuard[Level]:
    """Say whether the contract knows a level.

    A level of one's own stays on result pages and API: v1 of the event names the three labels, and its readers may
    rely on that; opening the list is a new version of it.
    """
    return level in get_args(Level)


def held_label(label: HeldLabel) -> wire.HeldLabel:
    """Return a held label."""
    return wire.HeldLabel(
        level=label.level,
        state=label.state,
        awarded=label.awarded,
        valid_until=label.valid_until,
        renewable_until=label.renewable_until,
        date_source=label.date_source,
        mark=label.mark,
    )


def level_result(level: LevelResult, said: Said) -> wire.LevelResult:
    """Return the readiness for one level; `said` keeps what other levels of the same result share with it."""
    for judged in level.requirements:
        if id(judged) not in said:
            said[id(judged)] = requirement(judged)
    return wire.LevelResult(
        level=level.level,
        verdict=level.verdict,
        purpose=level.purpose,
        rests_on=wire.RestsOn.model_validate(level.rests_on),
        requirements=tuple(said[id(judged)] for judged in level.requirements),
        gaps=tuple(map(gap, level.gaps)),
    )


def requirement(judged: RequirementResult) -> wire.RequirementResult:
    """Return one requirement."""
    item, outcome = judged.item, judged.outcome
    return wire.RequirementResult(
        id=item.id,
        kind=item.kind,
        state=outcome.state,
        awaits=outcome.awaits,
        assumed=outcome.assumed,
        advisory=item.advisory,
        indicator=item.indicator,
        message=judged.message,
        arguments=dict(outcome.arguments),
        from_=outcome.start,
        until=outcome.until,
    )


def gap(found: Gap) -> wire.Gap:
    """Return what would close a gap."""
    return wire.Gap(**found._asdict())


def points(sums: Points) -> wire.Points:
    """Return the sums."""
    return wire.Points(
        declared=points_range(sums.declared),
        backed=points_range(sums.backed),
        reviewed=points_range(sums.reviewed) if sums.reviewed else None,
        max=sums.max,
        floor=sums.floor,
    )


def points_range(bounds: Range) -> wire.Range:
    """Return both bounds."""
    return wire.Range(low=bounds.low, high=bounds.high)
