"""The second step: decide about each notice once, and make one message per person.

Clusters that are due together share their round trips: one question to intake, one write of messages, one of what
became of the notices. Messages are stored before the notices are settled, so that whatever dies in between is repeated
and finds its messages there, by their ids.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from opentelemetry.trace import SpanKind

from services.notifier.application.decide_notices import Decided, DecideNotices, Known, Outcome, Sounding, Stop
from services.notifier.application.ports import (
    About,
    Alarms,
    AssessmentFacts,
    Clock,
    Intake,
    MessageStore,
    NoticeStore,
)
from services.notifier.domain.message import Message, message_id
from services.notifier.domain.notice import Notice
from shared.errors import TransientError
from shared.telemetry.traces import batch

log = structlog.get_logger()

CLUSTERS_AT_ONCE = 50
"""Clusters decided about together: at 50 results a second a pass takes 13."""

INTAKE_PAUSE = timedelta(seconds=5)
"""A cluster whose questions intake could not answer lets the others go first for this long."""

BLOCKED_PAUSE = timedelta(minutes=10)
"""A notice that our own mistake cannot expand is tried again after this, and never stops the other clusters."""

CRITERIA_PAUSE = timedelta(seconds=5)
"""A result whose criteria have not arrived waits this long before the next look; mostly they are on their way."""

PAUSES: Mapping[Stop, timedelta] = {"intake": INTAKE_PAUSE, "criteria": CRITERIA_PAUSE, "blocked": BLOCKED_PAUSE}


@dataclass(frozen=True)
class Hold:
    """Who decides, and how long a dead decider keeps its clusters from the others; one pass takes a second or two."""

    owner: str
    length: timedelta


class ExpandNotices:
    """Turns due notices into messages, by cluster in the order of their revisions."""

    def __init__(
        self,
        notices: NoticeStore,
        messages: MessageStore,
        intake: Intake,
        decide: DecideNotices,
        clock: Clock,
        alarms: Alarms,
        *,
        hold: Hold,
        to_send: Callable[[], None] = lambda: None,
    ) -> None:
        """`to_send` is called when there is something to send."""
        self._notices, self._messages, self._intake, self._to_send = notices, messages, intake, to_send
        self._decide, self._clock, self._alarms, self._holding = decide, clock, alarms, hold

    async def step(self) -> bool:
        """Expand what is due and say whether anything was.

        Raises:
            TransientError: the store or intake is away; what was not expanded stays as it is.
        """
        due = await self._notices.due_clusters(self._clock.now(), CLUSTERS_AT_ONCE)
        held = await self._hold(due) if due else []
        if not held:
            return False
        try:
            notices = await self._notices.undecided(held, self._clock.now())
            with batch("expand notices", [notice.traceparent for notice in notices], SpanKind.INTERNAL):
                await self._expand(held, notices)
        finally:
            await self._notices.release(held, self._holding.owner)
        return True

    async def _hold(self, clusters: Collection[str]) -> list[str]:
        now = self._clock.now()
        return await self._notices.hold(clusters, self._holding.owner, now, now + self._holding.length)

    async def _expand(self, held: Sequence[str], notices: Sequence[Notice]) -> None:
        begun = self._clock.now()
        asked = Asked(self._intake)
        await asked.clusters(_clusters(self._decide.mailable(notices)))
        notices = [*notices, *await self._waiting(held, asked)]
        mailable = self._decide.mailable(notices)
        await asked.assessments({each.assessment for each in mailable if asked.somebody(each.cluster)})
        pairs = {(each.cluster, each.assessment) for each in mailable if each.assessment is not None}
        logs = await self._notices.log(pairs) if pairs else {}
        outcomes = await self._outcomes(notices, Known(asked.about, asked.facts, logs))
        await self._keep(await self._still_held(outcomes, begun))
        await self._pause(outcomes)
        if asked.failure is not None:
            raise asked.failure

    async def _waiting(self, held: Sequence[str], asked: "Asked") -> list[Notice]:
        """Return what waits for a recipient in clusters that have one now, because a new notice asks at once."""
        open_to_it = [cluster for cluster in held if cluster not in asked.about or asked.somebody(cluster)]
        later = await self._notices.waiting(open_to_it, self._clock.now()) if open_to_it else []
        await asked.clusters(_clusters(later))
        return [notice for notice in later if asked.somebody(notice.cluster)]

    async def _outcomes(self, notices: Iterable[Notice], known: Known) -> list[Outcome]:
        by_cluster: dict[str, list[Notice]] = defaultdict(list)
        for notice in sorted(notices, key=lambda each: each.order):
            by_cluster[notice.cluster].append(notice)
        outcomes = []
        for cluster, those in by_cluster.items():
            outcomes.append(self._decide(cluster, those, known, self._clock.now()))
            await asyncio.sleep(0)  # fifty letters take half a second; mails under way and probes need not wait for it
        return outcomes

    async def _still_held(self, outcomes: list[Outcome], begun: datetime) -> list[Outcome]:
        """Leave out what another replica may have taken because asking and composing took long."""
        if not outcomes or self._clock.now() - begun < self._holding.length / 3:
            return outcomes
        held = await self._hold([outcome.cluster for outcome in outcomes])
        return [outcome for outcome in outcomes if outcome.cluster in held]

    async def _keep(self, outcomes: Sequence[Outcome]) -> None:
        """Store all at once; if a mistake of ours prevents that, each for itself, so that it blocks its own cluster."""
        try:
            await self._store([decided for outcome in outcomes for decided in outcome.decided])
        except TransientError:
            raise
        except Exception:
            log.exception("a pass cannot be stored at once")
            for outcome in outcomes:
                await self._keep_alone(outcome)

    async def _keep_alone(self, outcome: Outcome) -> None:
        try:
            await self._store(outcome.decided)
        except TransientError:
            raise
        except Exception as error:
            log.exception("what was decided cannot be stored", cluster=outcome.cluster)
            outcome.block(error)

    async def _store(self, decided: Sequence[Decided]) -> None:
        if not decided:
            return
        messages = [message for each in decided for message in await self._in_place(each)]
        await self._messages.add(messages)
        await self._notices.settle([each.settlement for each in decided])
        if any(message.due for message in messages):
            self._to_send()
        for each in decided:
            self._sound(each.sounding)

    async def _in_place(self, decided: Decided) -> Sequence[Message]:
        """The history of a message that waited for a recipient goes on in those that replace it."""
        if not decided.messages or decided.notice.state != "no_recipient":
            return decided.messages
        placeholder = message_id(decided.notice.event, "verdict", None)
        waited = await self._messages.find(placeholder)
        if waited is None:
            return decided.messages
        await self._messages.remove(placeholder)
        return [replace(each, history=(*waited.history, *each.history)) for each in decided.messages]

    async def _pause(self, outcomes: Iterable[Outcome]) -> None:
        stopped: dict[Stop, list[str]] = defaultdict(list)
        for outcome in outcomes:
            if outcome.stop is not None:
                stopped[outcome.stop].append(outcome.cluster)
                self._sound(outcome.late)
        for stop, clusters in stopped.items():
            await self._notices.postpone(clusters, self._clock.now() + PAUSES[stop])

    def _sound(self, sounding: Sounding | None) -> None:
        if sounding is not None:
            self._alarms.sound(sounding.alarm, **sounding.facts)


class Asked:
    """What intake says in one pass. Nothing is asked twice, and nothing more once intake is away: `failure`."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._tried: set[str] = set()
        self.about: dict[str, About] = {}
        self.facts: dict[str, AssessmentFacts | None] = {}
        self.failure: TransientError | None = None

    async def clusters(self, clusters: Collection[str]) -> None:
        """Ask about those of the clusters that were not asked about."""
        asking = [cluster for cluster in clusters if cluster not in self._tried]
        self._tried.update(asking)
        if not asking or self.failure is not None:
            return
        try:
            self.about.update(await self._intake.about(asking))
        except TransientError as error:
            self.failure = error

    async def assessments(self, assessments: Collection[str | None]) -> None:
        """Ask about the assessments."""
        asking = sorted(assessment for assessment in assessments if assessment is not None)
        if not asking or self.failure is not None:
            return
        try:
            self.facts.update(await self._intake.assessments(asking))
        except TransientError as error:
            self.failure = error

    def somebody(self, cluster: str) -> bool:
        """Say whether the cluster is known, and somebody is to be told."""
        about = self.about.get(cluster)
        return about is not None and about.facts is not None and bool(about.recipients)


def _clusters(notices: Iterable[Notice]) -> list[str]:
    return list(dict.fromkeys(notice.cluster for notice in notices))
