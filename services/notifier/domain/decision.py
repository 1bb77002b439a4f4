"""Whether a result is mailed (design 4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from services.notifier.domain.notice import Notice, Revision, Verdicts

Reason = Literal["superseded", "historic", "before_start", "silent_cause", "no_assessment", "outdated", "unchanged"]

SILENT_CAUSES = frozenset({"engine", "catalogue", "correction"})
"""We changed something, not the cluster: its coordinator would be told of our work as if it were theirs."""

HISTORIC_AFTER = timedelta(days=30)
"""What happened longer than this before it was recorded is history being filled in, not news."""


@dataclass(frozen=True)
class MailLog:
    """What the notifier has already decided for one cluster.

    `decided` is the greatest revision decided, either way, for the notice's assessment; `assessment_mailed` says
    whether that assessment ever had a mail; `verdicts` are those of the cluster's last mail, on whatever assessment.
    """

    decided: Revision | None = None
    assessment_mailed: bool = False
    verdicts: Verdicts | None = None


@dataclass(frozen=True)
class Mail:
    """Tell the recipients. `unchanged`: the verdicts are those of the last mail; `previous` are these."""

    unchanged: bool
    previous: Verdicts | None


@dataclass(frozen=True)
class Suppress:
    """Tell nobody, and say why in the log."""

    reason: Reason


Decision = Mail | Suppress


def decide(notice: Notice, log: MailLog, mail_from: datetime) -> Decision:
    """Decide whether `notice` is mailed; `mail_from` is when this notifier first started on an empty database.

    A result without an assessment is never mailed: the mail is "an estimate from your answers", and there are none.
    """
    reason = _never(notice, mail_from)
    if reason is None and log.decided is not None and notice.revision <= log.decided:
        reason = "outdated"
    unchanged = not _differs(notice.verdicts, log.verdicts)
    if reason is None and unchanged and log.assessment_mailed:
        reason = "unchanged"
    if reason is not None:
        return Suppress(reason)
    return Mail(unchanged=unchanged, previous=log.verdicts)


def _never(notice: Notice, mail_from: datetime) -> Reason | None:
    if not notice.current:
        return "superseded"
    if notice.imported or _is_history(notice):
        return "historic"
    if _became_known(notice) < mail_from:
        return "before_start"
    if notice.cause in SILENT_CAUSES:
        return "silent_cause"
    if notice.assessment is None:
        return "no_assessment"
    return None


def _is_history(notice: Notice) -> bool:
    """A live submission is news however old its answers are; it always gets its receipt."""
    return notice.cause != "submission" and notice.business < notice.recorded - HISTORIC_AFTER


def _became_known(notice: Notice) -> datetime:
    """A date that arrives by the calendar has no causing event; `recorded` is then that of some old one."""
    return max(notice.business, notice.recorded) if notice.cause == "calendar" else notice.recorded


def _differs(now: Verdicts, last: Verdicts | None) -> bool:
    """Say whether a verdict changed; a level that the last mail did not know is no change by itself."""
    if last is None:
        return True
    return any(level in last and last[level] != verdict for level, verdict in now.items())
