"""Requests that come while the database is busy with others share one round trip (group commit)."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

from shared.errors import TransientError

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 100
"""Items of one trip: more gain nothing, and a hundred bodies at the limit of 1 MB still fit into memory."""

UNDER_WAY = 2
"""Trips at a time: the next begins while the first waits for the journal, and one that hangs does not stop the others.
More would only make each smaller."""

SECONDS = 2.5
"""A trip that takes longer has no one waiting for it any more: that is the deadline of a request (design 4)."""


class Gathering(Generic[Item, Result]):
    """Calls `trip` with what has come since the last call; alone, an item sets off at once.

    `trip` returns one result per item, in their order; a result that is an exception is raised to the one who waits for
    it, what `trip` raises to all. Who stops waiting takes an item that has not set off out, and stops nothing else.
    """

    def __init__(self, trip: Callable[[Sequence[Item]], Awaitable[Sequence[Result | Exception]]]) -> None:
        self._trip = trip
        self._waiting: deque[tuple[Item, asyncio.Future[Result]]] = deque()
        self._trips: set[asyncio.Task[None]] = set()

    async def do(self, item: Item) -> Result:
        """Return the result for `item`.

        Raises:
            TransientError: the trip took too long; whether it had an effect is unknown.
        """
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if len(self._trips) < UNDER_WAY:
            self._set_off()
        return await future

    def _set_off(self) -> None:
        """Begin a trip in a context of its own: it belongs to no single request's trace."""
        task = asyncio.get_running_loop().create_task(self._go(), context=Context())
        self._trips.add(task)
        task.add_done_callback(self._trips.discard)

    async def _go(self) -> None:
        while batch := self._next_batch():
            results = await self._results([item for item, _ in batch])
            for (_, future), result in zip(batch, results, strict=True):
                if future.done():
                    continue
                if isinstance(result, Exception):
                    future.set_exception(result)
                else:
                    future.set_result(result)

    def _next_batch(self) -> list[tuple[Item, "asyncio.Future[Result]"]]:
        batch: list[tuple[Item, asyncio.Future[Result]]] = []
        while self._waiting and len(batch) < MOST:
            item, future = self._waiting.popleft()
            if not future.done():
                batch.append((item, future))
        return batch

    async def _results(self, items: Sequence[Item]) -> Sequence[Result | Exception]:
        try:
            async with asyncio.timeout(SECONDS):
                return await self._trip(items)
        except TimeoutError:
            return [TransientError(f"MongoDB: no answer within {SECONDS} s") for _ in items]
        except Exception as error:
            return [error] * len(items)
