"""Results of all clusters at once, each in one line: today's as they are stored, or as of a day (`rules.md` 7)."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from services.scoring.application.fold import results
from services.scoring.application.ports import Catalogues, Criteria
from services.scoring.application.read_results import AsOf, Blocked, Histories
from services.scoring.domain.document import row
from services.scoring.domain.errors import DomainError, UnknownCatalogueError
from services.scoring.domain.history import History


@dataclass(frozen=True)
class Row:
    """One cluster's result in one line; `values` as `document.row` makes them."""

    cluster: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """A part of the list, by cluster id. `last`: the id after which the next part begins, None: there is none."""

    rows: Sequence[Row | Blocked]
    last: str | None


class KeptRows(Protocol):
    """What the worker stored, in one line each. Both raise `TransientError` when the store is away."""

    async def rows(self, among: Collection[str] | None, after: str, limit: int) -> Sequence[Row | Blocked]:
        """Return the first `limit` rows of the clusters `among` those permitted (None: all) behind the id `after`."""
        ...


class RowsInOrder:
    """Stored rows with the verdicts in the order of their catalogue's levels: stored bytes have their keys sorted."""

    def __init__(self, kept: KeptRows, criteria: Criteria) -> None:
        self._kept, self._criteria = kept, criteria

    async def rows(self, among: Collection[str] | None, after: str, limit: int) -> Sequence[Row | Blocked]:
        """Return what is stored; criteria that are no longer known leave a row as it is."""
        catalogues = self._criteria.as_known()
        return [
            each if isinstance(each, Blocked) else _in_order(each, catalogues)
            for each in await self._kept.rows(among, after, limit)
        ]


class ListedHistories(Histories, Protocol):
    """The set of events, and whose they are."""

    async def clusters_after(self, among: Collection[str] | None, after: str, limit: int) -> Sequence[str]:
        """Return the first `limit` ids behind `after` of clusters that have events, `among` those permitted."""
        ...


class ReadRows:
    """Lists for callers whose right to see the clusters `among` has been checked; None: they see all."""

    def __init__(self, kept: KeptRows, events: ListedHistories, criteria: Criteria) -> None:
        self._kept, self._events, self._criteria = kept, events, criteria

    async def today(self, among: Collection[str] | None, after: str, limit: int) -> Rows:
        """Return the current results; nothing is computed."""
        found = await self._kept.rows(among, after, limit + 1)
        return Rows(found[:limit], found[limit - 1].cluster if len(found) > limit else None)

    async def as_it_was(self, among: Collection[str] | None, after: str, limit: int, at: AsOf) -> Rows:
        """Return the results as of a day, folded anew; a cluster of which nothing was known then has no row.

        Raises:
            UnknownCatalogueError: no criteria were in force on that day.
        """
        catalogues = self._criteria.as_known(at.known_at)
        catalogues.in_force(at.day)
        ids = await self._events.clusters_after(among, after, limit + 1)
        stored = await self._events.histories(ids[:limit])
        found: list[Row | Blocked] = []
        for cluster in ids[:limit]:
            try:
                history = History.of(kept.event for kept in stored[cluster])
                found += _row(cluster, history, catalogues, at)
            except DomainError as error:
                found.append(Blocked(cluster, str(error)))
            await asyncio.sleep(0)
        return Rows(found, ids[limit - 1] if len(ids) > limit else None)


def _row(cluster: str, history: History, catalogues: Catalogues, at: AsOf) -> list[Row]:
    known = history if at.known_at is None else history.known_at(at.known_at)
    if not known.as_of(at.day).events:
        return []
    _, readiness = results(known, catalogues, at.day)[-1]
    return [Row(cluster, row(readiness))]


def _in_order(found: Row, catalogues: Catalogues) -> Row:
    try:
        levels = [level.level for level in catalogues.named(found.values["catalogue"]).levels]
    except UnknownCatalogueError:
        return found
    verdicts = found.values["verdicts"]
    ordered = {level: verdicts[level] for level in levels if level in verdicts}
    return Row(found.cluster, {**found.values, "verdicts": ordered | verdicts})
