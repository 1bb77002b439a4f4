"""The outbox relay against fakes."""

import asyncio
import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from shared.background import in_background
from shared.errors import TransientError
from shared.kafka.backoff import Backoff
from shared.kafka.records import Outgoing
from shared.kafka.relay import BATCH, Relay
from tests.support.kafka import eventually
from tests.support.outbox import MemoryOutbox, MemoryPublisher


def record(number: int) -> Outgoing:
    return Outgoing(number, "branda.submissions", b"k", b"%d" % number)


@pytest.fixture
def outbox() -> MemoryOutbox:
    return MemoryOutbox()


@pytest.fixture
def publisher() -> MemoryPublisher:
    return MemoryPublisher()


def relay_of(outbox: MemoryOutbox, publisher: MemoryPublisher, sweep: float = 60.0) -> Relay:
    return Relay(outbox, publisher, "test", sweep_interval=sweep, backoff=Backoff(0.001, 0.002))


async def test_what_the_broker_did_not_acknowledge_stays_in_the_outbox(
    outbox: MemoryOutbox, publisher: MemoryPublisher
) -> None:
    outbox.put(record(1), record(2), record(3))
    publisher.refused = {2}
    relay = relay_of(outbox, publisher)
    with pytest.raises(TransientError):
        await relay.relay_once()
    assert list(outbox.waiting) == [2]
    assert relay.backlog_failing
    publisher.refused = set()
    assert not await relay.relay_once()
    assert not outbox.waiting
    assert not relay.backlog_failing


async def test_a_full_batch_says_that_there_may_be_more(outbox: MemoryOutbox, publisher: MemoryPublisher) -> None:
    outbox.put(*map(record, range(BATCH + 1)))
    relay = relay_of(outbox, publisher)
    assert [await relay.relay_once() for _ in range(3)] == [True, False, False]


async def test_a_wake_up_publishes_at_once_and_a_sweep_finds_the_rest(
    outbox: MemoryOutbox, publisher: MemoryPublisher
) -> None:
    relay = relay_of(outbox, publisher)
    async with in_background(relay.run()):
        await asyncio.sleep(0.01)
        outbox.put(record(1))
        relay.wake()
        await eventually(lambda: len(publisher.published) == 1, 1)
    sweeping = relay_of(outbox, publisher, sweep=0.01)
    async with in_background(sweeping.run()):
        await asyncio.sleep(0.02)
        outbox.put(record(2))
        await eventually(lambda: len(publisher.published) == 2, 1)


async def test_it_outlives_both_servers_and_its_own_mistakes(
    outbox: MemoryOutbox, publisher: MemoryPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = relay_of(outbox, publisher, sweep=0.001)
    async with in_background(relay.run()):
        outbox.away = True
        outbox.put(record(1))
        await asyncio.sleep(0.01)
        outbox.away, publisher.away = False, True
        await eventually(lambda: relay.backlog_failing, 1)
        with monkeypatch.context() as patch:
            patch.setattr(outbox, "pending", None)
            await asyncio.sleep(0.01)
        publisher.away = False
        await eventually(lambda: not outbox.waiting, 1)
    assert [each.id for each in publisher.published] == [1]


async def test_its_age_is_that_of_the_oldest_record_and_ends_with_the_last(
    outbox: MemoryOutbox, publisher: MemoryPublisher
) -> None:
    relay = relay_of(outbox, publisher)
    assert relay.age() == 0
    publisher.away = True
    outbox.put(dataclasses.replace(record(1), since=datetime.now(UTC) - timedelta(hours=1)))
    outbox.put(record(2))
    with pytest.raises(TransientError):
        await relay.relay_once()
    assert 3600 <= relay.age() < 3660
    publisher.away = False
    await relay.relay_once()
    assert relay.age() == 0


async def test_an_outbox_that_does_not_know_since_when_is_behind_since_it_was_seen(
    outbox: MemoryOutbox, publisher: MemoryPublisher
) -> None:
    relay = relay_of(outbox, publisher)
    publisher.away = True
    outbox.put(record(1))
    for _ in range(2):
        with pytest.raises(TransientError):
            await relay.relay_once()
        await asyncio.sleep(0.02)
    assert relay.age() >= 0.03


async def test_what_is_handed_over_is_published_and_marked_without_being_read(
    outbox: MemoryOutbox, publisher: MemoryPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = relay_of(outbox, publisher)
    await relay.relay_once()
    monkeypatch.setattr(outbox, "pending", None)
    outbox.put(record(1), record(2))
    relay.hand_over([record(1), record(2)])
    relay.wake()
    assert not await relay.relay_once()
    assert [each.id for each in publisher.published] == [1, 2]
    assert not outbox.waiting


async def test_what_was_left_of_something_handed_over_is_found_in_the_outbox(
    outbox: MemoryOutbox, publisher: MemoryPublisher
) -> None:
    relay = relay_of(outbox, publisher)
    await relay.relay_once()
    outbox.put(record(1))
    publisher.away = True
    relay.hand_over([record(1)])
    with pytest.raises(TransientError):
        await relay.relay_once()
    publisher.away = False
    await relay.relay_once()
    assert not outbox.waiting


async def test_the_outbox_is_looked_at_however_much_is_handed_over(
    outbox: MemoryOutbox, publisher: MemoryPublisher
) -> None:
    relay = relay_of(outbox, publisher, sweep=0.02)
    async with in_background(relay.run()):
        await eventually(lambda: not relay.backlog_failing, 1)
        outbox.put(record(0))  # left by another process
        for number in range(1, 40):
            outbox.put(record(number))
            relay.hand_over([record(number)])
            await asyncio.sleep(0.002)
        await eventually(lambda: not outbox.waiting, 1)
    assert sorted({each.id for each in publisher.published}) == list(range(40))


async def test_no_more_is_kept_in_memory_than_a_batch(outbox: MemoryOutbox, publisher: MemoryPublisher) -> None:
    relay = relay_of(outbox, publisher)
    await relay.relay_once()
    many = [record(number) for number in range(2 * BATCH)]
    outbox.put(*many)
    relay.hand_over(many)
    while await relay.relay_once():
        pass
    assert not outbox.waiting
    assert len(publisher.published) == 2 * BATCH


async def test_what_a_sweep_has_found_is_not_published_again_from_memory(
    outbox: MemoryOutbox, publisher: MemoryPublisher
) -> None:
    relay = relay_of(outbox, publisher)
    outbox.put(record(1))
    relay.hand_over([record(1)])
    await relay.relay_once()
    await relay.relay_once()
    assert [each.id for each in publisher.published] == [1]


async def test_what_a_sweep_found_before_it_was_handed_over_is_published_once(
    outbox: MemoryOutbox, publisher: MemoryPublisher
) -> None:
    relay = relay_of(outbox, publisher)
    outbox.put(record(1))
    await relay.relay_once()
    relay.hand_over([record(1)])
    await relay.relay_once()
    assert [each.id for each in publisher.published] == [1]


async def test_what_another_writer_says_without_handing_it_over_is_looked_for_at_once(
    outbox: MemoryOutbox, publisher: MemoryPublisher
) -> None:
    relay = relay_of(outbox, publisher)
    await relay.relay_once()
    outbox.put(record(1), record(2))
    relay.hand_over([record(1)])
    relay.wake()
    relay.wake()
    await relay.relay_once()
    assert [each.id for each in publisher.published] == [1, 2]
