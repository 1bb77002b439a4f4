"""The shape of a result (design 6) for `/openapi.json`; schemathesis holds every answer against it."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.scoring.domain.readiness import Awaits, HeldState, Kind, Purpose, ReviewStatus, State, Verdict
from shared.catalogue.model import Mark


class Answer(BaseModel):
    """Base of what is answered: nothing but what is said here."""

    model_config = ConfigDict(extra="forbid")


class Bounds(Answer):
    """Points, both bounds inclusive."""

    low: int
    high: int


class Sums(Answer):
    """Sums over the label's scored indicators; `floor` is what Gold asks for."""

    declared: Bounds
    backed: Bounds
    reviewed: Bounds | None
    max: int
    floor: int


class Held(Answer):
    """A recorded award; `awarded` is as precise as it is known: `2025-04`."""

    level: str
    state: HeldState
    awarded: str | None
    valid_until: date | None
    renewable_until: date | None
    date_source: Literal["certificate", "computed"] | None
    mark: Mark


class Requirement(Answer):
    """One requirement, judged; `text` in the reader's language, `message` and `arguments` for programs."""

    id: str
    kind: Kind
    state: State
    awaits: Awaits | None
    assumed: bool
    advisory: bool
    indicator: str | None
    message: str
    arguments: dict[str, int | str | list[str]]
    starts: Annotated[date | None, Field(alias="from")]
    until: date | None
    text: str
    reviewed: Literal[True] = True


class Gap(Answer):
    """What would close a gap; `document`: whether proof alone would do."""

    requirement: str
    indicator: str | None
    points: int
    document: bool
    consultancy: str | None
    effort: int


class Level(Answer):
    """Readiness for one label; an estimate, never an award. `rests_on` counts requirements by their mark."""

    level: str
    verdict: Verdict
    purpose: Purpose
    rests_on: dict[Mark, int]
    requirements: list[Requirement]
    gaps: list[Gap]


class Indicator(Answer):
    """Points of one indicator; only one of an add-on says its `set`."""

    id: str
    declared: Bounds
    backed: Bounds
    reviewed: Bounds | None
    mark: Mark
    in_progress: bool
    set: str = ""


class Addon(Answer):
    """Sums over one add-on set, `name@version`; no label counts them."""

    set: str
    declared: Bounds
    backed: Bounds
    max: int


class Review(Answer):
    """One reviewer's decision; who decided is not said, only as what."""

    question: str
    decision: Literal["confirmed", "returned", "prechecked"]
    status: ReviewStatus
    on: date
    role: str
    independence: Literal["independent", "adviser"]
    value: dict[str, bool | int | str] | None
    due: date | None


class Passport(Answer):
    """What a result was made of, so that anybody can make it again."""

    events: int
    events_sha256: str
    catalogue_sha256: str
    substance: str
    confirmations_sha256: str = ""


class Unread(Answer):
    """An answer, or one field of it, that another version of the criteria cannot read."""

    assessment: str
    question: str
    field: str | None


class Result(Answer):
    """A result; with `comparison` it is one under another version of the criteria, which nobody stored."""

    cluster: str | None
    assessment: str | None
    on: date
    revision: tuple[int, int, int, str]
    catalogue: str
    held: list[Held]
    levels: list[Level]
    points: Sums
    indicators: list[Indicator]
    next_change: date | None
    passport: Passport
    addons: list[Addon] = []
    reviews: list[Review] = []
    comparison: Literal[True] = True
    unread: list[Unread] = []


class Pending(Answer):
    """There is no result yet."""

    cluster: str | None
    status: Literal["pending"]


class Blocked(Answer):
    """The result cannot be calculated; `reason` in the reader's language."""

    cluster: str
    status: Literal["blocked"]
    reason: str


class Row(Answer):
    """A result in one line."""

    cluster: str
    assessment: str | None
    on: date
    catalogue: str
    held: list[Held]
    verdicts: dict[str, Verdict]
    points: Sums


class Rows(Answer):
    """A part of the list; `next` is the cursor of the next part."""

    results: list[Row | Blocked]
    next: str | None


RESULT: dict[int | str, dict[str, Any]] = {200: {"model": Result | Pending | Blocked}}
