"""Waiting grows, is capped and never in step."""

from shared.kafka.backoff import Backoff


def test_delays_double_from_half_a_second_to_thirty() -> None:
    backoff = Backoff()
    delays = [backoff.next_delay() for _ in range(12)]
    for delay, full in zip(delays, [0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30], strict=True):
        assert full / 2 <= delay <= full
    backoff.reset()
    assert backoff.next_delay() <= 0.5


def test_a_very_long_outage_does_not_overflow() -> None:
    backoff = Backoff()
    backoff.attempts = 100_000
    assert backoff.next_delay() <= 30
