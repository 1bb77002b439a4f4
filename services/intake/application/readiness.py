"""What scoring says of clusters, as far as the first screen shows it (design 6)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Literal, Protocol

from pydantic import Field

from shared.catalogue.values import Mark
from shared.contracts.envelope import Id, Wire
from shared.contracts.readiness import Gap, HeldLabel, Range, RequirementResult, Verdict


class LevelAnswer(Wire):
    """Readiness for one level; a level of a programme's own has a name of its own."""

    level: str
    verdict: Verdict
    purpose: Literal["first", "renewal"]
    requirements: tuple[RequirementResult, ...]
    gaps: tuple[Gap, ...] = ()


class PointsAnswer(Wire):
    """Sums of points; `reviewed` is there once a reviewer decided about an answer."""

    reviewed: Range | None = None


class ResultAnswer(Wire):
    """One cluster's result, whole or in one line; with a `status` there is none."""

    cluster: Id
    status: Literal["pending", "blocked"] | None = None
    assessment: Id | None = None
    catalogue: str = ""
    held: tuple[HeldLabel, ...] = ()
    levels: tuple[LevelAnswer, ...] = ()
    points: PointsAnswer = PointsAnswer()


class DateAnswer(Wire):
    """A date of a cluster's label calendar, as a message with its arguments."""

    date: date
    kind: str
    level: str | None = None
    mark: Mark
    source: str
    message: str
    arguments: Mapping[str, str] = {}


class CalendarAnswer(Wire):
    """The dates of a cluster's labels, those that have passed too; while there is no result there are none."""

    catalogue: str = ""
    entries: tuple[DateAnswer, ...] = ()


class CountedAnswer(Wire):
    """A cluster behind a number; with a doubt it counts only possibly."""

    cluster: Id
    doubt: str | None = None


class LineAnswer(Wire):
    """One number of a target: `low` clusters count surely, `high` possibly, of `members`."""

    level: str
    at_least: int | None = None
    low: int
    high: int
    members: int
    reached: bool | None = None
    clusters: tuple[CountedAnswer, ...] = ()


class TargetAnswer(Wire):
    """One line of the programme; its title, in both languages, says what is counted."""

    id: str
    title: Mapping[str, str]
    lines: tuple[LineAnswer, ...]


class ProgrammeAnswer(Wire):
    """The programme on a date: recorded awards, counted by the programme's rule (`rules.md` 6)."""

    on: date
    targets: tuple[TargetAnswer, ...] = Field(min_length=1)


class Readiness(Protocol):
    """Scoring. Every method raises `TransientError` while it does not answer."""

    async def result(self, cluster: str) -> ResultAnswer:
        """Return the current result of a cluster."""
        ...

    async def calendar(self, cluster: str) -> CalendarAnswer:
        """Return the dates of a cluster's labels."""
        ...

    async def rows(self, among: Collection[str] | None) -> tuple[Sequence[ResultAnswer], bool]:
        """Return a line for each of the clusters `among` those permitted (None: all), and whether that is all."""
        ...

    async def programme(self) -> ProgrammeAnswer:
        """Return the programme today."""
        ...
