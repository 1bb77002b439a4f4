"""Reads results: a cluster's current one, one of an assessment, one as it was."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from services.scoring.application.fold import results
from services.scoring.application.ports import Criteria, KeptEvent
from services.scoring.domain.comparison import Unread
from services.scoring.domain.events import AssessmentWithdrawn
from services.scoring.domain.history import History
from services.scoring.domain.readiness import Readiness


@dataclass(frozen=True)
class ClusterCard:
    """What a page calls a cluster by. `target`: the label that it named as its goal, if it named one."""

    id: str
    names: Mapping[str, str]
    provenance: Literal["public", "synthetic"] | None = None
    target: str | None = None

    def name(self, language: str) -> str:
        """Return the cluster's name in `language`."""
        return self.names[language]


@dataclass(frozen=True)
class AssessmentCard:
    """What a page calls an assessment by; `assessed_on` is the day of its answers, `submitted_on` of its receipt."""

    id: str
    cluster: str
    assessed_on: date
    submitted_on: date
    number: str | None = None


@dataclass(frozen=True)
class Result:
    """A stored or refolded result. `current` is false when a later assessment has superseded it.

    `unread` makes it a comparison: it is under a version that its assessment does not name, which cannot read these.
    """

    cluster: str
    readiness: Readiness
    current: bool = True
    unread: tuple[Unread, ...] | None = None


@dataclass(frozen=True)
class Blocked:
    """The cluster's events cannot be folded; `reason` is the engine's own, for the operator (design 1)."""

    cluster: str
    reason: str


@dataclass(frozen=True)
class Pending:
    """The cluster is known, a result is not there yet."""

    cluster: str


Found = Result | Blocked | Pending


class UnknownRecordError(Exception):
    """There is no such cluster or assessment, or the caller may not see it: the answer is the same."""


class Kept(Protocol):
    """One stored result."""

    @property
    def cluster(self) -> str:
        """Whose it is."""

    @property
    def readiness(self) -> Readiness:
        """The result."""

    @property
    def current(self) -> bool:
        """False when a later assessment has superseded it."""


class KeptResults(Protocol):
    """What the worker stored. Every method raises `TransientError` when the store is away."""

    async def current(self, cluster: str) -> Kept | None:
        """Return the current result of a cluster; `None` if there is none yet."""
        ...

    async def of_assessment(self, cluster: str, assessment: str) -> Kept | None:
        """Return the result of one assessment, unless it is withdrawn."""
        ...

    async def of_cluster(self, cluster: str) -> Sequence[Kept]:
        """Return every result of a cluster, superseded ones too; those of withdrawn assessments are gone."""
        ...

    async def blocked(self, cluster: str) -> str | None:
        """Return why the cluster cannot be folded, or `None`."""
        ...


class Histories(Protocol):
    """The set of events. Raises `TransientError` when the store is away."""

    async def histories(self, clusters: Iterable[str]) -> Mapping[str, Sequence[KeptEvent]]:
        """Return all events of these clusters."""
        ...


class Register(Protocol):
    """Intake, as far as results need names. Every method raises `PeerUnavailableError` when it is away."""

    async def cluster(self, cluster: str) -> ClusterCard | None:
        """Return a cluster, None if there is none."""
        ...

    async def clusters(self) -> Sequence[ClusterCard]:
        """Return all clusters."""
        ...

    async def assessment(self, assessment: str) -> AssessmentCard | None:
        """Return an assessment, None if there is none."""
        ...

    async def cards(
        self, clusters: Collection[str], assessments: Collection[str]
    ) -> tuple[Mapping[str, ClusterCard], Mapping[str, AssessmentCard]]:
        """Return those that there are, by id: one question for a page of a list."""
        ...


@dataclass(frozen=True)
class AsOf:
    """A look into the past (`rules.md` 7): facts up to the end of `day`, as far as they were known at `known_at`."""

    day: date
    known_at: datetime | None = None


class ReadResults:
    """Answers for callers whose right to see the cluster has been checked."""

    def __init__(self, kept: KeptResults, events: Histories, register: Register, criteria: Criteria) -> None:
        self._kept, self._events = kept, events
        self._register, self._criteria = register, criteria

    async def current(self, cluster: str) -> Found:
        """Return the cluster's current result; raises `UnknownRecordError` if nobody knows the cluster."""
        found = _found(cluster, await self._kept.current(cluster), await self._kept.blocked(cluster))
        if isinstance(found, Pending) and await self._register.cluster(cluster) is None:
            raise UnknownRecordError
        return found

    async def of_assessment(self, cluster: str, assessment: str) -> Found:
        """Return the result of one assessment, superseded or not; raises `UnknownRecordError` if it is not there."""
        kept = await self._kept.of_assessment(cluster, assessment)
        if kept is None and not await self._awaited(cluster, assessment):
            raise UnknownRecordError
        return _found(cluster, kept, await self._kept.blocked(cluster))

    async def as_it_was(self, cluster: str, at: AsOf) -> Found:
        """Return the result as of a day, folded anew.

        Raises:
            UnknownRecordError: nobody knows the cluster.
            UnknownCatalogueError: no criteria were in force on that day.
        """
        kept = (await self._events.histories([cluster])).get(cluster, ())
        if not kept:
            return await self.current(cluster)
        history = History.of(event.event for event in kept)
        if at.known_at is not None:
            history = history.known_at(at.known_at)
        _, readiness = results(history, self._criteria.as_known(at.known_at), at.day)[-1]
        return Result(cluster, readiness)

    async def assessments(self, cluster: str) -> list[tuple[AssessmentCard, Result]]:
        """Return the assessments of a cluster with the result of each, the latest first."""
        kept = [each for each in await self._kept.of_cluster(cluster) if each.readiness.assessment is not None]
        cards = await asyncio.gather(*(self._register.assessment(str(each.readiness.assessment)) for each in kept))
        found = [
            (card, Result(cluster, each.readiness, each.current))
            for card, each in zip(cards, kept, strict=True)
            if card is not None
        ]
        return sorted(found, key=lambda each: (each[1].current, each[1].readiness.revision[3]), reverse=True)

    async def _awaited(self, cluster: str, assessment: str) -> bool:
        """Say whether an assessment without a result will have one: intake knows it, and it was not taken back."""
        card = await self._register.assessment(assessment)
        if card is None or card.cluster != cluster:
            return False
        kept = (await self._events.histories([cluster])).get(cluster, ())
        events = (each.event for each in kept)
        return not any(isinstance(event, AssessmentWithdrawn) and event.assessment == assessment for event in events)


def _found(cluster: str, kept: Kept | None, reason: str | None) -> Found:
    """A blocked cluster shows no result: what is stored is older than what is known."""
    if reason is not None:
        return Blocked(cluster, reason)
    return Pending(cluster) if kept is None else Result(cluster, kept.readiness, kept.current)
