"""What the worker's use cases need from outside."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from services.scoring.domain.events import Event
from services.scoring.domain.heads import Confirmed, Revision
from services.scoring.domain.readiness import Readiness
from shared.catalogue.model import Catalogue
from shared.contracts.common import Level
from shared.contracts.envelope import Provenance
from shared.contracts.readiness import Verdict


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """One event of a cluster's set: what the fold reads, and what its announcement needs."""

    event: Event
    type: str
    imported: bool
    provenance: Provenance | None
    announced: bool
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One event as it arrived: `raw` is kept unchanged beside what the fold reads."""

    cluster: str
    raw: bytes
    kept: KeptEvent


@dataclass(frozen=True, slots=True)
class Announcement:
    """A result's event, to be published under `id` until the broker has it."""

    id: str
    body: bytes
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What the last announcement of a head said; `None` of the verdicts: nothing was announced yet."""

    substance: str
    verdicts: Mapping[Level, Verdict]


@dataclass(frozen=True, slots=True)
class Head:
    """The state of one kept result. `gone`: its assessment is withdrawn; the place is kept for the revision.

    `announcement` is the outbox flag: present until it is published. `catalogue`: by which criteria; `None` if gone.
    `inputs`: of a superseded result, the digest of the events that it is judged by (`heads.inputs`).
    """

    cluster: str
    assessment: str | None
    revision: Revision
    current: bool
    gone: bool = False
    published: Published | None = None
    announcement: Announcement | None = None
    catalogue: str | None = None
    inputs: str | None = None


@dataclass(frozen=True, slots=True)
class Recounted:
    """In place of a result that stays as it is kept, but for its revision and the digest of the whole history."""

    events_sha256: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """A head with its result (`None` if gone), and the state it was derived from; `before` is `None` for the first."""

    head: Head
    result: Readiness | Recounted | None
    before: Head | None


@dataclass(frozen=True, slots=True)
class Block:
    """Why a cluster cannot be folded. `fingerprint`: engine and catalogues with which it was tried."""

    cluster: str
    reason: str
    events: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a look for due results compares heads with. `in_force`: the catalogue of `today`; `None`: there is none."""

    today: date
    now: datetime
    fingerprint: str
    confirmations: int
    in_force: str | None


class EventStore(Protocol):
    """The set of events of every cluster; it only grows."""

    async def add(self, arrivals: Sequence[Arrival]) -> Collection[str]:
        """Add events, each once; returns the digests of those whose id is known with other bytes."""
        ...

    async def histories(self, clusters: Iterable[str]) -> Mapping[str, Sequence[KeptEvent]]:
        """Return all events of these clusters."""
        ...

    async def mark_announced(self, ids: Sequence[str]) -> None:
        """Say that a head reflects these events."""
        ...


class HeadStore(Protocol):
    """The current results."""

    async def heads(self, clusters: Iterable[str]) -> Mapping[str, Sequence[Head]]:
        """Return the heads of these clusters, kept places included."""
        ...

    async def replace(self, replacements: Sequence[Replacement]) -> bool:
        """Write every head that is still as it was read; `False` if one was not: read again."""
        ...

    async def block(self, blocks: Sequence[Block]) -> None:
        """Remember why clusters cannot be folded."""
        ...

    async def unblock(self, folded: Mapping[str, int]) -> None:
        """Forget it for clusters folded with that many events."""
        ...

    async def due(self, look: Look, limit: int) -> Sequence[str]:
        """Claim clusters whose result may change without a new event.

        By date, engine or confirmation; without an assessment and not by the catalogue in force; or blocked under
        another fingerprint.
        """
        ...


class Catalogues(Protocol):
    """The criteria as they are known at one moment: a value, so that a fold never sees two states of them."""

    @property
    def fingerprint(self) -> str:
        """Changes with the engine, with every byte of the criteria, and with every confirmation."""
        ...

    @property
    def confirmed(self) -> Confirmed:
        """What is known of confirmations, for the revision and the passport of a result."""
        ...

    def named(self, bundle: str) -> Catalogue:
        """Return `ecei@1`; raises `UnknownCatalogueError`."""
        ...

    def in_force(self, day: date) -> Catalogue:
        """Return the catalogue in force on `day`; raises `UnknownCatalogueError`."""
        ...

    def known(self) -> Sequence[Catalogue]:
        """Return all catalogues."""
        ...

    def as_confirmed(self, catalogue: Catalogue, on: date) -> Catalogue:
        """Return a catalogue with the marks of what counts as confirmed on a day (`rules.md` 3)."""
        ...

    def first(self, confirmations: int) -> "Catalogues":
        """Return the criteria when so many confirmations were known; raises `UnknownConfirmationError`."""
        ...

    def as_known(self, at: datetime | None = None) -> "Catalogues":
        """Return the criteria with what was confirmed by a moment; `None`: with everything."""
        ...


class Criteria(Protocol):
    """The criteria of a running process: versions and confirmations arrive while it runs."""

    def as_known(self, at: datetime | None = None) -> Catalogues:
        """Return them as they are known now, with what was confirmed by a moment; `None`: with everything.

        Raises:
            TransientError: what was published is not read yet.
        """
        ...


class Watch(Protocol):
    """Sees what the worker does; changes nothing."""

    def folding(self, cluster: str, events: Sequence[KeptEvent]) -> AbstractContextManager[object]:
        """Surround the fold of one cluster."""
        ...

    def replaced(self, heads: int) -> None:
        """Hear of heads that were written."""
        ...


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the moment, aware."""
        ...
