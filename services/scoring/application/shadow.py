"""Everybody's history under a draft of the criteria, before it is published; nothing is stored."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from services.scoring.application.compare import Compared, compare
from services.scoring.application.ports import Catalogues
from services.scoring.application.read_results import Histories
from services.scoring.domain.errors import UnusableEventError
from services.scoring.domain.events import Event
from services.scoring.domain.history import History
from shared.catalogue.model import Catalogue

CHUNK = 100
"""Clusters read at once."""


class ListedHistories(Histories, Protocol):
    """The set of events, and whose they are."""

    async def clusters_after(self, among: None, after: str, limit: int) -> Sequence[str]:
        """Return the first `limit` ids behind `after` of clusters that have events."""
        ...


@dataclass
class Summary:
    """What a draft would change, over all clusters. `verdicts`: how many go from one to another, by level."""

    clusters: int = 0
    changed: int = 0
    in_a_verdict: int = 0
    unread: int = 0
    not_folded: int = 0
    no_longer_folded: int = 0
    verdicts: Counter[tuple[str, str | None, str | None]] = field(default_factory=Counter)

    def add(self, compared: Compared) -> None:
        """Count one cluster."""
        moved = [(level, *pair) for level, pair in compared.verdicts.items() if pair[0] != pair[1]]
        both = not isinstance(compared.before, str) and not isinstance(compared.after, str)
        self.clusters += 1
        self.changed += compared.differs
        self.unread += bool(compared.unread)
        self.not_folded += isinstance(compared.before, str)
        self.no_longer_folded += isinstance(compared.after, str) and not isinstance(compared.before, str)
        if both and moved:
            self.in_a_verdict += 1
            self.verdicts.update(moved)


class Shadow:
    """Compares every cluster's current result with the one under `draft`, as if every assessment named it."""

    def __init__(self, events: ListedHistories, catalogues: Catalogues, draft: Catalogue) -> None:
        self._events, self._catalogues, self._draft = events, catalogues, draft

    async def compared(self, today: date) -> AsyncIterator[Compared]:
        """Yield every cluster in the order of the ids; raises `TransientError` while the store is away."""
        after = ""
        while clusters := await self._events.clusters_after(None, after, CHUNK):
            stored = await self._events.histories(clusters)
            for cluster in clusters:
                yield self._one(cluster, [kept.event for kept in stored[cluster]], today)
                await asyncio.sleep(0)
            after = clusters[-1]

    def _one(self, cluster: str, events: Iterable[Event], today: date) -> Compared:
        try:
            history = History.of(events)
        except UnusableEventError as error:
            return Compared(cluster, str(error), str(error))
        return compare(cluster, history, self._catalogues, self._draft, today)
