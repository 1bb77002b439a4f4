"""What a verdict mail says, before it is put into words: the same in every language and format."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from services.notifier.domain.notice import Language

CONFIRMATIONS = ("document", "review", "threshold")
"""What stands between `ready_if_confirmed` and contacting somebody (`rules.md` 3)."""


@dataclass(frozen=True)
class Point:
    """One requirement as a clause. `awaits` is None for one that is not met; `not_before` is a date to wait for."""

    clause: str
    awaits: str | None = None
    advisory: bool = False
    not_before: date | None = None


@dataclass(frozen=True)
class FirstStep:
    """Where to begin: `members` (so many more commitments), `listing` on the ECCP, or the first unmet point."""

    kind: Literal["members", "listing", "point"]
    count: int = 0


@dataclass(frozen=True)
class LevelPart:
    """Readiness for one level: `total` counts the requirements that block, `points` those that are open or advisory.

    `name` and `said` are the catalogue's words for level and verdict, `previously` those for the verdict of the last
    mail if it was another one. The unmet points stand in the order in which it is best to close them.
    """

    level: str
    name: str
    verdict: str
    said: str
    purpose: str
    total: int
    points: tuple[Point, ...]
    first_step: FirstStep | None = None
    previously: str | None = None
    what_follows: str | None = None

    @property
    def unmet(self) -> tuple[Point, ...]:
        """Requirements that are not met."""
        return tuple(point for point in self.points if point.awaits is None and not point.advisory)

    @property
    def advisories(self) -> tuple[Point, ...]:
        """What to ask before paying; never blocks."""
        return tuple(point for point in self.points if point.advisory)

    def awaiting(self, *who: str) -> tuple[Point, ...]:
        """Requirements that await one of `who`."""
        return tuple(point for point in self.points if point.awaits in who and not point.advisory)

    @property
    def to_confirm(self) -> int:
        """How many points stand between `ready_if_confirmed` and contacting an expert."""
        return len(self.awaiting(*CONFIRMATIONS))

    @property
    def only_thresholds(self) -> bool:
        """Say whether nothing but the agency's confirmation of assumed thresholds is missing (`rules.md` 3)."""
        return bool(self.awaiting("threshold")) and not self.awaiting("answer", "document", "review")

    @property
    def own(self) -> tuple[Point, ...]:
        """What the cluster itself can move now: unmet points without a date to wait for, answers, documents."""
        movable = tuple(point for point in self.unmet if point.not_before is None)
        return movable + self.awaiting("answer") + self.awaiting("document")

    @property
    def needs_the_cluster(self) -> bool:
        """Say whether the next move is the cluster's own; a date to wait for is none."""
        if self.verdict == "ready_to_contact":
            return bool(self.awaiting("interview"))
        return bool(self.own)


@dataclass(frozen=True)
class HeldPart:
    """A recorded award, apart from readiness (`rules.md` 1); `sentence` is the catalogue's."""

    level: str
    state: str
    sentence: str


@dataclass(frozen=True)
class Receipt:
    """What arrived; `submitted_at` in Vilnius time."""

    submitted_at: datetime
    submitted_by: str | None
    answered: int
    unknown: int
    questions: int


@dataclass(frozen=True)
class Letter:
    """One verdict mail to one person. `receipt` is present when the cause is the submission."""

    language: Language
    cluster: str
    number: str | None
    assessed_on: date
    levels: tuple[LevelPart, ...]
    held: tuple[HeldPart, ...]
    link: str
    preliminary: bool
    synthetic: bool
    unchanged: bool
    receipt: Receipt | None = None

    @property
    def goal(self) -> LevelPart:
        """The level that the subject speaks of: the lowest whose label is not valid now, else the highest there is."""
        valid = {held.level for held in self.held if held.state == "valid"}
        return next((part for part in self.levels if part.level not in valid), self.levels[-1])

    @property
    def first(self) -> str | None:
        """What the reader is asked for first, as a clause; None: nothing now."""
        if not self.action_needed:
            return None
        return self.goal.said if self.goal.verdict == "ready_to_contact" else self.goal.own[0].clause

    @property
    def action_needed(self) -> bool:
        """Say whether the subject asks the reader to do something."""
        return self.goal.needs_the_cluster
