"""Whether a result is mailed (design 4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """What the notifier has already decided for one cluster, as one of its assessments sees it.

    `decided` is the greatest revision decided, either way, for the notice's assessment; `assessment_mailed` says
    whether that assessment ever had a mail; `verdicts` are those of the cluster's last mail, on whatever assessment.
    """

    decided: Revision | None = None
    assessment_mailed: bool = False
    verdicts: Verdicts | None = None


@dataclass(frozen=True)
class ClusterLog:
    """What was decided for one cluster: the greatest revision by assessment, which assessments had a mail, and the
    verdicts of the last mail, on whatever assessment."""

    decided: Mapping[str | None, Revision] = field(default_factory=dict)
    mailed: frozenset[str | None] = frozenset()
    verdicts: Verdicts | None = None

    def of(self, assessment: str | None) -> MailLog:
        """Return what concerns `assessment`."""
        return MailLog(self.decided.get(assessment), assessment in self.mailed, self.verdicts)

    def after(self, notice: Notice, *, mailed: bool) -> "ClusterLog":
        """Return the log once `notice` is decided as well."""
        known = self.decided.get(notice.assessment, notice.revision)
        decided = {**self.decided, notice.assessment: max(known, notice.revision)}
        if not mailed:
            return ClusterLog(decided, self.mailed, self.verdicts)
        return ClusterLog(decided, self.mailed | {notice.assessment}, notice.verdicts)


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
    reason = never_mailed(notice, mail_from)
    if reason is None and log.decided is not None and notice.revision <= log.decided:
        reason = "outdated"
    unchanged = not _differs(notice.verdicts, log.verdicts)
    if reason is None and unchanged and log.assessment_mailed:
        reason = "unchanged"
    if reason is not None:
        return Suppress(reason)
    return Mail(unchanged=unchanged, previous=log.verdicts)


def never_mailed(notice: Notice, mail_from: datetime) -> Reason | None:
    """Return why the notice would not be mailed whatever was mailed before; None: that has to be asked."""
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
