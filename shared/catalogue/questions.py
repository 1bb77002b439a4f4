"""What can be asked and answered: indicators, and items of check lists."""

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from shared.catalogue.points import MAX_POINTS, Scoring, YesNoGate
from shared.catalogue.values import Model, Sourced, SourcedText, Text

Consultancy = Literal["strategy", "financial", "legal", "marketing", "international", "management", "label", "workshop"]


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

    @cached_property
    def accepted(self) -> tuple[str, ...]:
        """The ids that a choice may be."""
        return tuple(choice.id for choice in self.choices)

    @cached_property
    def least(self) -> Decimal | None:
        """The smallest accepted number; a level begins at 0 unless the catalogue says otherwise."""
        return Decimal(0) if self.type == "level" and self.minimum is None else self.minimum

    @cached_property
    def greatest(self) -> Decimal | None:
        """The greatest accepted number; a level ends at the most points that there are."""
        return Decimal(MAX_POINTS) if self.type == "level" and self.maximum is None else self.maximum


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
