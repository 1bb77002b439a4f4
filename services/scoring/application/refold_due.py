"""Results that change without a new event: by the calendar, by a new engine, by repaired criteria."""

import asyncio

import structlog

from services.scoring.application.ports import Catalogues, Clock, HeadStore
from services.scoring.application.score import Score
from shared.contracts.envelope import VILNIUS
from shared.errors import TransientError

INTERVAL = 60.0
"""Seconds between looks; a business day begins at most this much late."""

BATCH = 100
"""Clusters claimed at once: refolded well within their lease."""

_log = structlog.get_logger()


class RefoldDue:
    """Refolds what is due, a claimed batch at a time; several workers may do so side by side."""

    def __init__(self, heads: HeadStore, score: Score, catalogues: Catalogues, clock: Clock) -> None:
        self._heads = heads
        self._score = score
        self._catalogues = catalogues
        self._clock = clock

    async def run(self) -> None:
        """Look until cancelled; an absent store, or a mistake of ours, is tried again at the next look."""
        while True:
            try:
                while await self.once():
                    pass
            except TransientError as error:
                _log.warning("due results wait", reason=error.reason)
            except Exception:
                _log.exception("refolding what is due failed")
            await asyncio.sleep(INTERVAL)

    async def once(self) -> int:
        """Refold one batch; returns how many clusters were due."""
        now = self._clock.now()
        today = now.astimezone(VILNIUS).date()
        due = await self._heads.due(today, now, self._catalogues.fingerprint, BATCH)
        await self._score.refold(due)
        return len(due)
