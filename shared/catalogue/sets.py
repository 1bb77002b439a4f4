"""The sets that a bundle pins: indicators, check lists, validity of labels, evidence map, benchmarking topics."""

from typing import Annotated, Literal

from pydantic import Field

from shared.catalogue.questions import Indicator, Question
from shared.catalogue.values import LabelId, Mark, Model, Sourced, SourcedText, Text

Role = Literal["label", "addon"]
"""Whose indicators a set holds: the label body's, or those that a programme adds to them (`domain.md` 1.5, 8)."""


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

    role: Role = "label"
    name: str
    version: int
    title: Text
    note: Text | None = None
    origins: IndicatorOrigins
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]

    @property
    def id(self) -> str:
        """`name@version`."""
        return f"{self.name}@{self.version}"

    @property
    def max_points(self) -> int:
        """The most points that its indicators can give together."""
        return sum(indicator.max_points for indicator in self.indicators)


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

    level: LabelId
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

    def term(self, level: LabelId) -> LabelTerm:
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
