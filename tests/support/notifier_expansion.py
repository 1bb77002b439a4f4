"""The notifier's second step with its neighbours in memory."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from services.notifier.adapters.letters.renderer import JinjaLetters
from services.notifier.application.compose_letter import ComposeLetter
from services.notifier.application.decide_notices import DecideNotices
from services.notifier.application.expand_notices import ExpandNotices, Hold
from services.notifier.application.ports import NotKnownYetError, Wording
from services.notifier.domain.message import Message
from services.notifier.domain.notice import Notice
from tests.support.notifier import NOW, FakeIntake, FixedClock, FixedWording, HeardAlarms
from tests.support.notifier_stores import MemoryMessageStore, MemoryNoticeStore


@dataclass
class Expansion:
    """The use case with its neighbours."""

    notices: MemoryNoticeStore = field(default_factory=MemoryNoticeStore)
    store: MemoryMessageStore = field(default_factory=MemoryMessageStore)
    intake: FakeIntake = field(default_factory=FakeIntake)
    clock: FixedClock = field(default_factory=FixedClock)
    alarms: HeardAlarms = field(default_factory=HeardAlarms)
    to_send: asyncio.Event = field(default_factory=asyncio.Event)
    unknown: set[str] = field(default_factory=set)
    """Criteria that have not arrived."""

    def make(self, owner: str = "one") -> ExpandNotices:
        compose = ComposeLetter(self._wording, JinjaLetters(), lambda cluster: f"https://b.example/{cluster}")
        return ExpandNotices(
            self.notices,
            self.store,
            self.intake,
            DecideNotices(compose, mail_from=NOW - timedelta(days=1)),
            self.clock,
            self.alarms,
            hold=Hold(owner, timedelta(seconds=15)),
            to_send=self.to_send.set,
        )

    def _wording(self, bundle: str) -> Wording:
        if bundle in self.unknown:
            raise NotKnownYetError(bundle)
        return FixedWording()

    async def take(self, *notices: Notice) -> None:
        await self.notices.add(notices, self.clock.now())

    @property
    def messages(self) -> list[Message]:
        return list(self.store.messages.values())
