"""What becomes of a cluster's notices, one after the other by revision, once everything that is asked is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

import structlog

from services.notifier.application.compose_letter import ComposeLetter
from services.notifier.application.ports import About, AssessmentFacts, NotKnownYetError, Settlement
from services.notifier.domain.decision import ClusterLog, Mail, Suppress, decide, never_mailed
from services.notifier.domain.message import Alarm, Message, State, Step, message_id
from services.notifier.domain.notice import Notice
from shared.telemetry.traces import continued

log = structlog.get_logger()

ASK_AGAIN = timedelta(minutes=10)
"""After this a notice without recipients asks intake again; a new notice of the cluster asks at once."""

CRITERIA_LATE = timedelta(minutes=1)
"""Criteria that have not arrived by then are not on their way any more: perhaps they lie among the dead letters."""

Stop = Literal["intake", "criteria", "blocked"]
"""Why the rest of a cluster's notices waits: for intake's answer, for criteria, or for us to mend a mistake."""


@dataclass(frozen=True)
class Known:
    """What was asked before anything is decided. A cluster or an assessment that is missing could not be told of now;
    an assessment that is None is not known to intake."""

    about: Mapping[str, About]
    assessments: Mapping[str, AssessmentFacts | None]
    logs: Mapping[str, ClusterLog]


@dataclass(frozen=True)
class Sounding:
    """An alarm that is sounded once what it speaks of is stored."""

    alarm: Alarm
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Decided:
    """One notice, what becomes of it, and the messages that are made of it."""

    notice: Notice
    settlement: Settlement
    messages: Sequence[Message] = ()
    sounding: Sounding | None = None


@dataclass
class Outcome:
    """What was decided about one cluster, in the order of its revisions, and why not about the rest."""

    cluster: str
    decided: list[Decided] = field(default_factory=list)
    stop: Stop | None = None
    late: Sounding | None = None

    def block(self, error: Exception) -> None:
        """Nothing more of this cluster until a mistake of ours is mended."""
        self.stop = "blocked"
        self.late = Sounding("blocked", {"cluster": self.cluster, "error": type(error).__name__})


class DecideNotices:
    """Decides in memory, by what was asked before."""

    def __init__(self, compose: ComposeLetter, mail_from: datetime) -> None:
        self._compose, self._mail_from = compose, mail_from

    def mailable(self, notices: Iterable[Notice]) -> list[Notice]:
        """Return those about which something has to be asked: all others are suppressed whatever the answers."""
        return [notice for notice in notices if never_mailed(notice, self._mail_from) is None]

    def __call__(self, cluster: str, notices: Iterable[Notice], known: Known, now: datetime) -> Outcome:
        """Return what becomes of the cluster's `notices`, which come by revision."""
        outcome = Outcome(cluster)
        mail_log = known.logs.get(cluster, ClusterLog())
        for notice in notices:
            context = structlog.contextvars.bound_contextvars(cluster=cluster, event_id=notice.event)
            with context, continued("expand notice", notice.traceparent):
                decided = self._decided(notice, mail_log, known, outcome, now)
            if decided is None:
                break
            outcome.decided.append(decided)
            if decided.settlement.state != "no_recipient":
                mail_log = mail_log.after(notice, mailed=decided.settlement.state == "expanded")
        return outcome

    def _decided(
        self, notice: Notice, mail_log: ClusterLog, known: Known, outcome: Outcome, now: datetime
    ) -> Decided | None:
        """Return what becomes of one notice; None: nothing yet, and `outcome` says why."""
        try:
            decision = decide(notice, mail_log.of(notice.assessment), self._mail_from)
            if isinstance(decision, Suppress):
                settlement = Settlement(notice.event, "suppressed", decision.reason, now)
                return Decided(notice, settlement, [_unaddressed(notice, "suppressed", decision.reason, now)])
            decided = self._mail(notice, decision, known, now)
            if decided is None:
                outcome.stop = "intake"
            return decided
        except NotKnownYetError as error:
            log.warning("a result waits for its criteria", reason=str(error))
            outcome.stop = "criteria"
            if now - notice.recorded > CRITERIA_LATE:
                outcome.late = Sounding("unknown_criteria", {"cluster": notice.cluster, "reason": str(error)})
        except Exception as error:  # a mistake of ours: it must not stop the other clusters
            log.exception("a notice cannot be expanded")
            outcome.block(error)
        return None

    def _mail(self, notice: Notice, decision: Mail, known: Known, now: datetime) -> Decided | None:
        about, assessment = known.about.get(notice.cluster), notice.assessment or ""
        if about is None:
            return None
        if about.facts is None:
            return _waiting(notice, "unknown_to_intake", "intake does not know the cluster", now)
        if not about.recipients:
            return _waiting(notice, "no_recipient", "nobody is to be told about this cluster", now)
        if assessment not in known.assessments:
            return None
        facts = known.assessments[assessment]
        if facts is None:
            return _waiting(notice, "unknown_to_intake", "intake does not know the assessment", now)
        messages = self._compose(notice, decision, about.facts, facts, about.recipients, now)
        return Decided(notice, Settlement(notice.event, "expanded", "", now), messages)


def _waiting(notice: Notice, alarm: Alarm, detail: str, now: datetime) -> Decided:
    """What waited already is silent and keeps its message."""
    settlement = Settlement(notice.event, "no_recipient", "", now + ASK_AGAIN)
    if notice.state == "no_recipient":
        return Decided(notice, settlement)
    sounding = Sounding(alarm, {"cluster": notice.cluster, "notice": notice.event})
    return Decided(notice, settlement, [_unaddressed(notice, "no_recipient", detail, now)], sounding)


def _unaddressed(notice: Notice, state: State, detail: str, now: datetime) -> Message:
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
