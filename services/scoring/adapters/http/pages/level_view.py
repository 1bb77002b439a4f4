"""One level as the result page shows it: requirements grouped by who settles them, and steps in order."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.scoring.adapters.http.words import Words
from services.scoring.domain.readiness import Awaits, Gap, Kind, LevelResult, RequirementResult, State

GroupKey = Literal["not_met", "answer", "document", "review", "threshold", "label_body", "met", "ask"]

GROUPS: dict[Awaits, GroupKey] = {
    "answer": "answer",
    "document": "document",
    "review": "review",
    "threshold": "threshold",
    "interview": "label_body",
    "scheme": "label_body",
}
"""Open requirements stand together by who settles them (`rules.md` 3)."""

ORDER: tuple[GroupKey, ...] = ("not_met", "answer", "document", "review", "threshold", "label_body", "met", "ask")

FOLD_FROM = 5
"""A group with so many requirements starts closed, unless they are not met; a printed page shows it open."""

OPEN_LEVELS = 2
"""Of the levels after these every group starts closed: Gold repeats most of what Silver asks for."""


WITH_AN_EXPERT: tuple[Kind, ...] = ("interview", "window")
"""Kinds of requirements that a cluster closes only together with an expert."""


@dataclass(frozen=True)
class RequirementView:
    """One requirement with its sentence. `step`: the place of the step that closes it, where that is listed above."""

    name: str
    number: str | None
    text: str
    state: State
    assumed: bool
    advisory: bool
    start: date | None
    until: date | None
    reviewed: bool = False
    step: int | None = None

    @property
    def tagged(self) -> bool:
        """Whether anything stands below the sentence."""
        return self.assumed or self.reviewed or self.start is not None or self.until is not None


@dataclass(frozen=True)
class GroupView:
    """Requirements that the same person settles, or that are settled. `folded`: it starts closed."""

    key: GroupKey
    requirements: tuple[RequirementView, ...]
    folded: bool


@dataclass(frozen=True)
class StepView:
    """What would close a gap. `question`: what it is asked in; `expert`: it takes an expert's interview."""

    name: str
    question: str | None
    expert: bool
    number: str | None
    text: str
    document: str | None
    consultancy: str | None


@dataclass(frozen=True)
class LevelView:
    """Readiness for one label in words."""

    level: str
    name: str
    verdict: str
    verdict_name: str
    unmet: str
    renewal: str | None
    follows: str | None
    rests_on: dict[str, int]
    groups: tuple[GroupView, ...]
    steps: tuple[StepView, ...]
    repeated: int
    met: int
    open: int
    not_met: int
    awaiting_answer: int
    to_confirm: int
    only_thresholds: str | None

    @property
    def known(self) -> int:
        """How many known conditions the level has; what only the expert knows is not among them."""
        return self.met + self.open + self.not_met


def level_views(levels: tuple[LevelResult, ...], words: Words) -> tuple[LevelView, ...]:
    """Return the levels in order; a step that a lower level lists already is only counted."""
    views: list[LevelView] = []
    listed: set[str] = set()
    for level in levels:
        views.append(_level_view(level, words, listed, far=len(views) >= OPEN_LEVELS))
        listed.update(gap.requirement for gap in level.gaps)
    return tuple(views)


def _level_view(level: LevelResult, words: Words, listed: Collection[str], *, far: bool) -> LevelView:
    new = tuple(gap for gap in level.gaps if gap.requirement not in listed)
    blocking = [requirement.outcome for requirement in level.requirements if not requirement.item.advisory]
    states = Counter(outcome.state for outcome in blocking)
    awaits = Counter(outcome.awaits for outcome in blocking if outcome.awaits)
    return LevelView(
        level=level.level,
        name=words.level(level.level),
        verdict=level.verdict,
        verdict_name=words.verdict(level),
        unmet=words.unmet(states["not_met"], len(blocking)),
        renewal=words.say(f"renewal_{level.level}") if level.purpose == "renewal" else None,
        follows=words.what_follows(level) if level.verdict == "ready_to_contact" else None,
        rests_on={mark: level.rests_on.get(mark, 0) for mark in ("stated", "inferred", "assumed", "unknown")},
        groups=_groups(level.requirements, words, [gap.requirement for gap in new], far=far),
        steps=_steps(level, new, words),
        repeated=len(level.gaps) - len(new),
        met=states["met"],
        open=states["unknown"],
        not_met=states["not_met"],
        awaiting_answer=awaits["answer"],
        to_confirm=awaits["document"] + awaits["review"] + awaits["threshold"],
        only_thresholds=None if awaits["document"] + awaits["review"] else words.say("only_thresholds"),
    )


def group_of(requirement: RequirementResult) -> GroupKey:
    """Return the group under which a requirement is shown."""
    outcome = requirement.outcome
    if outcome.state == "met":
        return "met"
    if requirement.item.advisory:
        return "ask"
    if outcome.state == "not_met":
        return "not_met"
    return GROUPS[outcome.awaits or "scheme"]


def _groups(
    requirements: tuple[RequirementResult, ...], words: Words, steps: Sequence[str], *, far: bool
) -> tuple[GroupView, ...]:
    found: dict[GroupKey, list[RequirementView]] = {key: [] for key in ORDER}
    for requirement in requirements:
        step = steps.index(requirement.item.id) + 1 if requirement.item.id in steps else None
        found[group_of(requirement)].append(_requirement(requirement, words, step))
    return tuple(
        GroupView(key, tuple(found[key]), far or (key != "not_met" and len(found[key]) >= FOLD_FROM))
        for key in ORDER
        if found[key]
    )


def _requirement(requirement: RequirementResult, words: Words, step: int | None) -> RequirementView:
    item, outcome = requirement.item, requirement.outcome
    return RequirementView(
        name=words.requirement_name(item.id, item.indicator),
        number=_number(item.indicator, words),
        text=words.below_its_name(requirement),
        state=outcome.state,
        assumed=outcome.assumed,
        advisory=item.advisory,
        start=None if outcome.sliding else outcome.start,
        until=None if outcome.sliding else outcome.until,
        reviewed=outcome.reviewed,
        step=step,
    )


def _steps(level: LevelResult, gaps: Iterable[Gap], words: Words) -> tuple[StepView, ...]:
    results = {requirement.item.id: requirement for requirement in level.requirements}
    return tuple(_step(gap, results[gap.requirement], words) for gap in gaps)


def _step(gap: Gap, requirement: RequirementResult, words: Words) -> StepView:
    return StepView(
        name=words.requirement_name(gap.requirement, gap.indicator),
        question=gap.indicator,
        expert=requirement.item.kind in WITH_AN_EXPERT,
        number=_number(gap.indicator, words),
        text=words.below_its_name(requirement),
        document=words.document(gap.requirement),
        consultancy=gap.consultancy,
    )


def _number(indicator: str | None, words: Words) -> str | None:
    return indicator if indicator is not None and words.is_indicator(indicator) else None
