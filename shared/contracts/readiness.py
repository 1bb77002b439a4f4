"""The event that carries a result to whoever must know."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, StrictBool, StrictInt

from shared.contracts.common import READINESS, ItemId, Level
from shared.contracts.envelope import Data, Id, Wire

Verdict = Literal["not_yet", "cannot_tell", "ready_if_confirmed", "ready_to_contact"]
State = Literal["met", "not_met", "unknown"]
Awaits = Literal["answer", "document", "review", "threshold", "interview", "scheme"]
Kind = Literal["interview", "gate", "window", "improvement", "minimum", "score_floor"]
HeldState = Literal["unknown", "valid", "expired_renewable", "lapsed"]
Cause = Literal[
    "submission",
    "benchmarking",
    "evidence",
    "consultancy",
    "review",
    "label",
    "register",
    "calendar",
    "correction",
    "engine",
    "catalogue",
]
Argument = StrictBool | StrictInt | str | tuple[str, ...]
Arguments = dict[str, Argument]


class Range(Wire):
    """Points, both bounds inclusive."""

    low: int
    high: int


class HeldLabel(Wire):
    """A recorded award on the result's date; never readiness. `awarded` has the precision known: `2025-04`."""

    level: Level
    state: HeldState
    awarded: str | None = None
    valid_until: date | None = None
    renewable_until: date | None = None
    date_source: Literal["certificate", "computed"] | None = None
    mark: Literal["stated", "inferred", "assumed", "unknown"] = "stated"


class RequirementResult(Wire):
    """One rule of one level, with what it awaits and a message (id and arguments, no sentence)."""

    id: ItemId
    kind: Kind
    state: State
    awaits: Awaits | None = None
    assumed: bool = False
    advisory: bool = False
    indicator: ItemId | None = None
    message: str
    arguments: Arguments = Field(default_factory=dict)
    from_: Annotated[date | None, Field(alias="from", serialization_alias="from")] = None
    until: date | None = None

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class Gap(Wire):
    """What would close a gap: gates first, then points per effort."""

    requirement: ItemId | None = None
    indicator: ItemId | None = None
    points: int
    document: bool = False
    consultancy: str | None = None
    effort: int


class RestsOn(Wire):
    """How many requirements of a level rest on which mark."""

    stated: int = 0
    inferred: int = 0
    assumed: int = 0
    unknown: int = 0


class LevelResult(Wire):
    """Readiness for one level."""

    level: Level
    verdict: Verdict
    purpose: Literal["first", "renewal"]
    rests_on: RestsOn
    requirements: tuple[RequirementResult, ...]
    gaps: tuple[Gap, ...] = ()


class Points(Wire):
    """Sums over scored indicators."""

    declared: Range
    backed: Range
    reviewed: Range | None = None
    max: int
    floor: int


class ReadinessAssessed(Data):
    """A result whose substance changed; `previous_verdicts` are those published before it, none at first.

    `current` is false for the head of an assessment that a later one has superseded.
    """

    TYPE: ClassVar[str] = "branda.readiness.assessed.v1"
    TOPIC: ClassVar[str] = READINESS

    revision: tuple[StrictInt, StrictInt, StrictInt, str]
    assessment: Id | None = None
    on: date
    catalogue: str
    cause: Cause
    held: tuple[HeldLabel, ...] = ()
    levels: tuple[LevelResult, ...]
    points: Points
    previous_verdicts: dict[Level, Verdict] | None = None
    substance: str
    current: StrictBool = True
