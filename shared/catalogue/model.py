"""What a catalogue is: indicators, bands, items, requirements and levels, each value with its mark and source.

A catalogue is a bundle (`ecei@1`) that pins its sets by name, version and hash (design 6). These models hold no rule
of a level; the readiness engine reads them. Marks are those of `domain.md` 0.
"""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from shared.catalogue.rules import Rule

Mark = Literal["stated", "inferred", "assumed", "unknown"]
LevelId = Literal["bronze", "silver", "gold"]
Consultancy = Literal["strategy", "financial", "legal", "marketing", "international", "management", "label", "workshop"]
MAX_POINTS = 5
"""Points of one scored indicator (`rules.md` 1)."""


def _iso_date(value: Any) -> Any:
    """Refuse what pydantic would read as a count of seconds: a date is written 2019-11-15."""
    if isinstance(value, str) and len(value) != len("2019-11-15"):
        raise ValueError("a date is written as 2019-11-15")
    return value


Day = Annotated[date, BeforeValidator(_iso_date)]


class Model(BaseModel):
    """Base of everything in a catalogue: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Model):
    """One text in both languages."""

    lt: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class Sourced(Model):
    """A value that says how surely it is known and from where (`domain.md` 0)."""

    mark: Mark
    source: Annotated[str, Field(min_length=1)]
    since: Day | None = None


class SourcedText(Text, Sourced):
    """A text that says how surely it is known."""


class Choice(Model):
    """One possible value of a choice field."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Text


class AnswerField(Model):
    """One typed field of an answer. `minimum` and `maximum` are inclusive; a decimal travels as text."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    type: Literal["integer", "decimal", "boolean", "choice", "date", "level"]
    label: Text
    unit: Text | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: tuple[Choice, ...] = ()
    required: bool = True


class Band(Sourced):
    """Numeric scoring of one field: 2 points at `baseline`, 5 at `excellent` (`rules.md` 2)."""

    kind: Literal["band"] = "band"
    field: str
    direction: Literal["more", "less"]
    baseline: Decimal
    excellent: Decimal
    none: Decimal
    """The stated none: 0 points at it; anything better, but short of the baseline, gives 1."""
    step: Decimal = Decimal(1)

    @cached_property
    def thresholds(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """Values from which 2, 3, 4 and 5 points are given; 3 and 4 are rounded towards the harder side."""
        span = self.excellent - self.baseline
        rounding = ROUND_CEILING if self.direction == "more" else ROUND_FLOOR

        def between(thirds: int) -> Decimal:
            exact = self.baseline + span * thirds / 3
            return (exact / self.step).to_integral_value(rounding) * self.step

        return self.baseline, between(1), between(2), self.excellent

    def points(self, value: Decimal) -> int:
        """Return the points, 0 to 5, of `value`."""
        sign = 1 if self.direction == "more" else -1
        reached = sum(sign * value >= sign * threshold for threshold in self.thresholds)
        if reached:
            return reached + 1
        return int(sign * value > sign * self.none)


class DescribedLevels(Sourced):
    """Scoring by a level, 0 to 5, whose meaning is described; texts between baseline and excellent may follow later."""

    kind: Literal["levels"] = "levels"
    field: str = "level"
    baseline: Text
    excellent: Text
    between: dict[Literal["1", "3", "4"], Text] = Field(default_factory=dict)


class YesNoGate(Sourced):
    """A gate without points: its boolean field must be true (1.1.0)."""

    kind: Literal["gate"] = "gate"
    field: str
    text: Text


Scoring = Annotated[Band | DescribedLevels | YesNoGate, Field(discriminator="kind")]


class Minimum(Sourced):
    """The Baseline floor of an indicator. `required` None: not known whether there is one, so advisory."""

    required: bool | None
    points: int = 2


class ShelfLife(Sourced):
    """Months after which a proof no longer counts; None: never."""

    months: int | None


class Effort(Sourced):
    """Effort of raising the indicator by one step, in equal units."""

    per_step: int = 1


class Question(Sourced):
    """Something that can be asked and answered: the common part of indicators and of items of a check list."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*(\.[a-z0-9_]+)*$")]
    name: Text
    question: SourcedText
    fields: Annotated[tuple[AnswerField, ...], Field(min_length=1)]
    evidence: SourcedText
    consultancy: Consultancy | None = None
    effort: Effort
    shelf_life: ShelfLife

    @cached_property
    def by_field(self) -> dict[str, AnswerField]:
        """The answer fields by name."""
        return {field.name: field for field in self.fields}


class Indicator(Question):
    """One of the 31 quality indicators (`domain.md` 2.1). `minimum` present: audited for Silver, or unknown if so."""

    dimension: str
    scoring: Scoring
    audited_for_silver: bool | None
    minimum: Minimum | None = None
    not_applicable: Literal["zero"] = "zero"

    @property
    def max_points(self) -> int:
        """0 for a gate, else 5."""
        return 0 if isinstance(self.scoring, YesNoGate) else MAX_POINTS


class Dimension(Model):
    """A group of indicators, and how many it has."""

    id: str
    name: Text
    count: int


class Origins(Model):
    """Marks of the plain values that every question of a set has; a `null` among them is unknown."""

    fields: Sourced
    consultancy: Sourced


class IndicatorOrigins(Origins):
    """The same for indicators."""

    audited_for_silver: Sourced
    not_applicable: Sourced


class IndicatorSet(Model):
    """A named and versioned set of indicators."""

    name: str
    version: int
    title: Text
    note: Text | None = None
    origins: IndicatorOrigins
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]


class ItemSet(Model):
    """A named and versioned check list: eligibility, ECCP listing."""

    name: str
    version: int
    title: Text
    note: Text | None = None
    origins: Origins
    items: tuple[Question, ...]


class Years(Sourced):
    """A length in years."""

    years: int


class Months(Sourced):
    """A length in months."""

    months: int


class LabelTerm(Model):
    """How long a label of one level is valid."""

    level: LevelId
    first: Years
    renewal: Years


class LabelsValidity(Model):
    """Dates and windows of held labels (`rules.md` 5)."""

    name: str
    version: int
    title: Text
    terms: tuple[LabelTerm, ...]
    renewable: Months
    end_of_month: Sourced

    def term(self, level: LevelId) -> LabelTerm:
        """Return the term of `level`; KeyError if the set has none."""
        for term in self.terms:
            if term.level == level:
                return term
        raise KeyError(level)


class EvidenceRoute(Sourced):
    """Which indicators a kind of record may support, and what must be attached (`domain.md` 5.2)."""

    record: str
    indicators: tuple[str, ...]
    attach: Text


class EvidenceMap(Model):
    """The editable map from records to indicators."""

    name: str
    version: int
    title: Text
    routes: tuple[EvidenceRoute, ...]


class Benchmark(Model):
    """The 36-question benchmarking questionnaire: known to be incomplete, never scored (`rules.md` 4)."""

    name: str
    version: int
    title: Text
    note: Text | None = None
    mark: Mark
    source: Annotated[str, Field(min_length=1)]
    expected: int
    complete: bool
    topics: tuple[SourcedText, ...]


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
    """One label and the requirements of being ready for it."""

    level: LevelId
    name: Text
    subtitle: Text
    requirements: tuple[Requirement, ...]


class Floor(Sourced):
    """The share of the maximum that Gold asks for."""

    percent: int


class Catalogue(Model):
    """A bundle with its sets loaded; `sha256` is over all its files."""

    name: str
    version: int
    title: Text
    in_force_from: Day
    sha256: str
    floor: Floor
    indicators: IndicatorSet
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
        return {question.id: question for question in (*self.indicators.indicators, *items)}

    @cached_property
    def max_points(self) -> int:
        """150 in the set of 2013: 30 scored indicators and one gate (`domain.md` 1.4, inferred)."""
        return sum(indicator.max_points for indicator in self.indicators.indicators)

    @cached_property
    def floor_points(self) -> int:
        """The points that Gold asks for, rounded up: 120 of 150 at 80 per cent."""
        return -(-self.max_points * self.floor_percent // 100)
