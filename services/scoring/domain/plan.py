"""A catalogue, laid out once for many folds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.scoring.domain.errors import UnusableCatalogueError
from services.scoring.domain.levels import Clause, LevelPlan
from services.scoring.domain.points import Scale
from services.scoring.domain.requirements.areas import areas
from services.scoring.domain.requirements.floor import score_floor
from services.scoring.domain.requirements.gates import ask, choice, count, share
from services.scoring.domain.requirements.interviews import first_benchmarking, interview, second_benchmarking
from services.scoring.domain.requirements.minima import minima
from services.scoring.domain.situation import Judge
from shared.catalogue.model import Catalogue, Level, Question, Requirement
from shared.catalogue.rules import (
    AreasRule,
    AskRule,
    ChoiceRule,
    CountRule,
    FirstBenchmarkingRule,
    InterviewRule,
    MinimaRule,
    ScoreFloorRule,
    ShareRule,
    WindowRule,
)

KEPT_PLANS = 64
"""A handful of versions, each as it was confirmed on a few days, at 110 KB a plan; drafts must not be kept for ever."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything of a catalogue that a fold reads, by id and in order.

    `scales` are of every indicator, `label_scales` of the label's own, `owners` names the set of each
    add-on indicator.
    """

    catalogue: Catalogue
    questions: Mapping[str, Question]
    scales: Mapping[str, Scale]
    label_scales: Mapping[str, Scale]
    owners: Mapping[str, str]
    levels: tuple[LevelPlan, ...]
    shelf_lives: tuple[int, ...]
    regimes: tuple[date, ...]
    windows: tuple[WindowRule, ...]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Plan":
        """Lay out `catalogue`.

        Raises:
            UnusableCatalogueError: a level asks for a second benchmarking or areas and has no window.
        """
        scales = {indicator.id: Scale.of(indicator) for indicator in catalogue.every_indicator}
        levels = tuple(_level(level, catalogue, scales) for level in catalogue.levels)
        shelf_lives = {question.shelf_life.months for question in catalogue.questions.values()}
        requirements = [requirement for level in catalogue.levels for requirement in level.requirements]
        return cls(
            catalogue=catalogue,
            questions=catalogue.questions,
            scales=scales,
            label_scales={each.id: scales[each.id] for each in catalogue.indicators.indicators},
            owners={each.id: chosen.id for chosen in catalogue.addons for each in chosen.indicators},
            levels=levels,
            shelf_lives=tuple(sorted(months for months in shelf_lives if months is not None)),
            regimes=tuple(sorted({each.applies_from for each in requirements if each.applies_from is not None})),
            windows=tuple(each.rule for each in requirements if isinstance(each.rule, WindowRule)),
        )


def _level(level: Level, catalogue: Catalogue, scales: Mapping[str, Scale]) -> LevelPlan:
    window = next((each.rule for each in level.requirements if isinstance(each.rule, WindowRule)), None)
    clauses = (
        Clause(requirement.applies_from, judge)
        for requirement in level.requirements
        for judge in _judges(requirement, level, window, catalogue, scales)
    )
    return LevelPlan(level.level, tuple(clauses))


def _judges(
    requirement: Requirement,
    level: Level,
    window: WindowRule | None,
    catalogue: Catalogue,
    scales: Mapping[str, Scale],
) -> tuple[Judge, ...]:
    match requirement.rule:
        case InterviewRule() as rule:
            return (interview(requirement, rule, level.level),)
        case ChoiceRule() as rule:
            return (choice(requirement, rule),)
        case CountRule() as rule:
            return (count(requirement, rule),)
        case ShareRule() as rule:
            return (share(requirement, rule),)
        case AskRule() as rule:
            return (ask(requirement, rule),)
        case WindowRule() as rule:
            return (second_benchmarking(requirement, rule),)
        case MinimaRule() as rule:
            return minima(requirement, rule, _of_sets(rule, catalogue, scales))
        case ScoreFloorRule() as rule:
            return (score_floor(requirement, rule, catalogue, _of_sets(rule, catalogue, scales)),)
        case FirstBenchmarkingRule() | AreasRule() as rule:
            label = frozenset(each.id for each in catalogue.indicators.indicators)
            return (_by_window(requirement, rule, window, label),)


def _of_sets(rule: MinimaRule | ScoreFloorRule, catalogue: Catalogue, scales: Mapping[str, Scale]) -> list[Scale]:
    return [scales[each.id] for each in catalogue.of_sets(rule.sets)]


def _by_window(
    requirement: Requirement,
    rule: FirstBenchmarkingRule | AreasRule,
    window: WindowRule | None,
    label: frozenset[str],
) -> Judge:
    if window is None:
        raise UnusableCatalogueError(f"{requirement.id} needs a requirement with a window in the same level")
    if isinstance(rule, AreasRule):
        return areas(requirement, rule, window, label)
    return first_benchmarking(requirement, rule, window)


_plans: dict[int, Plan] = {}


def plan_for(catalogue: Catalogue) -> Plan:
    """Return the plan of `catalogue`, laid out at its first use; a plan is a value and never changes."""
    plan = _plans.get(id(catalogue))
    if plan is None or plan.catalogue is not catalogue:
        plan = Plan.of(catalogue)
        while len(_plans) >= KEPT_PLANS:
            _plans.pop(next(iter(_plans)), None)
        _plans[id(catalogue)] = plan
    return plan
