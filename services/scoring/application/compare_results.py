"""A result under a version of the criteria that its assessment does not name: only when asked for, never stored."""

from services.scoring.application.compare import under
from services.scoring.application.ports import Criteria
from services.scoring.application.read_results import AsOf, Blocked, Found, Histories, ReadResults, Result
from services.scoring.domain.errors import DomainError
from services.scoring.domain.heads import heads
from services.scoring.domain.history import History


class UnknownVersionError(Exception):
    """There is no such version of the criteria, or it is not published."""


class CompareResults:
    """Answers for callers whose right to see the cluster has been checked."""

    def __init__(self, read: ReadResults, events: Histories, criteria: Criteria) -> None:
        self._read, self._events, self._criteria = read, events, criteria

    async def __call__(self, cluster: str, at: AsOf, version: str) -> Found:
        """Return the result as of a day as if the assessments named `version` (`ecei@2`).

        A cluster that is blocked under its own version may have one; one without events has what it has by itself.

        Raises:
            UnknownRecordError: nobody knows the cluster.
            UnknownVersionError: there is no such version.
        """
        catalogues = self._criteria.as_known(at.known_at)
        other = next((catalogue for catalogue in catalogues.known() if catalogue.id == version), None)
        if other is None:
            raise UnknownVersionError(version)
        kept = (await self._events.histories([cluster])).get(cluster, ())
        if not kept:
            return await self._read.current(cluster)
        history = History.of(event.event for event in kept)
        known = history if at.known_at is None else history.known_at(at.known_at)
        try:
            readiness, unread = under(known, catalogues, other, heads(known, at.day)[-1])
        except DomainError as error:
            return Blocked(cluster, str(error))
        return Result(cluster, readiness, unread=unread)
