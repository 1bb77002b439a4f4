"""Claiming, sending and remembering."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.notifier.application.send_messages import SendMessages
from services.notifier.domain.delivery import Accepted, NotKnown, NotNow, Outcome, Refused
from services.notifier.domain.message import Message, begin_sending, claim
from shared.errors import TransientError
from tests.support.notifier import NOW, FakeSender, FixedClock, HeardAlarms, message
from tests.support.notifier_stores import MemoryMessageStore

LEASE = timedelta(seconds=15)


class Sending:
    """The use case with its neighbours and one message that waits."""

    def __init__(self) -> None:
        self.store = MemoryMessageStore()
        self.store.messages[message().id] = message()
        self.clock = FixedClock()
        self.alarms = HeardAlarms()

    def by(self, sender: FakeSender, lease: timedelta = LEASE) -> SendMessages:
        return SendMessages(self.store, sender, self.clock, self.alarms, lease=lease)

    @property
    def message(self) -> Message:
        return self.store.messages[message().id]

    @property
    def states(self) -> list[str]:
        return [step.state for step in self.message.history]


@pytest.fixture
def sending() -> Sending:
    return Sending()


async def test_a_waiting_message_is_claimed_sent_and_done(sending: Sending) -> None:
    sender = FakeSender()
    send = sending.by(sender)
    assert await send.step()
    assert sending.states == ["waiting", "claimed", "sending", "sent"]
    assert not await send.step()
    assert len(sender.sent) == 1


@pytest.mark.parametrize(
    ("outcome", "state", "alarms"),
    [
        (Accepted("250"), "sent", []),
        (NotNow("451"), "deferred", []),
        (NotNow("535", relay=True), "deferred", ["relay_trouble"]),
        (Refused("550"), "failed", ["refused"]),
        (NotKnown("cut"), "uncertain", ["uncertain"]),
    ],
)
async def test_each_outcome_has_its_state_and_alarm(
    sending: Sending, outcome: Outcome, state: str, alarms: list[str]
) -> None:
    await sending.by(FakeSender(outcome)).step()
    assert sending.message.state == state
    assert sending.alarms.heard == alarms


async def test_a_deferred_message_waits_its_time_on_the_clock(sending: Sending) -> None:
    sender = FakeSender(NotNow("451"), NotNow("451"))
    send = sending.by(sender)
    await send.step()
    assert not await send.step()
    sending.clock.pass_by(minutes=1)
    assert await send.step()
    sending.clock.pass_by(minutes=4, seconds=59)
    assert not await send.step()
    sending.clock.pass_by(seconds=1)
    assert await send.step()
    assert sending.message.state == "sent"
    assert len(sender.sent) == 3


async def test_the_resend_of_an_uncertain_message_is_the_same_mail(sending: Sending) -> None:
    sender = FakeSender(NotKnown("cut"))
    send = sending.by(sender)
    await send.step()
    sending.clock.pass_by(minutes=1)
    await send.step()
    first, second = sender.sent
    assert (first.id, first.content) == (second.id, second.content)
    assert sending.states == ["waiting", "claimed", "sending", "uncertain", "claimed", "sending", "sent"]


async def test_a_message_of_a_dead_process_is_taken_up_when_its_lease_ends(sending: Sending) -> None:
    sending.store.messages[message().id] = begin_sending(claim(message(), NOW, LEASE), NOW, LEASE)
    sender = FakeSender()
    send = sending.by(sender)
    sending.clock.pass_by(seconds=14)
    assert not await send.step()
    sending.clock.pass_by(seconds=1)
    assert await send.step()
    assert sending.states[-1] == "uncertain"
    assert await send.step()
    assert sending.states[-1] == "sent"
    assert sending.alarms.heard == ["uncertain"]


async def test_two_workers_never_send_one_message_twice(sending: Sending) -> None:
    sender = FakeSender()
    sender.gate = asyncio.Event()
    one, two = sending.by(sender), sending.by(sender)
    first = asyncio.create_task(one.step())
    await asyncio.sleep(0)
    assert not await two.step()
    assert not await one.step()
    sender.gate.set()
    assert await first
    assert len(sender.sent) == 1


async def test_a_slow_relay_keeps_its_message_by_extending_the_lease(sending: Sending) -> None:
    sender = FakeSender()
    sender.gate = asyncio.Event()
    task = asyncio.create_task(sending.by(sender, timedelta(milliseconds=30)).step())
    await asyncio.sleep(0.005)
    sending.clock.pass_by(milliseconds=20)
    await asyncio.sleep(0.03)
    assert sending.message.due == sending.clock.now() + timedelta(milliseconds=30)
    sender.gate.set()
    await task
    assert sending.message.state == "sent"


async def test_the_dot_is_not_written_when_somebody_else_has_the_message(sending: Sending) -> None:
    class Thief(FakeSender):
        async def send(self, message: Message, before_dot: Callable[[], Awaitable[None]]) -> Outcome:
            stolen = sending.message
            sending.store.messages[stolen.id] = replace(
                stolen, version=stolen.version + 1, attempts=stolen.attempts + 1
            )
            return await super().send(message, before_dot)

    sender = Thief()
    assert await sending.by(sender).step()
    assert sender.sent == []
    assert sending.message.state == "claimed"


async def test_a_250_is_stored_however_often_the_store_fails(sending: Sending, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.notifier.application.send_messages.STORE_PAUSE", 0.001)
    save = sending.store.save
    failures = iter([True] * 5)

    async def fragile(changed: Message) -> Message | None:
        if changed.state == "sent" and next(failures, False):
            raise TransientError("the database is away")
        return await save(changed)

    monkeypatch.setattr(sending.store, "save", fragile)
    sender = FakeSender()
    assert await sending.by(sender).step()
    assert sending.message.state == "sent"
    assert len(sender.sent) == 1


async def test_an_extension_whose_acknowledgement_is_lost_does_not_make_us_forget_a_250(
    sending: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server stored the change and died before it said so: the message is still ours, under a later version."""
    save = sending.store.save

    async def killed_before_the_answer(changed: Message) -> Message | None:
        extends = changed.state == "sending" and sending.message.state == "sending"
        stored = await save(changed)
        if extends:
            raise TransientError("the database is away")
        return stored

    class Slow(FakeSender):
        async def send(self, message: Message, before_dot: Callable[[], Awaitable[None]]) -> Outcome:
            outcome = await super().send(message, before_dot)
            await asyncio.sleep(0.03)
            return outcome

    monkeypatch.setattr(sending.store, "save", killed_before_the_answer)
    sender = Slow()
    assert await sending.by(sender, timedelta(milliseconds=30)).step()
    assert sending.states == ["waiting", "claimed", "sending", "sent"]
    assert len(sender.sent) == 1


async def test_no_dot_without_the_stored_intention(sending: Sending, monkeypatch: pytest.MonkeyPatch) -> None:
    save = sending.store.save

    async def fragile(changed: Message) -> Message | None:
        if changed.state == "sending":
            raise TransientError("the database is away")
        return await save(changed)

    monkeypatch.setattr(sending.store, "save", fragile)
    sender = FakeSender()
    with pytest.raises(TransientError):
        await sending.by(sender).step()
    assert sender.sent == []
    assert sending.message.state == "claimed"


async def test_a_process_told_to_stop_finishes_the_mail_under_way(sending: Sending) -> None:
    sender = FakeSender()
    sender.gate = asyncio.Event()
    task = asyncio.create_task(sending.by(sender).step())
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.sleep(0.01)
    sender.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sending.states == ["waiting", "claimed", "sending", "sent"]


async def test_a_process_told_to_stop_does_not_wait_for_a_relay_that_never_answers(
    sending: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notifier.application.send_messages.FAREWELL", 0.01)
    sender = FakeSender()
    sender.gate = asyncio.Event()
    task = asyncio.create_task(sending.by(sender).step())
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 1)
    assert sending.states == ["waiting", "claimed"]


async def test_senders_read_together_and_each_message_is_sent_once(
    sending: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sending.store.add([message(number) for number in range(2, 30)])
    reads, due = [], sending.store.due

    async def counted(now: datetime, limit: int) -> list[Message]:
        await asyncio.sleep(0)
        reads.append(limit)
        return await due(now, limit)

    monkeypatch.setattr(sending.store, "due", counted)
    sender = FakeSender()
    send = sending.by(sender)

    async def work() -> None:
        while await send.step():
            pass

    await asyncio.gather(work(), work(), work())
    assert sorted(each.id for each in sender.sent) == sorted(message(number).id for number in range(1, 30))
    assert len(reads) <= 2 + 3
    assert {each.state for each in sending.store.messages.values()} == {"sent"}


async def test_what_was_read_and_then_sent_by_another_process_is_left_alone(sending: Sending) -> None:
    await sending.store.add([message(2)])
    ours, theirs = FakeSender(), FakeSender()
    one, two = sending.by(ours), sending.by(theirs)
    assert await one.step()  # reads both, sends the first
    while await two.step():
        pass
    while await one.step():
        pass
    assert [len(ours.sent), len(theirs.sent)] == [1, 1]
