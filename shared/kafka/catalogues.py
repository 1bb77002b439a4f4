"""Criteria published while a service runs: checked, kept in its database, taken up without a restart (`adr/0012`)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from shared import crash
from shared.catalogue.follow import Follow, KeptCatalogues
from shared.catalogue.library import Library
from shared.catalogue.problems import CatalogueError
from shared.contracts.common import CATALOGUES
from shared.contracts.envelope import Event
from shared.contracts.registry import NotAnEventError, parse_event
from shared.errors import PermanentError
from shared.kafka.catalogues_mongo import MongoCatalogues, OtherContentError, follow_catalogues
from shared.kafka.lifespan import RunningConsumer, open_consumer
from shared.kafka.publish import Publisher
from shared.kafka.records import Record
from shared.kafka.settings import KafkaSettings
from shared.mongo import Database

SAID = 3
"""Problems named in a dead letter's reason; `branda catalogue check` tells the officer all of them."""


class CatalogueStore(KeptCatalogues, Protocol):
    """Keeps what was found in order."""

    async def add(self, event: Event, raw: bytes) -> None:
        """Keep an event once; raises `OtherContentError` and `TransientError`."""
        ...


class OnCatalogues:
    """The batch handler of `branda.catalogues`: what is not in order is refused, and the service keeps what it has."""

    def __init__(self, library: Library, store: CatalogueStore, follow: Follow, source: str) -> None:
        self._library, self._store, self._follow, self._source = library, store, follow, source

    async def __call__(self, records: Sequence[Record]) -> Mapping[int, PermanentError]:
        """Take up a batch, one record after the other; returns what can never be, by position."""
        await self._follow.look()  # what another replica has kept decides which content a version has
        refused: dict[int, PermanentError] = {}
        for position, record in enumerate(records):
            try:
                await self._take(record.value)
            except PermanentError as error:
                refused[position] = error
        self._follow.tell()
        return refused

    async def _take(self, raw: bytes | None) -> None:
        if raw is None:
            raise PermanentError("an empty record: what was published is never taken back")
        try:
            event = parse_event(raw)
            await asyncio.to_thread(self._library.take, [event])
            await self._store.add(event, raw)
        except (NotAnEventError, CatalogueError) as error:
            raise PermanentError(_reason(error)) from error
        except OtherContentError as error:
            raise PermanentError("this version is kept with other content: the changed one needs a new one") from error
        crash.point(f"{self._source}.after_keep")


def _reason(error: NotAnEventError | CatalogueError) -> str:
    if isinstance(error, NotAnEventError):
        return str(error)
    shown = [str(problem) for problem in error.problems[:SAID]]
    more = len(error.problems) - len(shown)
    return " | ".join([*shown, f"and {more} more"] if more else shown)


@dataclass(frozen=True)
class Uptake:
    """The running uptake, as probes and the rest of the service see it."""

    follow: Follow
    consumer: RunningConsumer

    def problem(self) -> str | None:
        """Return why new criteria are not taken up now, or `None`."""
        return self.consumer.problem() if self.follow.loaded else "published criteria are not read yet"


@asynccontextmanager
async def open_uptake(
    settings: KafkaSettings,
    library: Library,
    database: Database,
    publisher: Publisher,
    *,
    group: str,
    changed: Callable[[], None] = lambda: None,
) -> AsyncIterator[Uptake]:
    """Feed `library` while the block runs, from the topic and from what the service has kept in `database`.

    `publisher` carries the dead letters. `group` is the service's; every service reads the topic in a group of its own,
    `<group>-catalogues`. What was kept before is known when the block begins, unless the database is away.
    """
    store = MongoCatalogues(database)
    source = f"{group}-catalogues"
    async with follow_catalogues(library, database, changed) as follow:
        handle = OnCatalogues(library, store, follow, source)
        async with open_consumer(
            settings, handle, publisher, topics=(CATALOGUES,), group=source, source=source
        ) as consumer:
            yield Uptake(follow, consumer)
