"""Figures that have to be counted in a store, looked at now and then."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from shared.errors import TransientError

log = structlog.get_logger()

INTERVAL = 15.0
"""Seconds between looks: as often as figures are usually collected, and far cheaper than at each collection."""


async def sample(look: Callable[[], Awaitable[None]], interval: float = INTERVAL) -> None:
    """Look until cancelled; while the store is away the figures stay as they were, and readiness says so."""
    while True:
        try:
            with contextlib.suppress(TransientError):
                await look()
        except Exception:
            log.exception("the store cannot be counted")
        await asyncio.sleep(interval)
