"""Work beside a block: started when it begins, cancelled when it ends."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def in_background(work: Awaitable[Any]) -> AsyncIterator[None]:
    """Run `work` while the block runs, and cancel it at its end."""
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
