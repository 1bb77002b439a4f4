"""What an assessment would come to, before anybody submits it: the same engine, nothing stored (design 6)."""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from uuid import UUID

from services.scoring.application.fold import judge
from services.scoring.application.ports import Catalogues, Criteria
from services.scoring.application.read_results import (
    Blocked,
    Found,
    Histories,
    KeptResults,
    Register,
    Result,
    UnknownRecordError,
)
from services.scoring.application.sent import event_of
from services.scoring.application.translate import to_domain
from services.scoring.domain.errors import DomainError
from services.scoring.domain.heads import heads
from services.scoring.domain.history import History
from shared.catalogue.assessments import check_assessment
from shared.catalogue.findings import Finding, InputMessage, refuse
from shared.contracts.submission import SentAssessment

NOBODY = str(UUID(int=0))
"""The cluster of an assessment that belongs to none."""


class Preview:
    """Computes and forgets; the caller's right to see the cluster has been checked."""

    def __init__(
        self,
        kept: KeptResults,
        events: Histories,
        register: Register,
        criteria: Criteria,
        today: Callable[[], date],
    ) -> None:
        self._kept, self._events, self._register = kept, events, register
        self._criteria, self._today = criteria, today

    async def __call__(self, sent: SentAssessment, cluster: str | None) -> Found:
        """Return the result that `sent` would have today, on top of what is known of `cluster`.

        An assessment older than the cluster's current one is superseded at once, as it would be if it were submitted.

        Raises:
            UnknownRecordError: nobody knows the cluster.
            RefusedError: what intake would refuse, field by field.
        """
        history = History(()) if cluster is None else await self._history(cluster)
        today, catalogues = self._today(), self._criteria.as_known()
        refuse(check_assessment(sent, catalogues.known(), today))
        refuse(_unknown_evidence(sent.named_evidence, history))
        if cluster is not None and (reason := await self._kept.blocked(cluster)) is not None:
            return Blocked(cluster, reason)
        try:
            return _result(sent, cluster or NOBODY, history, catalogues, today)
        except DomainError as error:
            return Blocked(cluster or NOBODY, str(error))

    async def _history(self, cluster: str) -> History:
        kept = (await self._events.histories([cluster])).get(cluster, ())
        if not kept and await self._register.cluster(cluster) is None:
            raise UnknownRecordError
        return History.of(each.event for each in kept)


def _result(sent: SentAssessment, cluster: str, before: History, catalogues: Catalogues, today: date) -> Result:
    last = max((event.sequence for event in before.events), default=-1)
    event = event_of(sent, cluster, last + 1)
    history = History.of((*before.events, to_domain(event, sha256(event.encode()).hexdigest())))
    head = next(head for head in heads(history, today) if head.assessment == event.id)
    return Result(cluster, judge(history, catalogues, head), head.current)


def _unknown_evidence(named: Mapping[str, str], history: History) -> list[Finding]:
    return [
        Finding(pointer, InputMessage.UNKNOWN_EVIDENCE, {"id": evidence})
        for pointer, evidence in named.items()
        if evidence not in history.evidence
    ]
