"""The programme on any date: the target's lines with the names behind them, and each member's label and readiness."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.scoring.application.ports import Criteria
from services.scoring.application.read_results import AsOf, Blocked
from services.scoring.application.read_rows import ReadRows, Row
from services.scoring.domain.events import Event
from services.scoring.domain.history import History
from services.scoring.domain.programme.count import Line, count, memberships
from services.scoring.domain.programme.target import Programme, Remark, Target

ROWS_AT_ONCE = 200


@dataclass(frozen=True)
class Member:
    """A cluster of the programme; `row` is its result in one line, None: none is there. `left` None: still a member."""

    cluster: str
    joined: date | None
    left: date | None
    row: Row | Blocked | None


@dataclass(frozen=True)
class Portfolio:
    """A programme on a date. Lines count recorded awards, rows estimate readiness: two facts, never mixed."""

    on: date
    catalogue: str
    programme: Programme
    lines: tuple[tuple[Target, tuple[Line, ...]], ...]
    members: tuple[Member, ...]
    remarks: tuple[Remark, ...]


class Records(Protocol):
    """The set of events. Raises `TransientError` when the store is away."""

    async def of_register(self) -> Mapping[str, Sequence[Event]]:
        """Return the registrations, memberships and labels of every cluster, by cluster."""
        ...


class ReadPortfolio:
    """Reads a programme for callers whose right to see every cluster has been checked."""

    def __init__(self, records: Records, rows: ReadRows, criteria: Criteria, programme: Programme) -> None:
        self._records, self._rows = records, rows
        self._criteria, self._programme = criteria, programme

    async def __call__(self, today: date, past: AsOf | None) -> Portfolio:
        """Return the programme today, or as it was.

        Raises:
            UnknownCatalogueError: no criteria were in force on that day.
        """
        on = today if past is None else past.day
        catalogue = self._criteria.as_known().in_force(on)
        histories = {cluster: History.of(events) for cluster, events in (await self._records.of_register()).items()}
        if past is not None and past.known_at is not None:
            histories = {cluster: history.known_at(past.known_at) for cluster, history in histories.items()}
        joined = {
            cluster: _membership(history.as_of(on), self._programme.name) for cluster, history in histories.items()
        }
        members = {cluster: dates for cluster, dates in joined.items() if dates is not None}
        rows = await self._all_rows(members, past)
        return Portfolio(
            on=on,
            catalogue=catalogue.id,
            programme=self._programme,
            lines=tuple(
                (target, count(self._programme, target, histories, catalogue.validity, on))
                for target in self._programme.targets
            ),
            members=tuple(Member(cluster, *dates, rows.get(cluster)) for cluster, dates in members.items()),
            remarks=tuple(remark for remark in self._programme.remarks if remark.on <= on),
        )

    async def _all_rows(self, among: Collection[str], past: AsOf | None) -> dict[str, Row | Blocked]:
        found: dict[str, Row | Blocked] = {}
        after: str | None = ""
        while among and after is not None:
            part = (
                await self._rows.today(frozenset(among), after, ROWS_AT_ONCE)
                if past is None
                else await self._rows.as_it_was(frozenset(among), after, ROWS_AT_ONCE, past)
            )
            found |= {each.cluster: each for each in part.rows}
            after = part.last
        return found


def _membership(history: History, programme: str) -> tuple[date | None, date | None] | None:
    """Return the first joining and the last leaving that are known; None: never a member."""
    records = memberships(history, programme)
    if not records:
        return None
    joined = min((record.joined for record in records if record.joined), default=None)
    left = max((record.left for record in records if record.left), default=None)
    rejoined = left is not None and any(record.joined and record.joined > left for record in records)
    return joined, None if rejoined else left
