"""Reads what the software proposes to a cluster: made anew from its history, never stored, decides nothing."""

from dataclasses import dataclass
from datetime import date

from services.scoring.application.fold import criteria
from services.scoring.application.ports import Catalogues, Criteria
from services.scoring.application.read_results import AsOf, Blocked, Histories, Pending, ReadResults, Result
from services.scoring.domain.heads import heads
from services.scoring.domain.history import History
from services.scoring.domain.offers import Offers, evidence_offers
from services.scoring.domain.order.find import possible_order
from services.scoring.domain.order.model import Order
from services.scoring.domain.proposals import Proposals, propose_areas
from shared.catalogue.model import LevelId


@dataclass(frozen=True)
class Proposed:
    """Areas that might be named for Silver, from the current assessment (None: it has none)."""

    cluster: str
    assessment: str | None
    catalogue: str
    found: Proposals


@dataclass(frozen=True)
class Offered:
    """Records that may lead to missing documents of the current assessment (None: it has none)."""

    cluster: str
    assessment: str | None
    catalogue: str
    found: Offers


@dataclass(frozen=True)
class Planned:
    """One possible order for a cluster, from its current assessment (None: it has none)."""

    cluster: str
    assessment: str | None
    catalogue: str
    order: Order


class ReadAdvice:
    """Answers for callers whose right to see the cluster has been checked."""

    def __init__(self, read: ReadResults, events: Histories, criteria: Criteria) -> None:
        self._read, self._events, self._criteria = read, events, criteria

    async def silver_areas(self, cluster: str, at: AsOf) -> Proposed | Blocked | Pending:
        """Return which areas of improvement might be named for Silver, of what was known at a moment.

        Raises:
            UnknownRecordError: nobody knows the cluster.
            UnknownCatalogueError: no criteria were in force on that day.
        """
        found = await self._read.current(cluster)
        if not isinstance(found, Result):
            return found
        return proposed(cluster, await self._history(cluster, at), self._criteria.as_known(at.known_at), at.day)

    async def evidence_offers(self, cluster: str, at: AsOf) -> Offered | Blocked | Pending:
        """Return which records may lead to missing documents, of what was known at a moment; raises as above."""
        found = await self._read.current(cluster)
        if not isinstance(found, Result):
            return found
        return offered(cluster, await self._history(cluster, at), self._criteria.as_known(at.known_at), at.day)

    async def both(self, cluster: str, at: AsOf) -> tuple[Proposed, Offered]:
        """Return both for a cluster that has a result; the history is read once."""
        history, catalogues = await self._history(cluster, at), self._criteria.as_known(at.known_at)
        return proposed(cluster, history, catalogues, at.day), offered(cluster, history, catalogues, at.day)

    async def order(self, cluster: str, level: LevelId, today: date) -> Planned | Blocked | Pending:
        """Return the least effort to a level, of what is known today.

        Raises:
            UnknownRecordError: nobody knows the cluster.
            UnknownLevelError: the cluster's criteria have no such level.
        """
        found = await self._read.current(cluster)
        if not isinstance(found, Result):
            return found
        history = await self._history(cluster, AsOf(today))
        return planned(cluster, history, self._criteria.as_known(), today, level)

    async def orders(self, result: Result, today: date) -> tuple[Order, ...]:
        """Return one possible order to each level of a current result that the cluster may not yet ask for."""
        history, catalogues = await self._history(result.cluster, AsOf(today)), self._criteria.as_known()
        return tuple(
            planned(result.cluster, history, catalogues, today, level.level).order
            for level in result.readiness.levels
            if history.events and level.verdict != "ready_to_contact"
        )

    async def _history(self, cluster: str, at: AsOf) -> History:
        kept = (await self._events.histories([cluster])).get(cluster, ())
        history = History.of(each.event for each in kept)
        return history if at.known_at is None else history.known_at(at.known_at)


def proposed(cluster: str, history: History, catalogues: Catalogues, on: date) -> Proposed:
    """Return the areas of a history that might be named; raises as `propose_areas` does."""
    *_, head = heads(history, on)
    catalogue = criteria(history, catalogues, head)
    return Proposed(cluster, head.assessment, catalogue.id, propose_areas(history, catalogue, on, head.assessment))


def offered(cluster: str, history: History, catalogues: Catalogues, on: date) -> Offered:
    """Return the records of a history that may lead to missing documents; raises as `evidence_offers` does."""
    *_, head = heads(history, on)
    catalogue = criteria(history, catalogues, head)
    return Offered(cluster, head.assessment, catalogue.id, evidence_offers(history, catalogue, on, head.assessment))


def planned(cluster: str, history: History, catalogues: Catalogues, today: date, level: LevelId) -> Planned:
    """Return the order of a history; raises as `possible_order` does."""
    *_, head = heads(history, today)
    catalogue = criteria(history, catalogues, head)
    order = possible_order(history, catalogue, today, head.assessment, level)
    return Planned(cluster, head.assessment, catalogue.id, order)
