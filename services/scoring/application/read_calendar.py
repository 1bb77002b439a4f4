"""Reads the label calendar of one cluster: its dates, where each label stands on the way, and what follows."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.scoring.application.fold import criteria
from services.scoring.application.ports import Catalogues, Criteria
from services.scoring.application.read_results import AsOf, Blocked, Histories, Pending, Register, UnknownRecordError
from services.scoring.domain.events import LabellingProgressed
from services.scoring.domain.heads import heads
from services.scoring.domain.history import History
from services.scoring.domain.label_calendar.entries import calendar
from services.scoring.domain.label_calendar.model import Entry
from services.scoring.domain.label_calendar.steps import labelling_state
from services.scoring.domain.labels import chains, held
from services.scoring.domain.readiness import Purpose
from shared.catalogue.model import LevelId, Process


@dataclass(frozen=True)
class Way:
    """The way to one label: `steps` of the way taken last, in order; `process`: what follows, as far as it is known."""

    level: LevelId
    purpose: Purpose
    steps: tuple[LabellingProgressed, ...]
    process: Process | None


@dataclass(frozen=True)
class LabelCalendar:
    """All dates of one cluster's labels, as known at the end of the day `on`."""

    cluster: str
    on: date
    catalogue: str
    entries: tuple[Entry, ...]
    ways: tuple[Way, ...]


class Blocks(Protocol):
    """What the worker could not fold. Raises `TransientError` when the store is away."""

    async def blocked(self, cluster: str) -> str | None:
        """Return why the cluster cannot be folded, or `None`."""
        ...


class ReadCalendar:
    """Answers for callers whose right to see the cluster has been checked."""

    def __init__(self, blocks: Blocks, events: Histories, register: Register, criteria: Criteria) -> None:
        self._blocks, self._events = blocks, events
        self._register, self._criteria = register, criteria

    async def __call__(self, cluster: str, at: AsOf) -> LabelCalendar | Blocked | Pending:
        """Return the calendar as of a day; `Pending` while no event of the cluster has arrived.

        What cannot be folded has no calendar either: its dates would rest on events that nobody could read.

        Raises:
            UnknownRecordError: nobody knows the cluster.
            UnknownCatalogueError: no criteria were in force on that day.
        """
        if (reason := await self._blocks.blocked(cluster)) is not None:
            return Blocked(cluster, reason)
        kept = (await self._events.histories([cluster])).get(cluster, ())
        if not kept:
            if await self._register.cluster(cluster) is None:
                raise UnknownRecordError
            return Pending(cluster)
        history = History.of(each.event for each in kept)
        if at.known_at is not None:
            history = history.known_at(at.known_at)
        return label_calendar(cluster, history, self._criteria.as_known(at.known_at), at.day)


def label_calendar(cluster: str, history: History, catalogues: Catalogues, on: date) -> LabelCalendar:
    """Return the calendar of a history by the criteria of its current result; raises `UnknownCatalogueError`."""
    *_, head = heads(history, on)
    catalogue = criteria(history, catalogues, head)
    until = history.as_of(on)
    labels = held(until, chains(until, catalogue.validity), catalogue.validity, on)
    renewed = {label.level for label in labels if label.state in ("valid", "expired_renewable")}
    ways = tuple(
        Way(
            level=level.level,
            purpose="renewal" if level.level in renewed else "first",
            steps=labelling_state(until, level.level),
            process=level.process,
        )
        for level in catalogue.levels
    )
    return LabelCalendar(cluster, on, catalogue.id, calendar(history, catalogue, on), ways)
