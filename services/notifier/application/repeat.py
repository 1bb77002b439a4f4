"""Doing a step again and again: at once while there is work, after a wake-up or a pause when there is none."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from shared.errors import TransientError
from shared.kafka.backoff import Backoff

log = structlog.get_logger()

IDLE = 1.0
"""Seconds between looks when nobody wakes us: what another replica stored, or what has become due."""

LONGEST_PAUSE = 5.0
"""Seconds between attempts at most while a server is away, so that mail flows soon after it is back."""


async def repeat(name: str, step: Callable[[], Awaitable[bool]], wake: asyncio.Event) -> None:
    """Call `step` until cancelled; a server that is away, or a mistake of ours, only slows it down."""
    backoff = Backoff(longest=LONGEST_PAUSE)
    while True:
        try:
            busy = await step()
            backoff.reset()
        except TransientError as error:
            log.warning("waiting for a server", step=name, reason=error.reason)
            await backoff.sleep()
            continue
        except Exception:
            log.exception("a step failed by a mistake of ours", step=name)
            await backoff.sleep()
            continue
        if not busy:
            with suppress(TimeoutError):
                async with asyncio.timeout(IDLE):
                    await wake.wait()
            wake.clear()
