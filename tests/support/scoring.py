"""Scoring's stores in memory, and everything a test of the worker needs; the fakes pass the real stores' suite."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from services.scoring.adapters.catalogues import FileCatalogues
from services.scoring.adapters.kafka.handler import arrival
from services.scoring.application.ports import Arrival, Block, Head, KeptEvent, Look, Recounted, Replacement
from services.scoring.domain.heads import ENGINE
from services.scoring.domain.readiness import Readiness
from shared.contracts.envelope import Event

CATALOGUES = Path(__file__).resolve().parents[2] / "catalogues"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


class FixedClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.time = now

    def now(self) -> datetime:
        """Return the moment."""
        return self.time


class MemoryEventStore:
    """The set of events, in a dictionary."""

    def __init__(self) -> None:
        self.arrivals: dict[str, Arrival] = {}
        self.announced: set[str] = set()

    async def add(self, arrivals: Sequence[Arrival]) -> Collection[str]:
        """Add each once."""
        for each in arrivals:
            self.arrivals.setdefault(each.kept.event.id, each)
        events = [each.kept.event for each in arrivals]
        return [event.digest for event in events if self.arrivals[event.id].kept.event.digest != event.digest]

    async def histories(self, clusters: Iterable[str]) -> Mapping[str, Sequence[KeptEvent]]:
        """Return all events of these clusters."""
        found: dict[str, list[KeptEvent]] = {cluster: [] for cluster in clusters}
        for each in self.arrivals.values():
            if each.cluster in found:
                found[each.cluster].append(self._kept(each.kept))
        return found

    async def mark_announced(self, ids: Sequence[str]) -> None:
        """Remember them."""
        self.announced.update(ids)

    def _kept(self, kept: KeptEvent) -> KeptEvent:
        return replace(kept, announced=kept.event.id in self.announced)


class MemoryHeadStore:
    """The heads, in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str | None], tuple[Head, Readiness | None]] = {}
        self.blocks: dict[str, Block] = {}
        self.leases: dict[tuple[str, str | None], datetime] = {}

    async def heads(self, clusters: Iterable[str]) -> Mapping[str, Sequence[Head]]:
        """Return the heads of these clusters."""
        wanted = set(clusters)
        found: dict[str, list[Head]] = {}
        for head, _ in self.kept.values():
            if head.cluster in wanted:
                found.setdefault(head.cluster, []).append(head)
        return found

    async def replace(self, replacements: Sequence[Replacement]) -> bool:
        """Write those that are still as they were read."""
        complete = True
        for each in replacements:
            key = (each.head.cluster, each.head.assessment)
            if self._state(self.kept.get(key)) == self._state((each.before, None) if each.before else None):
                self.kept[key] = (each.head, self._result(each))
                self.leases.pop(key, None)
            else:
                complete = False
        return complete

    def _result(self, replacement: Replacement) -> Readiness | None:
        """Return the result in full: what was only counted anew is kept with its new numbers."""
        result, head = replacement.result, replacement.head
        if not isinstance(result, Recounted):
            return result
        before = self.kept[head.cluster, head.assessment][1]
        assert before is not None
        return before.recounted(head.revision, result.events_sha256)

    def _state(self, kept: tuple[Head, Readiness | None] | None) -> object:
        if kept is None:
            return None
        head = kept[0]
        return head.revision, head.catalogue, head.announcement.id if head.announcement else None

    async def block(self, blocks: Sequence[Block]) -> None:
        """Remember them."""
        self.blocks.update({block.cluster: block for block in blocks})

    async def unblock(self, folded: Mapping[str, int]) -> None:
        """Forget those not blocked with more events since."""
        for cluster, events in folded.items():
            if cluster in self.blocks and self.blocks[cluster].events <= events:
                del self.blocks[cluster]

    async def due(self, look: Look, limit: int) -> Sequence[str]:
        """Claim what may have changed."""
        found = [block.cluster for block in self.blocks.values() if block.fingerprint != look.fingerprint]
        for key, (head, result) in self.kept.items():
            if self.leases.get(key, look.now) > look.now or head.gone or result is None:
                continue
            change = result.next_change if head.current else None
            older = head.revision[:2] < (ENGINE, look.confirmations)
            another = head.assessment is None and head.catalogue != look.in_force
            if (change is not None and change <= look.today) or older or another:
                self.leases[key] = look.now + timedelta(minutes=10)
                found.append(head.cluster)
        return list(dict.fromkeys(found))[:limit]


def arrived(event: Event) -> Arrival:
    """Return the event as it arrives from its topic."""
    return arrival(event.encode(), event.data.TOPIC)


def catalogues() -> FileCatalogues:
    """Return the committed criteria."""
    return FileCatalogues(CATALOGUES)
