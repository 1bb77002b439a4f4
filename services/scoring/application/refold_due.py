"""Results that change without a new event: by the calendar, by a new engine, by criteria published or confirmed."""

import asyncio
from contextlib import suppress
from datetime import date

import structlog

from services.scoring.application.ports import Catalogues, Clock, Criteria, HeadStore, Look
from services.scoring.application.score import Score
from services.scoring.domain.errors import UnknownCatalogueError
from shared.contracts.envelope import VILNIUS
from shared.errors import TransientError

INTERVAL = 60.0
"""Seconds between looks; a business day begins at most this much late."""

BATCH = 100
"""Clusters claimed at once: refolded well within their lease."""

_log = structlog.get_logger()


class RefoldDue:
    """Refolds what is due, a claimed batch at a time; several workers may do so side by side.

    `renewed` is set when the criteria have changed, so that nobody waits for the next look.
    """

    def __init__(
        self, heads: HeadStore, score: Score, criteria: Criteria, clock: Clock, renewed: asyncio.Event | None = None
    ) -> None:
        self._heads = heads
        self._score = score
        self._criteria = criteria
        self._clock = clock
        self._renewed = renewed or asyncio.Event()

    async def run(self) -> None:
        """Look until cancelled; an absent store, or a mistake of ours, is tried again at the next look."""
        while True:
            self._renewed.clear()
            try:
                while await self.once():
                    pass
            except TransientError as error:
                _log.warning("due results wait", reason=error.reason)
            except Exception:
                _log.exception("refolding what is due failed")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._renewed.wait(), INTERVAL)

    async def once(self) -> int:
        """Refold one batch; returns how many clusters were due."""
        now = self._clock.now()
        today = now.astimezone(VILNIUS).date()
        catalogues = self._criteria.as_known()
        in_force = _in_force(catalogues, today)
        look = Look(today, now, catalogues.fingerprint, catalogues.confirmed.number, in_force)
        due = await self._heads.due(look, BATCH)
        await self._score.refold(due)
        return len(due)


def _in_force(catalogues: Catalogues, today: date) -> str | None:
    try:
        return catalogues.in_force(today).id
    except UnknownCatalogueError:
        return None
