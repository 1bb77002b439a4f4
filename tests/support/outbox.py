"""Fakes of the relay's ports."""

from collections.abc import Sequence
from typing import Any

from shared.errors import TransientError
from shared.kafka.records import Outgoing


class MemoryOutbox:
    """Records that wait, by id; `away` makes it an absent server."""

    def __init__(self) -> None:
        self.waiting: dict[Any, Outgoing] = {}
        self.away = False

    def put(self, *records: Outgoing) -> None:
        """Store records with their flag."""
        self.waiting.update({record.id: record for record in records})

    async def pending(self, limit: int) -> Sequence[Outgoing]:
        """Return what waits."""
        if self.away:
            raise TransientError("the outbox is away")
        return list(self.waiting.values())[:limit]

    async def mark_published(self, ids: Sequence[Any]) -> None:
        """Forget these."""
        if self.away:
            raise TransientError("the outbox is away")
        for each in ids:
            self.waiting.pop(each, None)


class MemoryPublisher:
    """Keeps what was published; refuses the ids in `refused`, or everything while `away`."""

    def __init__(self) -> None:
        self.published: list[Outgoing] = []
        self.refused: set[Any] = set()
        self.away = False

    async def publish_all(self, records: Sequence[Outgoing]) -> list[Outgoing]:
        """Return what was accepted."""
        accepted = [] if self.away else [record for record in records if record.id not in self.refused]
        self.published += accepted
        return accepted
