"""The one way a fact enters: next sequence, finished bytes, one insert, then the relay (design 4)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date

import structlog

from services.intake.application.commands import Write
from services.intake.application.ports import AlreadyStoredError, Clock, EventStore, Outbox
from services.intake.application.records import Cluster, Draft, Receipt, StoredEvent, Submission
from services.intake.application.texts import matches, new_fingerprint
from services.intake.domain.days import day_of
from services.intake.domain.findings import Message
from shared.catalogue.findings import Finding
from shared.contracts.envelope import Data, business_time, event_id
from shared.contracts.registry import new_event

log = structlog.get_logger()

SOURCE = "branda-intake"

Insert = Callable[[StoredEvent], Awaitable[None]]
Warn = Callable[[Cluster], Sequence[Finding]]


class NotVisibleError(Exception):
    """There is no such record, or the caller may not know of it: one and the same answer."""


class KeyReusedError(Exception):
    """The idempotency key was used before with another body."""


class AlreadyWithdrawnError(Exception):
    """It was taken back before, by another request."""


class NotAllowedError(Exception):
    """The caller's role may not say this; `findings` name the fields."""

    def __init__(self, findings: Sequence[Finding] = ()) -> None:
        super().__init__("not allowed")
        self.findings = tuple(findings)


class EventWriter:
    """Writes events for the use cases."""

    def __init__(self, store: EventStore, clock: Clock, outbox: Outbox) -> None:
        self._store, self._clock, self._outbox = store, clock, outbox

    def today(self) -> date:
        """Return the Vilnius day."""
        return day_of(self._clock.now())

    async def first_answer(self, submission: Submission, kind: type[Data]) -> Receipt | None:
        """Return what the first request with this key was answered, or None if this is the first.

        Raises:
            KeyReusedError: the first one had another body.
        """
        stored = await self._store.find_event(self.id_of(submission, kind))
        if stored is None:
            return None
        if not matches(stored.fingerprint, submission.body):
            raise KeyReusedError
        return stored.receipt

    @staticmethod
    def id_of(submission: Submission, kind: type[Data]) -> str:
        """Return the id of the event that this submission becomes, however often it is sent."""
        return event_id(submission.cluster, kind.TYPE, submission.principal.id, submission.key)

    async def reserve(self, submission: Submission) -> Cluster:
        """Give the cluster its next sequence; raises `NotVisibleError`."""
        cluster = await self._store.reserve_sequence(submission.cluster, submission.principal.clusters)
        if cluster is None:
            raise NotVisibleError
        return cluster

    async def next_number(self) -> str:
        """Return the next assessment number of this year, `BR-YYYY-NNNN`."""
        year = self.today().year
        return f"BR-{year}-{await self._store.reserve_number(year):04d}"

    async def record(
        self, submission: Submission, draft: Draft, *, warn: Warn | None = None, numbered: bool = False
    ) -> Receipt:
        """Store `draft` as the next event of the cluster and answer; a retry gets the first answer.

        Raises:
            NotVisibleError: the cluster is missing or not the caller's.
            KeyReusedError: a parallel request with this key had another body.
        """
        cluster = await self.reserve(submission)
        number = await self.next_number() if numbered else None
        if number is not None:
            draft = replace(draft, data=draft.data.model_copy(update={"number": number}))
        stored = self.finish(submission, draft, cluster, warnings=warn(cluster) if warn else (), number=number)
        return await self.insert(submission, stored, self._store.add_event)

    def finish(
        self,
        submission: Submission,
        draft: Draft,
        cluster: Cluster,
        *,
        warnings: Sequence[Finding] = (),
        number: str | None = None,
    ) -> StoredEvent:
        """Return the finished event. A synthetic cluster's events are synthetic; a public one's need not be public."""
        inherited = "synthetic" if cluster.provenance == "synthetic" else None
        event = new_event(
            draft.data,
            recorded=self._clock.now(),
            id=self.id_of(submission, type(draft.data)),
            source=SOURCE,
            subject=cluster.id,
            time=business_time(draft.day),
            sequence=cluster.sequence,
            actor=submission.principal.id,
            actorrole=submission.principal.role,
            onbehalfof=draft.on_behalf_of,
            traceparent=submission.traceparent,
            provenance=draft.provenance or inherited,
            origin=draft.origin,
        )
        fingerprint = new_fingerprint(submission.body)
        return StoredEvent(event, event.encode(), fingerprint, draft.texts, tuple(warnings), number)

    async def insert(self, submission: Submission, stored: StoredEvent, insert: Insert) -> Receipt:
        """Insert and wake the relay; of two parallel requests with one key the second gets the first's answer."""
        try:
            await insert(stored)
        except AlreadyStoredError:
            answer = await self.first_answer(submission, type(stored.event.data))
            if answer is None:
                raise
            return answer
        self._outbox.wake()
        event = stored.event
        log.info("an event is stored", event_id=event.id, cluster=event.subject, type=event.type)
        return stored.receipt


def check_origin(submission: Submission, command: Write) -> None:
    """Refuse `origin` and `provenance` from anybody but the agency (design 5); raises `NotAllowedError`."""
    if submission.principal.role == "agency":
        return
    named = [name for name in ("origin", "provenance") if getattr(command, name) is not None]
    if named:
        raise NotAllowedError([Finding(f"/{name}", Message.AGENCY_ONLY) for name in named])
