"""Dead letters keep everything needed to understand and to replay them."""

from datetime import UTC, datetime

import pytest

from shared.errors import PermanentError
from shared.kafka.deadletters import dead_letter, is_replayable, revive, unreadable_note
from shared.kafka.records import Record

SEEN = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("value", [b"", b"\x00\xff not JSON", b'{"id": 1}'])
def test_a_letter_comes_back_as_the_record_it_was(value: bytes) -> None:
    record = Record("t.branda.submissions", 3, 77, b"cluster", value, (("content-type", b"text"), ("bad", b"\xff")))
    letter = dead_letter(
        record, PermanentError("why"), group="g", topic="branda.submissions", attempts=2, first_seen=SEEN
    )
    assert (letter.topic, letter.key, letter.value) == ("branda.submissions.dlq", b"cluster", value)
    assert letter.headers["dlq-reason"] == "why"
    assert letter.headers["dlq-attempts"] == "2"
    assert letter.headers["dlq-first-seen"] == "2026-11-22T12:00:00+00:00"
    assert is_replayable(letter.headers)
    again = revive(letter.key, letter.value, letter.headers)
    assert (again.topic, again.key, again.value) == (record.topic, b"cluster", value)
    assert again.headers == {"content-type": "text"}


def test_a_record_without_value_or_readable_bytes_is_not_replayed() -> None:
    tombstone = Record("branda.submissions", 0, 1, None, None)
    letter = dead_letter(
        tombstone, PermanentError("empty"), group="g", topic="branda.submissions", attempts=1, first_seen=SEEN
    )
    note = unreadable_note("branda.submissions", 0, 5, group="g", plain_topic="branda.submissions")
    assert not is_replayable(letter.headers)
    assert not is_replayable(note.headers)
    assert (note.headers["dlq-offset"], note.value) == ("5", b"")


def test_a_long_reason_does_not_make_the_letter_unsendable() -> None:
    letter = dead_letter(
        Record("t", 0, 1, b"k", b"v"), PermanentError("x" * 10_000), group="g", topic="t", attempts=1, first_seen=SEEN
    )
    assert len(letter.headers["dlq-reason"]) == 500
