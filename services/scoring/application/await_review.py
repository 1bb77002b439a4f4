"""Which current self-assessments nobody has reviewed yet, the oldest first, a page at a time (`rules.md` 9).

When each was received stands in scoring's own events, so that the order needs nobody else; names and numbers are
intake's, which is asked once, for what the page shows (ADR 14).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.scoring.application.read_results import AssessmentCard, ClusterCard, Register
from services.scoring.application.read_rows import KeptRows, Row

BATCH = 1_000


@dataclass(frozen=True)
class Waiting:
    """One self-assessment that waits, and its cluster's result in one line."""

    cluster: ClusterCard
    assessment: AssessmentCard
    row: Row


@dataclass(frozen=True)
class WaitingList:
    """A page of what waits. `total`: how much waits in all, `oldest`: since when (None: nothing waits).

    `last`: the assessment behind which the next page begins, None: there is none.
    """

    shown: Sequence[Waiting]
    total: int
    oldest: datetime | None
    last: str | None


class Receipts(Protocol):
    """When self-assessments were received. Raises `TransientError` when the store is away."""

    async def received(self, assessments: Collection[str]) -> Mapping[str, datetime]:
        """Return the moment for each, by its id; those from an archive and those not known are left out."""
        ...


class AwaitReview:
    """Lists for callers whose right to see the clusters `among` has been checked; None: they see all."""

    def __init__(self, kept: KeptRows, receipts: Receipts, register: Register) -> None:
        self._kept, self._receipts, self._register = kept, receipts, register

    async def __call__(self, among: Collection[str] | None, *, after: str | None, limit: int) -> WaitingList:
        """Return `limit` of those that wait behind the assessment `after`, though it may wait no longer itself.

        What intake does not know is left out of the page.

        Raises:
            TransientError, PeerUnavailableError: the store or intake is away.
        """
        rows = {row.values["assessment"]: row for row in await self._rows(among)}
        received = await self._receipts.received([*rows, *filter(None, [after])])
        waiting = sorted((received[each], each) for each in rows if each in received)
        if after is not None and after in received:
            behind = [each for each in waiting if each > (received[after], after)]
        else:
            behind = waiting
        page = behind[:limit]
        return WaitingList(
            shown=await self._named([rows[each] for _, each in page]),
            total=len(waiting),
            oldest=waiting[0][0] if waiting else None,
            last=page[-1][1] if len(behind) > limit else None,
        )

    async def _rows(self, among: Collection[str] | None) -> list[Row]:
        rows: list[Row] = []
        after = ""
        while part := await self._kept.rows(among, after, BATCH):
            rows += [each for each in part if isinstance(each, Row) and _is_open(each)]
            after = part[-1].cluster
        return rows

    async def _named(self, rows: Sequence[Row]) -> list[Waiting]:
        clusters, assessments = await self._register.cards(
            [row.cluster for row in rows], [row.values["assessment"] for row in rows]
        )
        named = ((clusters.get(row.cluster), assessments.get(row.values["assessment"]), row) for row in rows)
        return [
            Waiting(cluster, assessment, row)
            for cluster, assessment, row in named
            if cluster is not None and assessment is not None
        ]


def _is_open(row: Row) -> bool:
    """A reviewed indicator gives the result reviewed points; without an assessment there is nothing to review."""
    return row.values["assessment"] is not None and row.values["points"]["reviewed"] is None
