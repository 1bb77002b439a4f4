"""The first screen: what somebody has to know and to do, by their roles (design 6)."""

import asyncio
from collections.abc import Awaitable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from services.intake.application.ports import Clock, EventStore
from services.intake.application.readiness import CalendarAnswer, DateAnswer, ProgrammeAnswer, Readiness, ResultAnswer
from services.intake.application.records import Cluster, Person, StoredEvent
from services.intake.domain.access import Role
from services.intake.domain.days import day_of
from services.intake.domain.first_screen import (
    FIRST_SCREEN_TYPES,
    Session,
    Submitted,
    current_assessments,
    ending,
    renewable,
    without_output,
)
from shared.contracts.readiness import HeldLabel
from shared.errors import TransientError

READINESS_SECONDS = 1.5
"""Below the 2.5 s of a page: without scoring it still comes, with what intake knows itself."""

MOST_CARDS = 12
"""A card asks for a whole result; whoever has more clusters finds the rest in the list of results."""

MOST_DATED = 12
"""A calendar costs scoring a fold. Of more clusters, those are asked for whose labels end first."""

NEAREST = 5
"""Dates that a consultant is shown; every cluster's are on its result page."""

OWN_ROLES: frozenset[Role] = frozenset({"manager", "editor", "coordinator"})
ADVISING_ROLES: frozenset[Role] = frozenset({"consultant", "expert"})

Answer = TypeVar("Answer")


class SubmittedNumber(NamedTuple):
    """An assessment with the number of its receipt."""

    submitted: Submitted
    number: str | None


@dataclass(frozen=True)
class OwnCluster:
    """A cluster of a manager, an editor or a coordinator. `result`, `calendar` None: scoring did not answer."""

    cluster: Cluster
    result: ResultAnswer | None
    calendar: CalendarAnswer | None
    assessment: SubmittedNumber | None

    def coming(self, today: date) -> DateAnswer | None:
        """Return the next date to come or to be kept."""
        return _coming(self.calendar, today)


class Waiting(NamedTuple):
    """An assessment that nobody has decided about yet, and since when (a Vilnius day)."""

    cluster: Cluster
    since: date


class Ending(NamedTuple):
    """A label that ends soon, or has expired and can be renewed."""

    cluster: Cluster
    label: HeldLabel


class Dated(NamedTuple):
    """A cluster's next date, in the words of `catalogue`."""

    cluster: Cluster
    catalogue: str
    entry: DateAnswer


@dataclass(frozen=True)
class Advised:
    """What a consultant or an expert has to look after. None: scoring did not answer.

    `dates`: the nearest of all clusters, one of each.
    """

    clusters: int
    waiting: tuple[Waiting, ...] | None
    ending: tuple[Ending, ...] | None
    dates: tuple[Dated, ...] | None
    sessions: tuple[tuple[Cluster, Session], ...]


@dataclass(frozen=True)
class Overseen:
    """What the agency sees. `complete`: all clusters were looked at; None, as `programme`: scoring did not answer."""

    clusters: int
    programme: ProgrammeAnswer | None
    names: Mapping[str, Cluster]
    blocked: tuple[Cluster, ...]
    ending: tuple[Ending, ...]
    expired: tuple[Ending, ...]
    complete: bool | None


@dataclass(frozen=True)
class Home:
    """The first screen. `more`: clusters of one's own without a card. `away`: scoring did not answer everything."""

    today: date
    own: tuple[OwnCluster, ...]
    more: int
    advised: Advised | None
    overseen: Overseen | None
    away: bool


class ReadHome:
    """Reads the first screen of a person; raises `TransientError` while intake's own store is away."""

    def __init__(self, store: EventStore, readiness: Readiness, clock: Clock) -> None:
        self._store, self._readiness, self._clock = store, readiness, clock

    async def __call__(self, person: Person) -> Home:
        """Return what the person's roles give to see."""
        today = day_of(self._clock.now())
        agency = any(grant.role == "agency" and grant.cluster is None for grant in person.grants)
        own, advised, overseen = await asyncio.gather(
            self._own(_clusters(person, OWN_ROLES)),
            self._advised(_clusters(person, ADVISING_ROLES), today),
            self._overseen(today) if agency else _nothing(),
        )
        cards, more = own
        away = (
            any(card.result is None or card.calendar is None for card in cards)
            or (advised is not None and (advised.waiting is None or advised.dates is None))
            or (overseen is not None and (overseen.programme is None or overseen.complete is None))
        )
        return Home(today, cards, more, advised, overseen, away)

    async def _own(self, ids: Collection[str]) -> tuple[tuple[OwnCluster, ...], int]:
        if not ids:
            return (), 0
        clusters = await self._store.list_clusters(ids)
        shown = clusters[:MOST_CARDS]
        events, results, calendars = await asyncio.gather(
            self._events([cluster.id for cluster in shown]),
            asyncio.gather(*(_answer(self._readiness.result(cluster.id)) for cluster in shown)),
            asyncio.gather(*(_answer(self._readiness.calendar(cluster.id)) for cluster in shown)),
        )
        assessments = current_assessments(stored.event for stored in events)
        numbers = {stored.event.id: stored.number for stored in events}
        cards = tuple(
            OwnCluster(
                cluster,
                result,
                calendar,
                SubmittedNumber(found, numbers.get(found.id)) if (found := assessments.get(cluster.id)) else None,
            )
            for cluster, result, calendar in zip(shown, results, calendars, strict=True)
        )
        return cards, len(clusters) - len(shown)

    async def _dates(
        self, rows: Sequence[ResultAnswer], clusters: Mapping[str, Cluster], today: date
    ) -> tuple[Dated, ...] | None:
        asked = sorted(rows, key=lambda row: (_first_end(row), row.cluster))[:MOST_DATED]
        calendars = await asyncio.gather(*(_answer(self._readiness.calendar(row.cluster)) for row in asked))
        if any(calendar is None for calendar in calendars):
            return None
        found = [
            Dated(clusters[row.cluster], calendar.catalogue, entry)
            for row, calendar in zip(asked, calendars, strict=True)
            if calendar is not None and (entry := _coming(calendar, today)) is not None
        ]
        return tuple(sorted(found, key=lambda each: (each.entry.date, each.cluster.slug))[:NEAREST])

    async def _advised(self, ids: Collection[str], today: date) -> Advised | None:
        if not ids:
            return None
        clusters = {cluster.id: cluster for cluster in await self._store.list_clusters(ids)}
        stored, answer = await asyncio.gather(
            self._events(clusters), _answer(self._readiness.rows(frozenset(clusters)))
        )
        events = [each.event for each in stored]
        sessions = tuple((clusters[session.cluster], session) for session in without_output(events))
        if answer is None:
            return Advised(len(clusters), None, None, None, sessions)
        rows = [row for row in answer[0] if row.cluster in clusters]
        waiting = _waiting(rows, clusters, current_assessments(events))
        dates = await self._dates(rows, clusters, today)
        return Advised(len(clusters), waiting, _ending(rows, clusters, today), dates, sessions)

    async def _overseen(self, today: date) -> Overseen:
        clusters = {cluster.id: cluster for cluster in await self._store.list_clusters(None)}
        programme, answer = await asyncio.gather(
            _answer(self._readiness.programme()), _answer(self._readiness.rows(None))
        )
        rows, complete = answer if answer is not None else ([], None)
        known = [row for row in rows if row.cluster in clusters]
        return Overseen(
            clusters=len(clusters),
            programme=programme,
            names=clusters,
            blocked=tuple(clusters[row.cluster] for row in known if row.status == "blocked"),
            ending=_ending(known, clusters, today),
            expired=tuple(
                sorted(
                    (Ending(clusters[row.cluster], label) for row in known for label in renewable(row.held)),
                    key=lambda each: (each.label.renewable_until or date.max, each.cluster.slug),
                )
            ),
            complete=complete,
        )

    async def _events(self, clusters: Collection[str]) -> list[StoredEvent]:
        return await self._store.list_events(clusters, FIRST_SCREEN_TYPES)


def _clusters(person: Person, roles: Collection[Role]) -> frozenset[str]:
    """Return the clusters in which the person holds one of `roles`."""
    return frozenset(grant.cluster for grant in person.grants if grant.role in roles and grant.cluster is not None)


def _waiting(
    rows: Sequence[ResultAnswer], clusters: Mapping[str, Cluster], assessments: Mapping[str, Submitted]
) -> tuple[Waiting, ...]:
    """Return the current assessments that no reviewer has decided about, the oldest first; archives wait for nobody."""
    found = []
    for row in rows:
        submitted = assessments.get(row.cluster)
        if submitted is None or submitted.imported or row.points.reviewed is not None:
            continue
        found.append(Waiting(clusters[row.cluster], day_of(submitted.event.recordedtime)))
    return tuple(sorted(found, key=lambda each: (each.since, each.cluster.slug)))


def _ending(rows: Sequence[ResultAnswer], clusters: Mapping[str, Cluster], today: date) -> tuple[Ending, ...]:
    found = (Ending(clusters[row.cluster], label) for row in rows for label in ending(row.held, today))
    return tuple(sorted(found, key=lambda each: (each.label.valid_until or date.max, each.cluster.slug)))


def _coming(calendar: CalendarAnswer | None, today: date) -> DateAnswer | None:
    """Return the next date to come or to be kept; what would follow from a step taken today is none."""
    entries = calendar.entries if calendar else ()
    ahead = [each for each in entries if each.date >= today and each.kind != "first_today"]
    return min(ahead, key=lambda each: each.date, default=None)


def _first_end(row: ResultAnswer) -> date:
    """Return when the first valid label ends; without one, after all others."""
    return min((each.valid_until for each in row.held if each.state == "valid" and each.valid_until), default=date.max)


async def _answer(question: Awaitable[Answer]) -> Answer | None:
    """Return scoring's answer; None: it did not give one in time."""
    try:
        async with asyncio.timeout(READINESS_SECONDS):
            return await question
    except (TransientError, TimeoutError):
        return None


async def _nothing() -> None:
    return None
