"""From the topic of results to notices."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from services.notifier.application.take_notices import to_notice
from services.notifier.domain.notice import Notice
from shared.contracts.readiness import ReadinessAssessed
from shared.contracts.registry import NotAnEventError, parse_event
from shared.errors import PermanentError
from shared.kafka.records import Record

GROUP = "branda-notifier"


class OnReadiness:
    """Takes a batch of results, and wakes the expansion; what is no result is refused record by record."""

    def __init__(self, take: Callable[[Sequence[Notice]], Awaitable[int]], wake: asyncio.Event) -> None:
        self._take, self._wake = take, wake

    async def __call__(self, records: Sequence[Record]) -> Mapping[int, PermanentError]:
        """Store the notices of `records`; raises `TransientError` when the store is away, with nothing refused yet."""
        notices: list[Notice] = []
        refused: dict[int, PermanentError] = {}
        for position, record in enumerate(records):
            try:
                notices.append(_notice(record.value))
            except NotAnEventError as error:
                refused[position] = PermanentError(str(error))
        if await self._take(notices):
            self._wake.set()
        return refused


def _notice(value: bytes | None) -> Notice:
    if value is None:
        raise NotAnEventError("an empty record")
    event = parse_event(value)
    if not isinstance(event.data, ReadinessAssessed):
        raise NotAnEventError(f"no result: {event.type}")
    return to_notice(event, value)
