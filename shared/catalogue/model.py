"""What a catalogue is: indicators, bands, items, requirements and levels, each value with its mark and source.

A catalogue is a bundle (`ecei@1`) that pins its sets by name, version and hash (design 6). These models hold no rule
of a level; the readiness engine reads them. Marks are those of `domain.md` 0. Everything is imported from here.
"""

from collections.abc import Sequence
from functools import cached_property

from shared.catalogue.points import MAX_POINTS, Band, DescribedLevels, Scoring, YesNoGate
from shared.catalogue.process import Between, Process
from shared.catalogue.questions import AnswerField, Choice, Consultancy, Effort, Indicator, Minimum, Question, ShelfLife
from shared.catalogue.rules import Rule
from shared.catalogue.sets import (
    Benchmark,
    Dimension,
    EvidenceMap,
    EvidenceRoute,
    IndicatorOrigins,
    IndicatorSet,
    ItemSet,
    LabelsValidity,
    LabelTerm,
    Months,
    Origins,
    Role,
    Years,
)
from shared.catalogue.values import Day, LabelId, LevelId, Mark, Model, Sourced, SourcedText, Text

__all__ = [
    "MAX_POINTS",
    "AnswerField",
    "Band",
    "Benchmark",
    "Between",
    "Catalogue",
    "Choice",
    "Consultancy",
    "Day",
    "DescribedLevels",
    "Dimension",
    "Effort",
    "EvidenceMap",
    "EvidenceRoute",
    "Floor",
    "Indicator",
    "IndicatorOrigins",
    "IndicatorSet",
    "ItemSet",
    "LabelId",
    "LabelTerm",
    "LabelsValidity",
    "Level",
    "LevelId",
    "Mark",
    "Minimum",
    "Model",
    "Months",
    "Origins",
    "Process",
    "Question",
    "Requirement",
    "Role",
    "Scoring",
    "ShelfLife",
    "Sourced",
    "SourcedText",
    "Text",
    "Years",
    "YesNoGate",
    "share_of",
]


class Requirement(Sourced):
    """One rule of a level. `applies_from`: the regime's first day; before it the requirement does not exist."""

    id: str
    rule: Rule
    advisory: bool = False
    applies_from: Day | None = None
    message: str
    """Stem of its message ids, `<stem>_<outcome>`; the sentences are in the bundle's messages.{lt,en}.po."""
    name: Text
    document: Text | None = None
    consultancy: Consultancy | None = None
    effort: int = 1


class Level(Model):
    """One label, or a level of one's own, and the requirements of being ready for it."""

    level: LevelId
    name: Text
    subtitle: Text
    requirements: tuple[Requirement, ...]
    process: Process | None = None


class Floor(Sourced):
    """The share of the maximum that Gold asks for."""

    percent: int


class Catalogue(Model):
    """A bundle with its sets loaded; `sha256` is over all its files.

    `indicators` are the label's own: its maximum, floor and minima are of them alone. `addons` are sets that a
    programme adds; they are asked and scored, and count only in levels of one's own that name them (ADR 0011).
    """

    name: str
    version: int
    title: Text
    in_force_from: Day
    sha256: str
    floor: Floor
    indicators: IndicatorSet
    addons: tuple[IndicatorSet, ...] = ()
    item_sets: tuple[ItemSet, ...]
    validity: LabelsValidity
    evidence_map: EvidenceMap
    benchmark: Benchmark
    levels: tuple[Level, ...]

    @property
    def id(self) -> str:
        """`name@version`."""
        return f"{self.name}@{self.version}"

    @property
    def floor_percent(self) -> int:
        """The share of the maximum that Gold asks for, in per cent."""
        return self.floor.percent

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question that an assessment may answer, by id."""
        items = (item for item_set in self.item_sets for item in item_set.items)
        return {question.id: question for question in (*self.every_indicator, *items)}

    @cached_property
    def every_indicator(self) -> tuple[Indicator, ...]:
        """The label's own indicators, then those of the add-on sets."""
        return tuple(each for chosen in (self.indicators, *self.addons) for each in chosen.indicators)

    def of_sets(self, names: Sequence[str] | None) -> tuple[Indicator, ...]:
        """Return the indicators of the sets so named; None: the label's own (`rules.py`)."""
        if names is None:
            return self.indicators.indicators
        sets = (self.indicators, *self.addons)
        return tuple(each for chosen in sets if chosen.name in names for each in chosen.indicators)

    @cached_property
    def max_points(self) -> int:
        """150 in the set of 2013: 30 scored indicators and one gate (`domain.md` 1.4, inferred)."""
        return self.indicators.max_points

    @cached_property
    def floor_points(self) -> int:
        """The points that Gold asks for, rounded up: 120 of 150 at 80 per cent."""
        return self.share(self.floor_percent)

    def share(self, percent: int) -> int:
        """Return so many per cent of the maximum, rounded up to whole points."""
        return share_of(self.max_points, percent)


def share_of(points: int, percent: int) -> int:
    """Return so many per cent of `points`, rounded up to whole points."""
    return -(-points * percent // 100)
