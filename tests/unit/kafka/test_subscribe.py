"""What a consumer asks of the broker."""

from typing import Any, cast

from faststream.kafka import KafkaBroker

from shared.kafka.broker import subscribe


class RecordingBroker:
    """Keeps what it was asked for."""

    def subscriber(self, *topics: str, **options: Any) -> dict[str, Any]:
        return {"topics": topics, **options}


def asked(gather_ms: int = 0) -> dict[str, Any]:
    broker = cast(KafkaBroker, RecordingBroker())
    options: dict[str, Any] = subscribe(broker, "t", group="g", instance=None, gather_ms=gather_ms)
    return options


def test_a_record_that_somebody_waits_for_is_handed_over_at_once() -> None:
    assert asked()["fetch_min_bytes"] == 1


def test_a_consumer_that_gathers_is_answered_when_its_time_is_up() -> None:
    gathering = asked(gather_ms=250)
    assert gathering["fetch_max_wait_ms"] == 250
    assert gathering["fetch_min_bytes"] > 200 * 4096
