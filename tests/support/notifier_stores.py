"""The notifier's stores in memory; they pass the suite of the real ones."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from services.notifier.application.ports import Page, Settlement
from services.notifier.domain.decision import ClusterLog
from services.notifier.domain.message import Message, State
from services.notifier.domain.notice import Notice

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

    async def hold(self, clusters: Collection[str], owner: str, now: datetime, until: datetime) -> list[str]:
        mine = []
        for cluster in clusters:
            holder, end = self._holds.get(cluster, (owner, now))
            if holder == owner or end <= now:
                self._holds[cluster] = (owner, until)
                mine.append(cluster)
        return mine

    async def release(self, clusters: Collection[str], owner: str) -> None:
        for cluster in clusters:
            if self._holds.get(cluster, ("", None))[0] == owner:
                del self._holds[cluster]

    async def undecided(self, clusters: Collection[str], now: datetime) -> list[Notice]:
        return self._of(
            clusters, lambda each: each.state == "open" or (self._is_waiting(each) and self._is_due(each, now))
        )

    async def waiting(self, clusters: Collection[str], now: datetime) -> list[Notice]:
        return self._of(clusters, lambda each: self._is_waiting(each) and not self._is_due(each, now))

    def _of(self, clusters: Collection[str], chosen: Callable[[Notice], bool]) -> list[Notice]:
        found = [each for each in self.notices.values() if each.cluster in clusters and chosen(each)]
        return sorted(found, key=lambda notice: (notice.cluster, notice.order))

    def _is_due(self, notice: Notice, now: datetime) -> bool:
        return self._due[notice.event] <= now

    @staticmethod
    def _is_waiting(notice: Notice) -> bool:
        return notice.state == "no_recipient"

    async def log(self, asked: Collection[tuple[str, str]]) -> dict[str, ClusterLog]:
        logs: dict[str, ClusterLog] = {}
        decided = [each for each in self.notices.values() if each.state not in UNDECIDED]
        for notice in sorted(decided, key=lambda each: (self._decided[each.event], each.order)):
            mailed = notice.state == "expanded"
            if mailed or (notice.cluster, notice.assessment) in asked:
                log = logs.get(notice.cluster, ClusterLog())
                logs[notice.cluster] = log.after(notice, mailed=mailed)
        return {cluster: log for cluster, log in logs.items() if cluster in {pair[0] for pair in asked}}

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        for each in settlements:
            if self.notices[each.event].state not in UNDECIDED:
                continue
            self.notices[each.event] = replace(self.notices[each.event], state=each.state)
            if each.state == "no_recipient":
                self._due[each.event] = each.at
            else:
                self.reasons[each.event] = each.reason
                self._decided[each.event] = each.at
                self._due.pop(each.event, None)

    async def postpone(self, clusters: Collection[str], due: datetime) -> None:
        for notice in self._of(clusters, lambda each: each.state in UNDECIDED):
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
