"""A consumer that is stuck while the broker answers is better restarted than believed."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from aiokafka.errors import KafkaError

from shared.kafka.consume import Progress

PATIENCE = 120.0
"""Seconds without a finished batch; longer than any broker outage plus the request time-out of 40 s."""

INTERVAL = 10.0
"""Seconds between looks."""

_log = logging.getLogger("branda.kafka.watchdog")


class Watchdog:
    """Calls `give_up` when there is lag and nothing moves, although the broker answers and nobody declared to wait."""

    def __init__(
        self,
        consumer: Callable[[], Any],
        progress: Progress,
        give_up: Callable[[str], None],
        *,
        patience: float = PATIENCE,
        interval: float = INTERVAL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._consumer = consumer
        self._progress = progress
        self._give_up = give_up
        self._patience = patience
        self._interval = interval
        self._clock = clock
        self._idle_since = clock()
        self.lag: int | None = None
        self.broker_silent = False

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(self._interval)

    async def look(self) -> None:
        """Look once: measure the lag, and give up when the patience is used up."""
        self.lag = await self._measure()
        progress = self._progress
        stuck = progress.in_batch or bool(self.lag)
        if self.lag is None or not stuck or progress.waiting_for or progress.stopped:
            self._idle_since = self._clock()
            return
        silent = self._clock() - max(self._idle_since, progress.finished_at)
        if silent > self._patience:
            reason = f"no batch finished for {silent:.0f} s with a lag of {self.lag}, although the broker answers"
            _log.critical(reason)
            self._give_up(reason)

    async def _measure(self) -> int | None:
        consumer = self._consumer()
        if consumer is None:
            return None
        partitions = list(consumer.assignment())
        try:
            async with asyncio.timeout(self._interval):
                ends = await consumer.end_offsets(partitions) if partitions else {}
                positions = [await consumer.position(partition) for partition in ends]
        except (KafkaError, TimeoutError):
            self.broker_silent = True
            return None
        self.broker_silent = False
        return int(sum(ends.values()) - sum(positions))
