"""When a consumer is given up, and when it is left in peace."""

from collections.abc import Mapping
from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError

from shared.kafka.consume import Progress
from shared.kafka.watchdog import Watchdog


class Consumer:
    """Three records behind on one partition; `away` makes the broker silent."""

    def __init__(self, lag: int, away: bool = False) -> None:
        self._lag = lag
        self.away = away

    def assignment(self) -> set[str]:
        return {"partition"}

    async def end_offsets(self, _: Any) -> Mapping[str, int]:
        if self.away:
            raise KafkaConnectionError
        return {"partition": 10}

    async def position(self, _: str) -> int:
        return 10 - self._lag


@pytest.mark.parametrize(
    ("consumer", "changes", "given_up"),
    [
        (Consumer(3), {}, True),
        (Consumer(0), {"in_batch": True}, True),
        (Consumer(0), {}, False),
        (Consumer(3, away=True), {}, False),
        (Consumer(3), {"waiting_for": "MongoDB"}, False),
        (Consumer(3), {"stopped": "too many dead letters"}, False),
        (None, {}, False),
    ],
    ids=["lag", "hung batch", "idle", "broker away", "declared back-off", "stopped on purpose", "not started"],
)
async def test_only_an_unexplained_standstill_is_given_up(
    consumer: Consumer | None, changes: dict[str, Any], given_up: bool
) -> None:
    now = [0.0]
    reasons: list[str] = []
    progress = Progress(finished_at=0.0, **changes)
    dog = Watchdog(lambda: consumer, progress, reasons.append, patience=120, clock=lambda: now[0])
    for seconds in range(0, 119, 10):
        now[0] = float(seconds)
        await dog.look()
    assert not reasons
    for seconds in (121, 131):
        now[0] = float(seconds)
        await dog.look()
    assert bool(reasons) is given_up
    assert dog.broker_silent is (consumer is not None and consumer.away)


async def test_the_patience_begins_anew_when_the_broker_is_back() -> None:
    now = [0.0]
    reasons: list[str] = []
    consumer: list[Any] = [Consumer(3, away=True)]
    dog = Watchdog(lambda: consumer[0], Progress(finished_at=0.0), reasons.append, patience=120, clock=lambda: now[0])
    now[0] = 300.0
    await dog.look()
    consumer[0] = Consumer(3)
    now[0] = 400.0
    await dog.look()
    assert not reasons
