"""What follows once a cluster can contact an expert: whom, how long, how much – every figure with its mark and source.

It is data because the label body changes it; the calendar plans backwards with it (`rules.md` 4 and 5).
"""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from shared.catalogue.values import Model, Sourced, SourcedText, Text

FIGURES = frozenset({"who", "visit", "months", "weeks", "fees"})
"""What a process can fill into the sentence of what follows, `next_<level>`."""

Few = Annotated[int, Field(ge=1, le=60)]
"""Months, weeks, experts: more is a slip of the pen."""


class Experts(Sourced):
    """How many experts, or auditors, come; `who` says it in words."""

    count: Few
    who: Text


class Between(Sourced):
    """A length that sources give as a range, both bounds inclusive; its unit is that of the key it stands under."""

    least: Few
    most: Few

    @field_validator("most")
    @classmethod
    def _not_below(cls, most: int, info: ValidationInfo) -> int:
        if most < info.data.get("least", most):
            raise ValueError("it is below `least`: exchange them")
        return most

    @property
    def span(self) -> str:
        """Return it as an argument that is written as a range: `4-5`."""
        return str(self.most) if self.least == self.most else f"{self.least}-{self.most}"


class Lead(Sourced):
    """How many months before the interview something should be settled."""

    months: Few


class Fee(Sourced):
    """A fee in euro without VAT, and what it is for."""

    euro: Annotated[int, Field(ge=1, le=1_000_000)]
    what: Text


class Process(Model):
    """The way from contacting the label body to its answer, for one level.

    `visit`: the interview or the work on site; `renewal_visit` if a renewal takes another time. `preparation` in
    months before it, None: none is known to be needed. `report` in weeks after it. `agree`: how long before it the date
    should be agreed.
    """

    contact: SourcedText
    experts: Experts
    visit: SourcedText
    renewal_visit: SourcedText | None = None
    preparation: Between | None = None
    report: Between
    agree: Lead
    fees: tuple[Fee, ...] = ()

    @property
    def figures(self) -> frozenset[str]:
        """Which of `FIGURES` it has."""
        absent = {"months": self.preparation is None, "fees": not self.fees}
        return frozenset(name for name in FIGURES if not absent.get(name))

    @property
    def values(self) -> tuple[Sourced, ...]:
        """Every figure, each with its mark."""
        found = (self.contact, self.experts, self.visit, self.renewal_visit, self.preparation, self.report, self.agree)
        return (*(each for each in found if each is not None), *self.fees)
