"""The worker's use case: keep what arrived, and bring the results of every touched cluster up to date."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from itertools import islice

import structlog

from services.scoring.application.fold import fold
from services.scoring.application.ports import (
    Arrival,
    Block,
    Catalogues,
    Clock,
    Criteria,
    EventStore,
    Head,
    HeadStore,
    KeptEvent,
    Replacement,
    Watch,
)
from services.scoring.domain.heads import ENGINE
from shared import crash
from shared.contracts.envelope import VILNIUS
from shared.errors import StopConsumingError, TransientError

CHUNK = 25
"""Clusters loaded at once: at 100 events each they are read well within one operation's time-out."""

ATTEMPTS = 10
"""Readings again after somebody else replaced a head; more means that something else is wrong."""

_log = structlog.get_logger()


class Score:
    """Folds clusters and replaces their heads; `wake` hears that something waits to be published."""

    def __init__(
        self,
        events: EventStore,
        heads: HeadStore,
        criteria: Criteria,
        clock: Clock,
        wake: Callable[[], None],
        watch: Watch | None = None,
    ) -> None:
        self._events = events
        self._heads = heads
        self._criteria = criteria
        self._clock = clock
        self._wake = wake
        self._watch = watch

    async def __call__(self, arrivals: Sequence[Arrival]) -> Collection[str]:
        """Keep the events and refold their clusters; returns the digests of those left out, their
        ids being known with other bytes.

        Raises:
            TransientError: the store is away; everything may be done again.
            StopConsumingError: a newer engine has been here.
        """
        conflicts = await self._events.add(arrivals)
        crash.point("worker.after_upsert")
        await self.refold({arrival.cluster for arrival in arrivals})
        return conflicts

    async def refold(self, clusters: Iterable[str]) -> None:
        """Bring the heads of these clusters up to date; raises as `__call__` does."""
        waiting = iter(sorted(clusters))
        while chunk := list(islice(waiting, CHUNK)):
            for _ in range(ATTEMPTS):
                if await self._attempt(chunk):
                    break
            else:
                raise TransientError("heads kept changing while they were folded")

    async def _attempt(self, clusters: Sequence[str]) -> bool:
        """Fold once; says whether every head was still as it had been read."""
        heads, catalogues = await self._heads.heads(clusters), self._criteria.as_known()
        _refuse_newer_engine(heads)
        _wait_for_confirmations(heads, catalogues)
        histories = await self._events.histories(clusters)
        replacements: list[Replacement] = []
        blocks: list[Block] = []
        for cluster, events in histories.items():
            outcome = self._fold(cluster, events, heads.get(cluster, ()), catalogues)
            if isinstance(outcome, Block):
                blocks.append(outcome)
            else:
                replacements += outcome
            await asyncio.sleep(0)
        complete = await self._heads.replace(replacements)
        crash.point("worker.after_head")
        if replacements:
            if self._watch:
                self._watch.replaced(len(replacements))
            self._wake()
        if complete:
            await self._settle(histories, blocks)
        return complete

    async def _settle(self, histories: Mapping[str, Sequence[KeptEvent]], blocks: Sequence[Block]) -> None:
        blocked = {block.cluster for block in blocks}
        folded = {cluster: len(events) for cluster, events in histories.items() if cluster not in blocked}
        news = [kept.event.id for cluster in folded for kept in histories[cluster] if not kept.announced]
        await self._heads.block(blocks)
        await asyncio.gather(self._heads.unblock(folded), self._events.mark_announced(news))

    def _fold(
        self, cluster: str, events: Sequence[KeptEvent], before: Sequence[Head], catalogues: Catalogues
    ) -> list[Replacement] | Block:
        today = self._clock.now().astimezone(VILNIUS).date()
        try:
            with self._watch.folding(cluster, events) if self._watch else nullcontext():
                return fold(cluster, events, before, catalogues, today)
        except Exception as error:  # whatever it is: one event must not kill its cluster, nor its neighbours
            _log.critical("a cluster is blocked", cluster=cluster, reason=type(error).__name__, exc_info=error)
            return Block(cluster, f"{type(error).__name__}: {error}"[:500], len(events), catalogues.fingerprint)


def _refuse_newer_engine(heads: Mapping[str, Sequence[Head]]) -> None:
    newer = max((head.revision[0] for each in heads.values() for head in each), default=ENGINE)
    if newer > ENGINE:
        raise StopConsumingError(f"engine {newer} has been here; this is engine {ENGINE}", restart=True)


def _wait_for_confirmations(heads: Mapping[str, Sequence[Head]], catalogues: Catalogues) -> None:
    """Another worker knows more of them already: its heads must not be folded with less, nor events be lost on them."""
    known = catalogues.confirmed.number
    newest = max((head.revision[1] for each in heads.values() for head in each), default=known)
    if newest > known:
        raise TransientError(f"{newest} confirmations of criteria have been here; {known} are known yet")
