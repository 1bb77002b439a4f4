"""Waiting for a server that is away."""

import asyncio
import random

FIRST = 0.5
"""Seconds before the first repetition; a restarted mongod is back after about one."""

LONGEST = 30.0
"""Seconds between repetitions at most: far below `max_poll_interval_ms`; recovery may take 30 s (`quality.md` 3)."""


class Backoff:
    """Sleeps 0.5 to 30 s, doubling, with jitter so that replicas do not come back all at once."""

    def __init__(self, first: float = FIRST, longest: float = LONGEST) -> None:
        self._first = first
        self._longest = longest
        self.attempts = 0
        self.sleeping = False

    def reset(self) -> None:
        """Say that the server answered."""
        self.attempts = 0

    def next_delay(self) -> float:
        """Return the seconds to wait now, and count the attempt."""
        delay = min(self._longest, self._first * 2.0 ** min(self.attempts, 16))
        self.attempts += 1
        return delay * random.uniform(0.5, 1.0)  # noqa: S311  # jitter, no secret

    async def sleep(self) -> None:
        """Wait for the next delay."""
        self.sleeping = True
        try:
            await asyncio.sleep(self.next_delay())
        finally:
            self.sleeping = False
