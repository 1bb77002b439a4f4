"""What a programme has promised, and how it is counted: data, because its wording leaves much open (`rules.md` 6)."""

from typing import Annotated, Literal

from pydantic import Field

from shared.catalogue.model import Day, LabelId, Mark, Model, SourcedText, Text

Perimeter = Literal["signed10", "participants", "country"]
Measure = Literal["awarded_since", "valid_on"]


class CountingRule(Model):
    """Which clusters are counted, and what makes one count.

    `perimeter`: who signed on the programme's day, every participant up to the date (who left stays in), or every
    cluster of the register. `awarded_since` counts awards from `since` on (None: at any time), `valid_on` labels valid
    on the date. `held_before_counts`: a label held before `since` is enough.
    """

    perimeter: Perimeter
    measure: Measure
    since: Day | None = None
    held_before_counts: bool
    silver_counts_as_bronze: bool
    expired_renewable_counts: bool


class Goal(Model):
    """At least so many clusters with one label; without a number the line only counts."""

    level: LabelId
    at_least: Annotated[int, Field(ge=1)] | None = None


class Target(Model):
    """One line of the page: its rule, its goals and the deadline, as surely as it is known."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    title: Text
    rule: CountingRule
    goals: Annotated[tuple[Goal, ...], Field(min_length=1)]
    deadline: Day | None = None
    deadline_mark: Mark


class Remark(SourcedText):
    """What a source says that no record can hold; shown from the day on which it was said."""

    on: Day


class NotableDay(SourcedText):
    """A day whose state is asked for, by its name."""

    on: Day


class Programme(Model):
    """One programme: its promise in the words of its source, the lines that are counted, the days asked for most."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._]{0,63}$")]
    title: Text
    signed_on: Day
    promise: SourcedText
    targets: Annotated[tuple[Target, ...], Field(min_length=1)]
    notable: tuple[NotableDay, ...] = ()
    remarks: tuple[Remark, ...] = ()
