"""Poison among good records on a real Kafka: every neighbour is handled, every refusal is kept with its reason."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest
from aiokafka import AIOKafkaProducer
from prometheus_client import REGISTRY

from shared.contracts.registry import NotAnEventError, parse_event
from shared.errors import PermanentError, StopConsumingError, TransientError
from shared.kafka.lifespan import RunningConsumer, open_consumer, open_publisher
from shared.kafka.records import Record
from shared.kafka.settings import KafkaSettings
from tests.support.events import registered
from tests.support.kafka import committed, eventually, read_topic, send, send_with_unreadable_key

TOPIC = "branda.submissions"
LETTERS = f"{TOPIC}.dlq"


class Collecting:
    """Parses each record alone; refuses what is no event; can be told that its server is away."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.calls: list[int] = []
        self.away_from: int | None = None

    async def __call__(self, records: Sequence[Record]) -> Mapping[int, PermanentError]:
        self.calls.append(len(records))
        refused: dict[int, PermanentError] = {}
        for position, record in enumerate(records):
            if self.away_from is not None and record.offset >= self.away_from:
                raise TransientError("the sink is away", undone=range(position, len(records)))
            try:
                self.done.append(parse_event(record.value or b"").id)
            except NotAnEventError as error:
                refused[position] = PermanentError(str(error))
        return refused


@asynccontextmanager
async def consuming(settings: KafkaSettings, handler: Collecting) -> AsyncIterator[RunningConsumer]:
    async with (
        open_publisher(settings, [TOPIC]) as publisher,
        open_consumer(settings, handler, publisher, topics=(TOPIC,), group="test", source="test") as consumer,
    ):
        yield consumer


async def test_every_kind_of_poison_is_kept_and_its_neighbours_are_handled(
    kafka_settings: KafkaSettings, producer: AIOKafkaProducer, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = [registered(number) for number in range(6)]
    unknown = good[0].encode().replace(b"branda.cluster.registered.v1", b"branda.cluster.painted.v1")
    poison: list[bytes | None] = [b"\xff not JSON", b'{"no": "envelope"}', unknown, None]
    values = [value for pair in zip([event.encode() for event in good[:4]], poison, strict=True) for value in pair]
    await send(kafka_settings, TOPIC, values)
    bad_headers = [("null", None), ("latin", b"\xe9\xff"), ("reply_to", b"elsewhere")]
    await send(kafka_settings, TOPIC, [good[4].encode(), b"[]"], headers=bad_headers)
    skipped = await send_with_unreadable_key(monkeypatch, kafka_settings, TOPIC, good[0].encode())
    await send(kafka_settings, TOPIC, [good[5].encode()])

    handler = Collecting()
    async with consuming(kafka_settings, handler) as consumer:
        await eventually(lambda: len(handler.done) >= 6)
        await eventually(lambda: consumer.progress.dead == 5)
        assert consumer.problem() is None
        assert consumer.progress.skipped == 1

    assert handler.done == [event.id for event in good]
    letters = await read_topic(kafka_settings, LETTERS)
    by_offset = {int(dict(letter.headers)["dlq-offset"]): letter for letter in letters}
    assert set(by_offset) == {1, 3, 5, 7, 9, skipped}
    assert [by_offset[offset].value for offset in (1, 3, 5, 9)] == [*poison[:3], b"[]"]
    reasons = {offset: dict(letter.headers)["dlq-reason"].decode() for offset, letter in by_offset.items()}
    assert reasons[1].startswith("not JSON")
    assert reasons[3].startswith("not an envelope")
    assert reasons[5] == "unknown type: branda.cluster.painted.v1"
    assert "header key is not UTF-8" in reasons[skipped]
    kept = json.loads(dict(by_offset[9].headers)["dlq-headers"])
    assert kept[:2] == [["null", None], ["latin", {"base64": base64.b64encode(b"\xe9\xff").decode()}]]
    assert await committed(kafka_settings, "test", TOPIC) == 12


async def test_an_unreadable_record_costs_neither_its_neighbours_nor_other_partitions(
    kafka_settings: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [registered(number) for number in range(90)]
    for partition in range(3):
        mine = [event.encode() for event in events[partition * 30 : partition * 30 + 30]]
        await send(kafka_settings, TOPIC, mine[:15], partition=partition)
        await send_with_unreadable_key(monkeypatch, kafka_settings, TOPIC, b"{}", partition)
        await send(kafka_settings, TOPIC, mine[15:], partition=partition)
    handler = Collecting()
    started = time.monotonic()
    async with consuming(kafka_settings, handler) as consumer:
        await eventually(lambda: len(handler.done) >= 90)
        assert consumer.progress.skipped == 3
    assert sorted(handler.done) == sorted(event.id for event in events)
    assert time.monotonic() - started < 10
    assert [await committed(kafka_settings, "test", TOPIC, number) for number in range(3)] == [31, 31, 31]
    letters = [dict(letter.headers) for letter in await read_topic(kafka_settings, LETTERS)]
    assert {(letter["dlq-partition"], letter["dlq-offset"]) for letter in letters} == {
        (b"%d" % n, b"15") for n in range(3)
    }


async def test_the_done_prefix_is_committed_while_the_sink_is_away(kafka_settings: KafkaSettings) -> None:
    events = [registered(number) for number in range(40)]
    await send(kafka_settings, TOPIC, [event.encode() for event in events])
    handler = Collecting()
    handler.away_from = 25
    async with consuming(kafka_settings, handler) as consumer:
        await eventually(lambda: len(handler.calls) >= 2)
        assert await committed(kafka_settings, "test", TOPIC) == 25
        assert consumer.problem() == "the sink is away"
        handler.away_from = None
        await eventually(lambda: len(handler.done) == 40)
        await eventually(lambda: consumer.problem() is None)
    assert handler.done == [event.id for event in events]
    assert await committed(kafka_settings, "test", TOPIC) == 40


async def test_too_many_dead_letters_stop_the_consumer_before_more_is_buried(kafka_settings: KafkaSettings) -> None:
    good, bad = registered(1).encode(), b"{}"
    await send(kafka_settings, TOPIC, [bad if number % 2 else good for number in range(1200)])
    async with consuming(kafka_settings, Collecting()) as consumer:
        await eventually(lambda: consumer.progress.stopped is not None)
        before = await committed(kafka_settings, "test", TOPIC)
        await asyncio.sleep(0.5)
        assert await committed(kafka_settings, "test", TOPIC) == before
        assert "dead letters" in (consumer.problem() or "")
        group = {"group": kafka_settings.topic("test")}
        assert REGISTRY.get_sample_value("branda_consumer_stopped", group) == 1
        finished = REGISTRY.get_sample_value("branda_batch_finished_timestamp_seconds", group)
        assert 0 <= time.time() - (finished or 0) < 60
        assert len(await read_topic(kafka_settings, LETTERS)) <= 300


async def test_a_handler_may_stop_the_consumer_and_leave_its_offsets(kafka_settings: KafkaSettings) -> None:
    await send(kafka_settings, TOPIC, [registered(1).encode()])

    async def refuse(records: Sequence[Record]) -> Mapping[int, PermanentError]:
        raise StopConsumingError("a newer engine was here", restart=False)

    async with (
        open_publisher(kafka_settings, [TOPIC]) as publisher,
        open_consumer(kafka_settings, refuse, publisher, topics=(TOPIC,), group="test", source="test") as consumer,
    ):
        await eventually(lambda: consumer.problem() == "a newer engine was here")
        await asyncio.sleep(0.3)
    assert not await committed(kafka_settings, "test", TOPIC)


async def test_a_mistake_of_ours_loses_nothing(kafka_settings: KafkaSettings) -> None:
    events = [registered(number) for number in range(5)]
    await send(kafka_settings, TOPIC, [event.encode() for event in events])
    handler = Collecting()
    failures = iter([RuntimeError("bug"), RuntimeError("bug")])

    async def failing(records: Sequence[Record]) -> Mapping[int, PermanentError]:
        if error := next(failures, None):
            raise error
        return await handler(records)

    async with (
        open_publisher(kafka_settings, [TOPIC]) as publisher,
        open_consumer(kafka_settings, failing, publisher, topics=(TOPIC,), group="test", source="test"),
    ):
        await eventually(lambda: len(handler.done) == 5)
    assert handler.done == [event.id for event in events]
