"""The criteria as their page shows them to an officer, in one language; the rows are those of `docs/criteria.md`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.scoring.adapters.http.pages.question_view import QuestionView, question_view
from services.scoring.adapters.http.words import Words
from shared.catalogue.criteria_facts import counted, validity_facts
from shared.catalogue.criteria_words import ADDON, CONSULTANCIES
from shared.catalogue.model import Catalogue, Level, Mark, Origins, Question, Requirement, Text
from shared.catalogue.rules import MinimaRule
from shared.catalogue.typography import bind

MARKS: tuple[Mark, ...] = ("stated", "inferred", "assumed", "unknown")


@dataclass(frozen=True)
class CountView:
    """How many values of one kind have which mark, in the order of `MARKS`."""

    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class RuleView:
    """One requirement of a level. `not_yet`: it applies from a later day than the one asked about.

    `minima`, `asked`: indicators with a minimum, and those where nobody here knows whether there is one.
    """

    name: str
    mark: Mark
    source: str
    advisory: bool
    since: date | None
    not_yet: bool
    document: str | None
    consultancy: str | None
    minima: tuple[str, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True)
class LevelCriteria:
    """One level with its requirements."""

    id: str
    name: str
    subtitle: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True)
class FactView:
    """One value with its mark and source."""

    head: str
    body: str
    mark: Mark
    source: str


@dataclass(frozen=True)
class GroupOfQuestions:
    """A dimension, a set that a programme adds, or a check list."""

    id: str
    name: str
    notes: tuple[str, ...]
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True)
class CriteriaView:
    """Everything on the page of one catalogue."""

    id: str
    title: str
    since: date
    sha256: str
    disclaimer: str
    note: str | None
    mark_names: dict[Mark, str]
    counts: tuple[CountView, ...]
    total: CountView
    levels: tuple[LevelCriteria, ...]
    floor: FactView
    floor_points: int
    max_points: int
    validity_title: str
    validity: tuple[FactView, ...]
    not_applicable: Mark
    dimensions: tuple[GroupOfQuestions, ...]
    check_lists: tuple[GroupOfQuestions, ...]


def criteria_view(catalogue: Catalogue, words: Words, on: date) -> CriteriaView:
    """Return the criteria as they apply on a day."""
    indicators, validity = catalogue.indicators, catalogue.validity
    counts = tuple(_count(_said(what, words), (each.mark for each in values)) for what, values in counted(catalogue))
    floor = catalogue.floor
    return CriteriaView(
        id=catalogue.id,
        title=_said(catalogue.title, words),
        since=catalogue.in_force_from,
        sha256=catalogue.sha256,
        disclaimer=words.say("disclaimer"),
        note=_said(indicators.note, words) if indicators.note else None,
        mark_names={mark: words.wording.mark(mark, words.language) for mark in MARKS},
        counts=counts,
        total=CountView("", tuple(map(sum, zip(*(each.numbers for each in counts), strict=True)))),
        levels=tuple(_level(level, catalogue, words, on) for level in catalogue.levels),
        floor=FactView("", f"{floor.percent}", floor.mark, floor.source),
        floor_points=catalogue.floor_points,
        max_points=catalogue.max_points,
        validity_title=_said(validity.title, words),
        validity=tuple(
            FactView(_said(each.head, words), _said(each.body, words), each.mark, each.source)
            for each in validity_facts(validity)
        ),
        not_applicable=indicators.origins.not_applicable.mark,
        dimensions=_dimensions(catalogue, words),
        check_lists=tuple(
            _group(f"list-{each.name}", each.title, each.note, each.items, each.origins, words)
            for each in catalogue.item_sets
        ),
    )


def _dimensions(catalogue: Catalogue, words: Words) -> tuple[GroupOfQuestions, ...]:
    """Return the dimensions of the label's own set, then each set that a programme adds as one group."""
    found = catalogue.indicators
    own = tuple(
        _group(
            f"dimension-{dimension.id}",
            dimension.name,
            None,
            [each for each in found.indicators if each.dimension == dimension.id],
            found.origins,
            words,
        )
        for dimension in found.dimensions
    )
    return own + tuple(
        _group(f"set-{each.name}", each.title, each.note, each.indicators, each.origins, words, addon=True)
        for each in catalogue.addons
    )


def _group(
    anchor: str,
    name: Text,
    note: Text | None,
    questions: Sequence[Question],
    origins: Origins,
    words: Words,
    *,
    addon: bool = False,
) -> GroupOfQuestions:
    said = tuple(f"{_said(each, words)}." for each in (ADDON,) if addon)
    return GroupOfQuestions(
        anchor,
        _said(name, words),
        (*said, _said(note, words)) if note else said,
        tuple(question_view(each, origins, words) for each in questions),
    )


def _level(level: Level, catalogue: Catalogue, words: Words, on: date) -> LevelCriteria:
    rules = tuple(_rule(each, catalogue, words, on) for each in level.requirements)
    return LevelCriteria(level.level, _said(level.name, words), _said(level.subtitle, words), rules)


def _rule(requirement: Requirement, catalogue: Catalogue, words: Words, on: date) -> RuleView:
    since = requirement.applies_from
    helps = None if requirement.consultancy is None else CONSULTANCIES[requirement.consultancy]
    rule = requirement.rule
    listed = catalogue.of_sets(rule.sets) if isinstance(rule, MinimaRule) else ()
    return RuleView(
        name=_said(requirement.name, words),
        mark=requirement.mark,
        source=requirement.source,
        advisory=requirement.advisory,
        since=since,
        not_yet=since is not None and since > on,
        document=_said(requirement.document, words) if requirement.document else None,
        consultancy=_said(helps, words) if helps else None,
        minima=tuple(each.id for each in listed if each.minimum and each.minimum.required),
        asked=tuple(each.id for each in listed if each.minimum and each.minimum.required is None),
    )


def _count(name: str, marks: Iterable[Mark]) -> CountView:
    found = Counter(marks)
    return CountView(name, tuple(found[mark] for mark in MARKS))


def _said(text: Text, words: Words) -> str:
    return bind(str(getattr(text, words.language)))
