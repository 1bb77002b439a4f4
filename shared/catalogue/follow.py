"""Feeds a library from what the service has kept of published criteria: at its start, and whenever there is more."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import Protocol

from shared.catalogue.library import Library
from shared.catalogue.problems import CatalogueError
from shared.contracts.registry import NotAnEventError, parse_event
from shared.errors import TransientError

INTERVAL = 2.0
"""Seconds between looks: how long a replica that did not get the record itself works with the criteria before it."""

PATIENCE = 3.0
"""Seconds that a start waits for the first look; a process without its database says so by its other probes."""

_log = logging.getLogger("branda.catalogues")


class KeptCatalogues(Protocol):
    """The publications and confirmations that a service has kept, in its own database."""

    async def besides(self, known: Collection[str]) -> Mapping[str, bytes]:
        """Return the original bytes of every event but the `known`, by id; raises `TransientError` when away."""
        ...


class Follow:
    """Looks for kept events that the library lacks; `changed` hears of every change of its fingerprint.

    `loaded`: there was a first look, so that what the library does not know is not known to the service either.
    """

    def __init__(self, library: Library, kept: KeptCatalogues, changed: Callable[[], None] = lambda: None) -> None:
        self._library, self._kept, self._changed = library, kept, changed
        self._looking = asyncio.Lock()
        self._seen: set[str] = set()
        self._shown = library.fingerprint
        self.loaded = False

    async def begin(self) -> None:
        """Look for the first time, for a bounded while; without success, `run` goes on trying."""
        with suppress(TransientError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self.look()

    async def run(self) -> None:
        """Look until cancelled; nothing ends it."""
        while True:
            try:
                await self.look()
            except TransientError as error:
                _log.warning("published criteria wait: %s", error.reason)
            except Exception:
                _log.exception("looking for published criteria failed")
            await asyncio.sleep(INTERVAL)

    async def look(self) -> None:
        """Take up what is kept and not known yet; raises `TransientError` when the store is away.

        What the library refuses is logged once: it was in order when it was kept, so the installation differs.
        """
        async with self._looking:
            kept = await self._kept.besides(self._seen)
            for raw in kept.values():
                try:
                    await asyncio.to_thread(self._library.take, [parse_event(raw)])
                except (CatalogueError, NotAnEventError) as error:
                    _log.critical("kept criteria cannot be used with what is installed here: %s", error)
            self._seen.update(kept)
            self.loaded = True
        self.tell()

    def tell(self) -> None:
        """Let `changed` hear of it if the fingerprint is another than before."""
        if self._library.fingerprint != self._shown:
            self._shown = self._library.fingerprint
            self._changed()
