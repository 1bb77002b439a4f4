"""The second step: decide about each notice once, and make one message per person."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from services.notifier.application.compose_letter import ComposeLetter
from services.notifier.application.ports import (
    Alarms,
    Clock,
    ClusterFacts,
    Intake,
    MessageStore,
    NoticeStore,
    NotKnownYetError,
    Recipient,
)
from services.notifier.domain.decision import Mail, Suppress, decide
from services.notifier.domain.message import Alarm, Message, State, Step, message_id
from services.notifier.domain.notice import Notice
from shared.errors import TransientError
from shared.telemetry.traces import continued

log = structlog.get_logger()

CLUSTERS_AT_ONCE = 16
"""Clusters decided about side by side; their questions to intake share its connections with everybody else's."""

ASK_AGAIN = timedelta(minutes=10)
"""After this a notice without recipients asks intake again; a new notice of the cluster asks at once."""

INTAKE_PAUSE = timedelta(seconds=5)
"""A cluster whose questions intake could not answer lets the others go first for this long."""

BLOCKED_PAUSE = timedelta(minutes=10)
"""A notice that our own mistake cannot expand is tried again after this, and never stops the other clusters."""


CRITERIA_PAUSE = timedelta(seconds=5)
"""A result whose criteria have not arrived waits this long before the next look; mostly they are on their way."""

CRITERIA_LATE = timedelta(minutes=1)
"""After this they are not on their way any more: perhaps they lie among the dead letters."""


@dataclass(frozen=True)
class Hold:
    """Who decides, and how long a dead decider keeps a cluster from the others; one notice takes seconds."""

    owner: str
    length: timedelta


class _Asked:
    """What intake says of one cluster: asked once in a pass over its notices, however many they are."""

    def __init__(self, intake: Intake, cluster: str) -> None:
        self._intake, self._cluster = intake, cluster
        self._recipients: list[Recipient] | None = None
        self._facts: ClusterFacts | None = None
        self._asked = False

    async def recipients(self) -> list[Recipient] | None:
        """Return who is told, None if intake does not know the cluster."""
        if not self._asked:
            self._recipients, self._asked = await self._intake.recipients(self._cluster), True
        return self._recipients

    async def nobody(self) -> bool:
        """Say whether the cluster is known, and nobody is to be told."""
        return await self.recipients() == []

    async def facts(self) -> ClusterFacts | None:
        """Return what the mail says of the cluster."""
        if self._facts is None:
            self._facts = await self._intake.cluster(self._cluster)
        return self._facts


class ExpandNotices:
    """Turns due notices into messages, cluster by cluster and in the order of their revisions."""

    def __init__(
        self,
        notices: NoticeStore,
        messages: MessageStore,
        intake: Intake,
        compose: ComposeLetter,
        clock: Clock,
        alarms: Alarms,
        *,
        mail_from: datetime,
        hold: Hold,
    ) -> None:
        self._notices, self._messages, self._intake, self._compose = notices, messages, intake, compose
        self._clock, self._alarms, self._mail_from, self._holding = clock, alarms, mail_from, hold

    async def step(self) -> bool:
        """Expand what is due and say whether anything was.

        Raises:
            TransientError: the store or intake is away; what was not expanded stays as it is.
        """
        clusters = await self._notices.due_clusters(self._clock.now(), CLUSTERS_AT_ONCE)
        done = await asyncio.gather(*map(self._cluster, clusters), return_exceptions=True)
        failed = next((each for each in done if isinstance(each, BaseException)), None)
        if failed is not None:
            raise failed
        return any(done)

    async def _cluster(self, cluster: str) -> bool:
        if not await self._hold(cluster):
            return False
        asked = _Asked(self._intake, cluster)
        try:
            notices = await self._notices.undecided(cluster)
            new = [notice for notice in notices if notice.state == "open"]
            if new and len(new) < len(notices) and await asked.nobody():
                notices = new  # what waits for a recipient is looked at again when it is due: there is still none
            for count, notice in enumerate(notices):
                if count and not await self._hold(cluster):
                    return False
                known = structlog.contextvars.bound_contextvars(cluster=cluster, event_id=notice.event)
                with known, continued("expand notice", notice.traceparent):
                    if not await self._expand(notice, asked):
                        break
        except TransientError:
            await self._notices.postpone(cluster, self._clock.now() + INTAKE_PAUSE)
            raise
        except Exception as error:
            log.exception("a notice cannot be expanded", cluster=cluster)
            self._alarms.sound("blocked", cluster=cluster, error=type(error).__name__)
            await self._notices.postpone(cluster, self._clock.now() + BLOCKED_PAUSE)
        finally:
            await self._notices.release(cluster, self._holding.owner)
        return True

    async def _hold(self, cluster: str) -> bool:
        now = self._clock.now()
        return await self._notices.hold(cluster, self._holding.owner, now, now + self._holding.length)

    async def _expand(self, notice: Notice, asked: _Asked) -> bool:
        """Decide about a notice; says whether it is decided, so that the next of its cluster may follow."""
        mail_log = await self._notices.log(notice.cluster, notice.assessment)
        match decide(notice, mail_log, self._mail_from):
            case Suppress(reason):
                await self._replace_placeholder(notice, [self._unaddressed(notice, "suppressed", reason)])
                await self._notices.settle(notice.event, "suppressed", reason, self._clock.now())
            case Mail() as decision:
                try:
                    await self._mail(notice, decision, asked)
                except NotKnownYetError as error:
                    await self._await_criteria(notice, str(error))
                    return False
        return True

    async def _await_criteria(self, notice: Notice, reason: str) -> None:
        now = self._clock.now()
        log.warning("a result waits for its criteria", cluster=notice.cluster, reason=reason)
        if now - notice.recorded > CRITERIA_LATE:
            self._alarms.sound("unknown_criteria", cluster=notice.cluster, reason=reason)
        await self._notices.postpone(notice.cluster, now + CRITERIA_PAUSE)

    async def _mail(self, notice: Notice, decision: Mail, asked: _Asked) -> None:
        if await asked.nobody():
            await self._wait(notice, "no_recipient", "nobody is to be told about this cluster")
            return
        recipients = await asked.recipients()
        cluster, assessment = await asyncio.gather(asked.facts(), self._intake.assessment(notice.assessment or ""))
        if not recipients or not cluster or not assessment:
            await self._wait(notice, "unknown_to_intake", "intake does not know the cluster or the assessment")
        else:
            letters = self._compose(notice, decision, cluster, assessment, recipients, self._clock.now())
            await self._replace_placeholder(notice, letters)
            await self._notices.settle(notice.event, "expanded", "", self._clock.now())

    async def _wait(self, notice: Notice, alarm: Alarm, detail: str) -> None:
        if notice.state != "no_recipient":
            self._alarms.sound(alarm, cluster=notice.cluster, notice=notice.event)
            await self._messages.add([self._unaddressed(notice, "no_recipient", detail)])
        await self._notices.await_recipient(notice.event, self._clock.now() + ASK_AGAIN)

    async def _replace_placeholder(self, notice: Notice, messages: Sequence[Message]) -> None:
        """The history of a message that waited for a recipient goes on in those that replace it."""
        placeholder = message_id(notice.event, "verdict", None)
        waited = await self._messages.find(placeholder) if notice.state == "no_recipient" else None
        if waited is not None:
            messages = [replace(each, history=(*waited.history, *each.history)) for each in messages]
            await self._messages.remove(placeholder)
        await self._messages.add(messages)

    def _unaddressed(self, notice: Notice, state: State, detail: str) -> Message:
        now = self._clock.now()
        return Message(
            id=message_id(notice.event, "verdict", None),
            notice=notice.event,
            cluster=notice.cluster,
            assessment=notice.assessment,
            kind="verdict",
            person=None,
            language=None,
            state=state,
            created=now,
            due=None,
            history=(Step(now, state, detail),),
            traceparent=notice.traceparent,
        )
