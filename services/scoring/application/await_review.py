"""Which current self-assessments nobody has reviewed yet, the oldest first (`rules.md` 9)."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from services.scoring.application.read_results import AssessmentCard, ClusterCard, Register
from services.scoring.application.read_rows import KeptRows, Row

BATCH = 1_000


@dataclass(frozen=True)
class Waiting:
    """One self-assessment that waits, and its cluster's result in one line."""

    cluster: ClusterCard
    assessment: AssessmentCard
    row: Row


class AwaitReview:
    """Lists for callers whose right to see the clusters `among` has been checked; None: they see all."""

    def __init__(self, kept: KeptRows, register: Register) -> None:
        self._kept, self._register = kept, register

    async def __call__(self, among: Collection[str] | None) -> list[Waiting]:
        """Return what waits; a cluster or an assessment that intake does not know is left out.

        Raises:
            TransientError, PeerUnavailableError: the store or intake is away.
        """
        found = await asyncio.gather(*map(self._waiting, await self._rows(among)))
        waiting = [each for each in found if each is not None]
        return sorted(waiting, key=lambda each: (each.assessment.submitted_on, each.assessment.id))

    async def _rows(self, among: Collection[str] | None) -> list[Row]:
        rows: list[Row] = []
        after = ""
        while part := await self._kept.rows(among, after, BATCH):
            rows += [each for each in part if isinstance(each, Row) and _is_open(each)]
            after = part[-1].cluster
        return rows

    async def _waiting(self, row: Row) -> Waiting | None:
        cluster = await self._register.cluster(row.cluster)
        assessment = await self._register.assessment(row.values["assessment"])
        return None if cluster is None or assessment is None else Waiting(cluster, assessment, row)


def _is_open(row: Row) -> bool:
    """A reviewed indicator gives the result reviewed points; without an assessment there is nothing to review."""
    return row.values["assessment"] is not None and row.values["points"]["reviewed"] is None
