"""A catalogue, laid out once for many folds."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from services.scoring.domain.answers import Forms, forms
from services.scoring.domain.errors import UnusableCatalogueError
from services.scoring.domain.levels import Clause, LevelPlan
from services.scoring.domain.points import Scale
from services.scoring.domain.requirements.areas import areas
from services.scoring.domain.requirements.floor import score_floor
from services.scoring.domain.requirements.gates import ask, choice, count, share
from services.scoring.domain.requirements.interviews import first_benchmarking, interview, second_benchmarking
from services.scoring.domain.requirements.judging import item_of
from services.scoring.domain.requirements.minima import minima
from services.scoring.domain.situation import Judge
from shared.catalogue.model import Catalogue, Level, LevelId, Question, Requirement
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

    `scales` are of every indicator, `label_scales` of the label's own; `clauses` are all that the levels ask.
    """

    catalogue: Catalogue
    questions: Mapping[str, Question]
    forms: Forms
    scales: Mapping[str, Scale]
    label_scales: Mapping[str, Scale]
    clauses: tuple[Clause, ...]
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
        owners = {each.id: chosen.id for chosen in catalogue.addons for each in chosen.indicators}
        scales = {each.id: Scale.of(each, owners.get(each.id)) for each in catalogue.every_indicator}
        layout = _Layout(catalogue, scales)
        levels = tuple(layout.level(level) for level in catalogue.levels)
        shelf_lives = {question.shelf_life.months for question in catalogue.questions.values()}
        requirements = [requirement for level in catalogue.levels for requirement in level.requirements]
        return cls(
            catalogue=catalogue,
            questions=catalogue.questions,
            forms=forms(catalogue.questions),
            scales=scales,
            label_scales={each.id: scales[each.id] for each in catalogue.indicators.indicators},
            clauses=tuple(layout.clauses),
            levels=levels,
            shelf_lives=tuple(sorted(months for months in shelf_lives if months is not None)),
            regimes=tuple(sorted({each.applies_from for each in requirements if each.applies_from is not None})),
            windows=tuple(each.rule for each in requirements if isinstance(each.rule, WindowRule)),
        )


class _Layout:
    """Collects what the levels ask. Eligibility is asked by all of them, minima by two: each gets one place."""

    def __init__(self, catalogue: Catalogue, scales: Mapping[str, Scale]) -> None:
        self._catalogue, self._scales = catalogue, scales
        self.clauses: list[Clause] = []
        self._places: dict[Hashable, range] = {}

    def level(self, level: Level) -> LevelPlan:
        window = next((each.rule for each in level.requirements if isinstance(each.rule, WindowRule)), None)
        places = [self._place(requirement, level, window) for requirement in level.requirements]
        return LevelPlan(level.level, tuple(position for place in places for position in place))

    def _place(self, requirement: Requirement, level: Level, window: WindowRule | None) -> range:
        asked = _asked(requirement, level, window)
        if asked not in self._places:
            judges = _judges(requirement, level, window, self._catalogue, self._scales)
            first = len(self.clauses)
            self.clauses += [Clause(requirement.applies_from, judge) for judge in judges]
            self._places[asked] = range(first, len(self.clauses))
        return self._places[asked]


def _asked(requirement: Requirement, level: Level, window: WindowRule | None) -> Hashable:
    """Return all that the judges of a requirement depend on."""
    item = item_of(requirement)
    context: LevelId | WindowRule | None = None
    match requirement.rule:
        case MinimaRule():
            item = item._replace(id="")  # each minimum is called by its indicator
        case InterviewRule():
            context = level.level
        case FirstBenchmarkingRule() | AreasRule():
            context = window
    return (requirement.applies_from, requirement.rule, item, context)


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
