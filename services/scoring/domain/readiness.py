"""What a result is: immutable values, message ids instead of sentences, never a float (design 1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from services.scoring.domain.derived import derived
from services.scoring.domain.heads import Revision
from shared.catalogue.model import LabelId, LevelId, Mark

State = Literal["met", "not_met", "unknown"]
Awaits = Literal["answer", "document", "review", "threshold", "interview", "scheme"]
Kind = Literal["interview", "gate", "window", "improvement", "minimum", "score_floor"]
Verdict = Literal["not_yet", "cannot_tell", "ready_if_confirmed", "ready_to_contact"]
Purpose = Literal["first", "renewal"]
HeldState = Literal["unknown", "valid", "expired_renewable", "lapsed"]
ReviewStatus = Literal["stands", "reopened", "disputed", "checked", "own", "same_reviewer"]
"""What became of a reviewer's decision. The last three never had an effect: an adviser's, one about what the reviewer
submitted himself, and one of the reviewer with whom the cluster does not agree (`rules.md` 9)."""

_MANAGER_SETTLES = ("answer", "document")

Argument = int | str | tuple[str, ...]
Arguments = Mapping[str, Argument]


class Range(NamedTuple):
    """Points, both bounds inclusive."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low}-{self.high}"


class Item(NamedTuple):
    """What is asked of a level, whoever the cluster is. `stem` begins its message ids."""

    id: str
    kind: Kind
    stem: str
    mark: Mark
    indicator: str | None = None
    advisory: bool = False
    consultancy: str | None = None
    effort: int = 1


class Outcome(NamedTuple):
    """What became of an item. `name` ends its message id (`shared/catalogue/rules.py`).

    `sliding`: its dates count from `on` itself, so that they pass with every day and are no news. `short`: points that
    the low bound lacks. `steps`: by how many of them the work itself has to get better; the rest lacks proof only. Of a
    sum over many indicators: how many pieces of work it takes. `reviewed`: it rests on what a reviewer found instead.
    """

    name: str
    state: State
    awaits: Awaits | None = None
    arguments: Arguments = MappingProxyType({})
    assumed: bool = False
    start: date | None = None
    until: date | None = None
    sliding: bool = False
    short: int = 0
    steps: int = 0
    reviewed: bool = False


class Gap(NamedTuple):
    """What would close a gap. `points` lacking, `document`: whether proof alone would do."""

    requirement: str
    indicator: str | None
    points: int
    document: bool
    consultancy: str | None
    effort: int


class _Judged(NamedTuple):
    item: Item
    outcome: Outcome


class RequirementResult(_Judged):
    """One requirement, judged. Levels that ask the same share it, so what follows from it is worked out once."""

    @property
    def message(self) -> str:
        """Id of its sentence in the bundle's messages."""
        return f"{self.item.stem}_{self.outcome.name}"

    @derived
    def gap(self) -> Gap | None:
        """What would close it; None: it is closed, advisory, or for others to settle."""
        item, outcome = self
        if item.advisory or (outcome.state != "not_met" and outcome.awaits not in _MANAGER_SETTLES):
            return None
        return Gap(
            requirement=item.id,
            indicator=item.indicator,
            points=outcome.short,
            document=outcome.awaits == "document",
            consultancy=item.consultancy,
            effort=item.effort * max(1, outcome.steps),
        )

    @derived
    def substance(self) -> str:
        """Its line in the substance; a sliding date would make every day news, for it counts from `on`."""
        item, outcome = self
        start, until = (None, None) if outcome.sliding else (outcome.start, outcome.until)
        return f"{item.id} {outcome.state} {outcome.awaits} {outcome.assumed} {start} {until}"


@dataclass(frozen=True, slots=True)
class LevelResult:
    """Readiness for one label; an estimate, never an award. `rests_on`: how many requirements rest on which mark."""

    level: LevelId
    verdict: Verdict
    purpose: Purpose
    rests_on: Mapping[Mark, int]
    requirements: tuple[RequirementResult, ...]
    gaps: tuple[Gap, ...]


class _Scored(NamedTuple):
    id: str
    declared: Range
    backed: Range
    mark: Mark
    in_progress: bool
    set: str | None = None
    reviewed: Range | None = None


class AddonPoints(NamedTuple):
    """Sums over the scored indicators of one add-on set, `name@version`; no label counts them (ADR 0011)."""

    set: str
    declared: Range
    backed: Range
    max: int


class IndicatorResult(_Scored):
    """Points of one indicator: as declared, and as far as proof backs them. `set`: its add-on, if any.

    `reviewed`: as a reviewer found them; None: nobody has.
    """

    @derived
    def substance(self) -> str:
        """Its line in the substance."""
        line = f"{self.id} {self.declared} {self.backed}"
        return line if self.reviewed is None else f"{line} reviewed {self.reviewed}"


class Review(NamedTuple):
    """A reviewer's decision about one answer; who decided is not kept, only in which role.

    `value`: what he found in the answer's fields; None: the answer as it stands. `due`: until when to correct it.
    """

    question: str
    decision: Literal["confirmed", "returned", "prechecked"]
    status: ReviewStatus
    on: date
    role: str
    independent: bool = True
    value: Mapping[str, bool | int | str] | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """Sums over the label's scored indicators; `floor` is what Gold asks for.

    `reviewed`: of the reviewers' points, and of the backed ones where nobody reviewed; None: nobody has reviewed any.
    """

    declared: Range
    backed: Range
    max: int
    floor: int
    reviewed: Range | None = None


@dataclass(frozen=True, slots=True)
class HeldLabel:
    """A recorded award on the result's date (`rules.md` 5). `awarded` is as precise as it is known: `2025-04`.

    `valid_until` None: not known to the day. `mark` is that of the date.
    """

    level: LabelId
    state: HeldState
    awarded: str | None
    valid_until: date | None
    renewable_until: date | None
    date_source: Literal["certificate", "computed"] | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Passport:
    """What a result was made of, so that anybody can make it again.

    `confirmations_sha256` is over the confirmations that its revision counts; None: there were none.
    """

    events: int
    events_sha256: str
    catalogue_sha256: str
    substance: str
    confirmations_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    """The result of one fold. `next_change`: the next day on which it may differ without a new event; None: never."""

    assessment: str | None
    on: date
    revision: Revision
    catalogue: str
    held: tuple[HeldLabel, ...]
    levels: tuple[LevelResult, ...]
    points: Points
    indicators: tuple[IndicatorResult, ...]
    next_change: date | None
    passport: Passport
    addons: tuple[AddonPoints, ...] = ()
    reviews: tuple[Review, ...] = ()

    def recounted(self, revision: Revision, events_sha256: str) -> "Readiness":
        """Return the same result of a history with more events, none of which it is judged by (`heads.inputs`)."""
        passport = replace(self.passport, events=revision[2], events_sha256=events_sha256)
        return replace(self, revision=revision, passport=passport)
