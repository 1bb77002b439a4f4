"""Finds one possible order to a level: exact, and judged by the engine itself before it is promised."""

from collections.abc import Mapping
from datetime import date

from services.scoring.domain.assess import regime_of, situate
from services.scoring.domain.errors import UnknownLevelError
from services.scoring.domain.history import History
from services.scoring.domain.levels import LevelPlan, judge, verdict
from services.scoring.domain.order.carry_out import ASSESSMENT, carried_out
from services.scoring.domain.order.gates import affirm, choose, reach, shift
from services.scoring.domain.order.improvement import Snapshots, improve, propose
from services.scoring.domain.order.improvement import reach as reach_floor
from services.scoring.domain.order.levers import Need, Option, options
from services.scoring.domain.order.model import Change, Order
from services.scoring.domain.plan import Plan, plan_for
from services.scoring.domain.readiness import RequirementResult
from services.scoring.domain.situation import Situation
from shared.catalogue.model import Catalogue, LevelId, Requirement
from shared.catalogue.rules import AreasRule, ChoiceRule, CountRule, MinimaRule, ScoreFloorRule, ShareRule, WindowRule

OWN = ("answer", "document")


def possible_order(history: History, catalogue: Catalogue, on: date, assessment: str | None, level: LevelId) -> Order:
    """Return the least effort by which the cluster settles all that it can of a level, from its current assessment.

    Effort is in the catalogue's equal units (assumed). One paper may prove several indicators; that is not made use
    of. Never proposed: what is advisory, awaits others, or is said to be not applicable.

    Raises:
        UnknownLevelError: the catalogue has no such level.
        DomainError: as `assess` does.
    """
    plan = plan_for(catalogue)
    laid_out = next((each for each in plan.levels if each.level == level), None)
    if laid_out is None:
        raise UnknownLevelError(f"{catalogue.id} has no level {level}")
    situation = situate(history, plan, on, assessment)
    search = _Search(plan, laid_out, situation)
    changes, sets = search.run()
    return _order(search, changes, sets)


class _Search:
    """One search: what the level still asks, collected per indicator, then decided together.

    Changes start from what a reviewer found, where one did; what is still asked is judged as a result is.
    """

    def __init__(self, plan: Plan, level: LevelPlan, situation: Situation) -> None:
        self.plan, self.level, self.judged = plan, level, situation
        self.situation = situation.found or situation
        regime = regime_of(situation)
        requirements = next(each for each in plan.catalogue.levels if each.level == level.level).requirements
        self.requirements = [
            each
            for each in requirements
            if not each.advisory and (each.applies_from is None or each.applies_from <= regime)
        ]
        window = next((each.rule for each in requirements if isinstance(each.rule, WindowRule)), None)
        self.snapshots = Snapshots.of(situation, window) if window else Snapshots(None, None)
        self.unsettled = {each.item.id: each for each in judged(plan, level, situation) if is_open_to_change(each)}
        self.needs: dict[str, Need] = {}
        self.gates: list[Change] = []

    def run(self) -> tuple[list[Change], int]:
        """Return the cheapest changes, gates first, and how many sets cost the same."""
        for requirement in self.requirements:
            self._collect(requirement)
        ways = {
            scale.id: options(self.situation, scale, self.needs.get(scale.id, Need()), self.snapshots.frozen)
            for scale in self.plan.scales.values()
            if scale.scored
        }
        chosen: dict[str, Option] = {name: each[0].alike[0] for name, each in ways.items() if each}
        naming, sets = self._decide_areas(chosen, ways)
        sets *= self._decide_floor(chosen, ways)
        points = sorted((each for each in chosen.values() if each.change), key=lambda each: each.effort)
        return [*self.gates, *naming, *(each.change for each in points if each.change)], sets

    def _collect(self, requirement: Requirement) -> None:
        rule = requirement.rule
        if isinstance(rule, MinimaRule):
            self._collect_minima(rule)
        elif requirement.id not in self.unsettled:
            return
        elif isinstance(rule, ChoiceRule) and self._applicable(rule.item):
            self.gates.append(choose(requirement, rule))
        elif isinstance(rule, CountRule) and self._applicable(rule.indicator):
            self._collect_count(requirement, rule)
        elif isinstance(rule, ShareRule) and self._applicable(rule.indicator):
            change = shift(self.situation, requirement, rule)
            self.gates += [change] if change else []

    def _collect_minima(self, rule: MinimaRule) -> None:
        for indicator in self.plan.catalogue.of_sets(rule.sets):
            scale = self.plan.scales[indicator.id]
            minimum, name = scale.indicator.minimum, f"minimum.{scale.id}"
            if minimum is None or minimum.required is None:
                continue
            if scale.scored:
                need = self.needs.get(scale.id, Need())
                open_here = (name,) if name in self.unsettled else ()
                self.needs[scale.id] = need._replace(
                    requirements=(*need.requirements, *open_here), points=minimum.points
                )
            elif name in self.unsettled and self._applicable(scale.id):
                self.gates.append(affirm(scale, name))

    def _collect_count(self, requirement: Requirement, rule: CountRule) -> None:
        """A count that also gives points is one change with them, so that nothing is paid for twice."""
        scale = self.plan.scales.get(rule.indicator)
        if scale is None or not scale.scored or scale.field != rule.field or scale.way == "least":
            self.gates.append(reach(self.situation, requirement, rule))
            return
        need = self.needs.get(scale.id, Need())
        self.needs[scale.id] = need._replace(
            requirements=(*need.requirements, requirement.id),
            at_least=max(need.at_least, rule.at_least),
            effort=max(need.effort, requirement.effort),
        )

    def _applicable(self, question: str) -> bool:
        answer = self.situation.answer(question)
        return answer is None or not answer.not_applicable

    def _decide_areas(
        self, chosen: dict[str, Option], ways: Mapping[str, tuple[Option, ...]]
    ) -> tuple[list[Change], int]:
        requirement = next((each for each in self.requirements if isinstance(each.rule, AreasRule)), None)
        before = self.snapshots.before
        if requirement is None or before is None:
            return [], 1
        assert isinstance(requirement.rule, AreasRule)
        named = self.situation.areas
        improved = improve(named, before, self.plan.label_scales, ways)
        self._choose(chosen, improved.chosen, requirement.id)
        missing = requirement.rule.count - len(named)
        taken = {name for area in named for name in area.indicators}
        others = propose(missing, taken, before, self.plan.label_scales, ways) if missing > 0 else None
        if others is None:
            return [], improved.ways
        self._choose(chosen, others.chosen, requirement.id)
        areas = tuple((name,) for name in others.chosen)
        naming = Change("name_areas", (requirement.id,), effort=requirement.effort, areas=areas)
        return [naming], improved.ways * others.ways

    def _decide_floor(self, chosen: dict[str, Option], ways: Mapping[str, tuple[Option, ...]]) -> int:
        """A level asks for areas or for floors; one that asked for both would get areas first."""
        floors = {
            each.id: [indicator.id for indicator in self.plan.catalogue.of_sets(each.rule.sets)]
            for each in self.requirements
            if isinstance(each.rule, ScoreFloorRule) and each.id in self.unsettled
        }
        if not floors:
            return 1
        asked = [(self._required(name), names) for name, names in floors.items()]
        reached = reach_floor(asked, {name: self._at_least(each.points, ways[name]) for name, each in chosen.items()})
        settled = dict(reached.chosen)
        for requirement, names in floors.items():
            self._choose(settled, {name: settled[name] for name in names if name in settled}, requirement)
        chosen |= settled
        return reached.ways

    def _required(self, floor: str) -> int:
        return int(str(self.unsettled[floor].outcome.arguments["required"]))

    @staticmethod
    def _at_least(least: int, ways: tuple[Option, ...]) -> tuple[Option, ...]:
        """Leave out what gives fewer points than were chosen: an area may need them."""
        easier = [(each, tuple(way for way in each.alike if way.points >= least)) for each in ways]
        return tuple(each._replace(alike=alike) for each, alike in easier if alike)

    @staticmethod
    def _choose(chosen: dict[str, Option], options: Mapping[str, Option], requirement: str) -> None:
        for name, option in options.items():
            change = option.change
            if change is not None:
                option = option._replace(change=change._replace(requirements=(*change.requirements, requirement)))
            chosen[name] = option


def judged(plan: Plan, level: LevelPlan, situation: Situation) -> tuple[RequirementResult, ...]:
    """Return the requirements of a level, judged."""
    return level.requirements(judge(plan.clauses, situation, regime_of(situation)))


def is_open_to_change(result: RequirementResult) -> bool:
    """Whether a requirement keeps the level away, or waits for the cluster."""
    item, outcome = result
    return not item.advisory and (outcome.state == "not_met" or outcome.awaits in OWN)


def _order(search: _Search, changes: list[Change], sets: int) -> Order:
    """Judge the changed history, so that nothing is promised that the engine would not say."""
    situation, plan = search.judged, search.plan
    if changes:
        history = carried_out(situation.history, changes, plan.catalogue.id, situation.on)
        situation = situate(history, plan, situation.on, ASSESSMENT)
    results = judged(plan, search.level, situation)
    apart = {each.item.id for each in results if _settled_by_others(each, search.snapshots)}
    left = tuple(each for each in results if each.item.id in apart and each.outcome.state != "met")
    own = [each for each in results if each.item.id not in apart]
    return Order(
        level=search.level.level,
        on=situation.on,
        changes=tuple(changes),
        effort=sum(change.effort for change in changes),
        sets=sets,
        reaches=verdict(each for each in results if each.item.id not in apart or not is_open_to_change(each)),
        left=left,
        locked=tuple(each for each in own if is_open_to_change(each)),
        earliest=max((each.outcome.start for each in left if each.outcome.start), default=None),
        until=next((each.outcome.until for each in left if each.outcome.until), None),
    )


def _settled_by_others(result: RequirementResult, snapshots: Snapshots) -> bool:
    """Interviews and their window; areas that cannot be compared yet; whatever awaits neither answer nor document."""
    item, outcome = result
    if item.advisory or item.kind in ("interview", "window"):
        return True
    if item.kind == "improvement" and snapshots.before is None:
        return True
    return outcome.state == "unknown" and outcome.awaits not in OWN
