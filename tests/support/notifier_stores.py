"""The notifier's stores in memory; they pass the suite of the real ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.notifier.application.ports import Page
from services.notifier.domain.decision import MailLog
from services.notifier.domain.message import Message, State
from services.notifier.domain.notice import Notice, NoticeState

UNDECIDED = ("open", "no_recipient")


class MemoryNoticeStore:
    """Notices by event."""

    def __init__(self) -> None:
        self.notices: dict[str, Notice] = {}
        self.reasons: dict[str, str] = {}
        self._due: dict[str, datetime] = {}
        self._decided: dict[str, datetime] = {}
        self._holds: dict[str, tuple[str, datetime]] = {}
        self._mail_from: datetime | None = None

    async def start(self, now: datetime) -> datetime:
        self._mail_from = self._mail_from or now
        return self._mail_from

    async def add(self, notices: Sequence[Notice], now: datetime) -> int:
        new = {notice.event: notice for notice in reversed(notices) if notice.event not in self.notices}
        self.notices |= new
        self._due |= dict.fromkeys(new, now)
        return len(new)

    async def due_clusters(self, now: datetime, limit: int) -> list[str]:
        due: dict[str, datetime] = {}
        for event, when in self._due.items():
            cluster = self.notices[event].cluster
            if when <= now:
                due[cluster] = min(when, due.get(cluster, when))
        return sorted(due, key=lambda cluster: (due[cluster], cluster))[:limit]

    async def hold(self, cluster: str, owner: str, now: datetime, until: datetime) -> bool:
        holder, end = self._holds.get(cluster, (owner, now))
        if holder != owner and end > now:
            return False
        self._holds[cluster] = (owner, until)
        return True

    async def release(self, cluster: str, owner: str) -> None:
        if self._holds.get(cluster, ("", None))[0] == owner:
            del self._holds[cluster]

    async def undecided(self, cluster: str) -> list[Notice]:
        found = [each for each in self.notices.values() if each.cluster == cluster and each.state in UNDECIDED]
        return sorted(found, key=lambda notice: notice.order)

    async def log(self, cluster: str, assessment: str | None) -> MailLog:
        decided = [each for each in self.notices.values() if each.cluster == cluster and each.state not in UNDECIDED]
        mailed = [each for each in decided if each.state == "expanded"]
        last = max(mailed, key=lambda notice: (self._decided[notice.event], notice.order), default=None)
        return MailLog(
            decided=max((each.revision for each in decided if each.assessment == assessment), default=None),
            assessment_mailed=any(each.assessment == assessment for each in mailed),
            verdicts=last.verdicts if last else None,
        )

    async def settle(self, event: str, state: NoticeState, reason: str, now: datetime) -> None:
        self.notices[event] = replace(self.notices[event], state=state)
        self.reasons[event] = reason
        self._decided[event] = now
        self._due.pop(event, None)

    async def await_recipient(self, event: str, due: datetime) -> None:
        self.notices[event] = replace(self.notices[event], state="no_recipient")
        self._due[event] = due

    async def postpone(self, cluster: str, due: datetime) -> None:
        for notice in await self.undecided(cluster):
            self._due[notice.event] = max(due, self._due[notice.event])


class MemoryMessageStore:
    """Messages by id."""

    def __init__(self) -> None:
        self.messages: dict[str, Message] = {}

    async def add(self, messages: Sequence[Message]) -> int:
        new = {message.id: message for message in reversed(messages) if message.id not in self.messages}
        self.messages |= new
        return len(new)

    async def remove(self, message: str) -> None:
        if message in self.messages and self.messages[message].state == "no_recipient":
            del self.messages[message]

    async def find(self, message: str) -> Message | None:
        return self.messages.get(message)

    async def due(self, now: datetime, limit: int) -> list[Message]:
        due = [(each.due, each.id) for each in self.messages.values() if each.due is not None and each.due <= now]
        return [self.messages[message] for _, message in sorted(due)[:limit]]

    async def save(self, message: Message) -> Message | None:
        known = self.messages.get(message.id)
        if known is None or known.version != message.version:
            return None
        self.messages[message.id] = replace(message, version=message.version + 1)
        return self.messages[message.id]

    async def page(self, state: State | None, cluster: str | None, cursor: str | None, limit: int) -> Page:
        if cursor is not None and cursor not in self.messages:
            raise ValueError("the cursor is not one of this list")
        after = self._place(self.messages[cursor]) if cursor is not None else None
        found = [
            each
            for each in sorted(self.messages.values(), key=self._place, reverse=True)
            if state in (None, each.state)
            and cluster in (None, each.cluster)
            and (after is None or self._place(each) < after)
        ]
        return Page(tuple(found[:limit]), found[limit - 1].id if len(found) > limit else None)

    async def counts(self) -> dict[State, int]:
        states = sorted(message.state for message in self.messages.values())
        return {state: states.count(state) for state in states}

    @staticmethod
    def _place(message: Message) -> tuple[datetime, str]:
        return message.created, message.id
