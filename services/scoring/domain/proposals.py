"""Which areas of improvement an applicant might name for Silver: a proposal, the applicant names (`rules.md` 4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from services.scoring.domain.answers import value_of
from services.scoring.domain.assess import regime_of, situate
from services.scoring.domain.history import History
from services.scoring.domain.levels import LevelPlan, judge
from services.scoring.domain.plan import Plan, plan_for
from services.scoring.domain.points import Scale, total
from services.scoring.domain.readiness import IndicatorResult, Range
from services.scoring.domain.requirements.areas import YARDSTICK, Comparison, compared_by
from services.scoring.domain.situation import Situation
from shared.catalogue.model import Catalogue, LevelId, Requirement
from shared.catalogue.rules import AreasRule, WindowRule

MOST = 6
"""Twice what Silver asks for: enough to choose from, few enough to read."""
LARGEST_SET = 3
"""Indicators of one proposal: an auditor checks each of them, so a larger set is a larger risk."""

Certainty = Literal["sure", "possible"]
Yardstick = Literal["passed", "unproven", "below"]
Nothing = Literal["not_asked", "no_benchmarking", "no_snapshot", "no_assessment", "same_assessment", "not_improved"]
_RANKS = {"sure": 0, "possible": 1, "passed": 0, "unproven": 1, "below": 2}


class Proposal(NamedTuple):
    """One area that might be named.

    `sure`: backed points after are above all that was declared before. `possible`: above only if what is declared gets
    proven. `after` are backed points. `yardstick`: whether each indicator shows the Gold criteria's baseline (mark A),
    would show it if proven, or does not even declare it; then naming the area would not be enough.
    """

    indicators: tuple[str, ...]
    certainty: Certainty
    before: Range
    after: Range
    yardstick: Yardstick

    @property
    def gain(self) -> int:
        """Points gained at least if sure, at most if possible."""
        if self.certainty == "sure":
            return self.after.low - self.before.high
        return self.after.high - self.before.low


@dataclass(frozen=True, slots=True)
class Proposals:
    """What to propose on a date. `needed`: the level's requirement of areas waits for the applicant.

    `nothing`: why there are none.
    """

    on: date
    level: LevelId | None
    required: int
    named: int
    needed: bool
    proposals: tuple[Proposal, ...]
    nothing: Nothing | None


def propose_areas(history: History, catalogue: Catalogue, on: date, assessment: str | None) -> Proposals:
    """Return at most six areas that improved between the snapshots by which the requirement compares.

    In order of certainty, yardstick and gain. Never proposed: what is open or not applicable before or after (an answer
    that was open then can never be shown to have risen), what is named already, a gate, an add-on. Single indicators;
    if more than six surely improved, those of one dimension together.

    Raises:
        DomainError: as `assess` does.
    """
    plan = plan_for(catalogue)
    situation = situate(history, plan, on, assessment)
    asking = _asking(plan, catalogue)
    if asking is None:
        return Proposals(on, None, 0, len(situation.areas), needed=False, proposals=(), nothing="not_asked")
    level, requirement, rule, window = asking
    reviewed = situation.found or situation
    comparison = compared_by(reviewed, window)
    nothing = _why_nothing(situation, comparison)
    found = () if nothing else _choose(_single(plan, reviewed, comparison), plan)
    return Proposals(
        on=on,
        level=level.level,
        required=rule.count,
        named=len(situation.areas),
        needed=_needed(plan, level, requirement, situation),
        proposals=found,
        nothing=nothing or (None if found else "not_improved"),
    )


_Asking = tuple[LevelPlan, Requirement, AreasRule, WindowRule]


def _asking(plan: Plan, catalogue: Catalogue) -> _Asking | None:
    """Return the level that asks for areas, with the rules that say how they are compared."""
    for laid_out, level in zip(plan.levels, catalogue.levels, strict=True):
        window = next((each.rule for each in level.requirements if isinstance(each.rule, WindowRule)), None)
        for requirement in level.requirements:
            if isinstance(requirement.rule, AreasRule) and window is not None:
                return laid_out, requirement, requirement.rule, window
    return None


def _needed(plan: Plan, level: LevelPlan, requirement: Requirement, situation: Situation) -> bool:
    results = level.requirements(judge(plan.clauses, situation, regime_of(situation)))
    own = [each.outcome for each in results if each.item.id == requirement.id or _is_area(each.item.id, requirement.id)]
    return any(each.state == "not_met" or each.awaits in ("answer", "document") for each in own)


def _is_area(name: str, requirement: str) -> bool:
    """Each named area is a requirement of its own, `<id>.<n>`."""
    return name.startswith(f"{requirement}.") and name.removeprefix(f"{requirement}.").isdigit()


def _why_nothing(situation: Situation, comparison: Comparison) -> Nothing | None:
    if not situation.history.interviews:
        return "no_benchmarking"
    if comparison.before is None:
        return "no_snapshot"
    if comparison.after is None:
        return "no_assessment"
    return "same_assessment" if comparison.after.id == comparison.before.id else None


def _single(plan: Plan, situation: Situation, comparison: Comparison) -> list[Proposal]:
    before, after = comparison
    assert before is not None
    assert after is not None
    taken = {name for area in situation.areas for name in area.indicators}
    scores = situation.scores_of(after, plan.scales.values())
    found = []
    for name, scale in plan.label_scales.items():
        stated = all(value_of(each.answers.get(name), scale.field) is not None for each in (before, after))
        if stated and scale.scored and name not in taken:
            found.append(_proposal(scale, scale.declared(before.answers.get(name)), scores[name]))
    return [each for each in found if each is not None]


def _proposal(scale: Scale, before: Range, score: IndicatorResult) -> Proposal | None:
    after = score.backed
    if after.high <= before.low:
        return None
    yardstick: Yardstick = "passed" if after.low >= YARDSTICK else "unproven" if after.high >= YARDSTICK else "below"
    return Proposal((scale.id,), "sure" if after.low > before.high else "possible", before, after, yardstick)


def _choose(single: list[Proposal], plan: Plan) -> tuple[Proposal, ...]:
    sure = [each for each in single if each.certainty == "sure" and each.yardstick == "passed"]
    if len(sure) > MOST:
        single = [*_joined(sure, plan), *(each for each in single if each not in sure)]
    return tuple(sorted(single, key=_rank)[:MOST])


def _rank(proposal: Proposal) -> tuple[int, int, int]:
    """The catalogue's order decides between equals, because sorting keeps it."""
    return _RANKS[proposal.certainty], _RANKS[proposal.yardstick], -proposal.gain


def _joined(sure: Iterable[Proposal], plan: Plan) -> list[Proposal]:
    """Return surely improved indicators, those of one dimension together as far as a set may be large."""
    by_dimension: dict[str, list[Proposal]] = {}
    for each in sure:
        by_dimension.setdefault(plan.scales[each.indicators[0]].indicator.dimension, []).append(each)
    return [
        _together(group[start : start + LARGEST_SET])
        for group in by_dimension.values()
        for start in range(0, len(group), LARGEST_SET)
    ]


def _together(group: list[Proposal]) -> Proposal:
    return Proposal(
        indicators=tuple(name for each in group for name in each.indicators),
        certainty="sure",
        before=total(each.before for each in group),
        after=total(each.after for each in group),
        yardstick="passed",
    )
