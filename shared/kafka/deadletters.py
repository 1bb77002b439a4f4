"""Dead letters: the bytes that could not become an event, and why, kept 90 days and replayable."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.errors import PermanentError
from shared.kafka.records import Outgoing, Record

SUFFIX = ".dlq"
"""Appended to the name of the topic on which the record lay."""


def _header_text(value: bytes | None) -> dict[str, str] | None:
    if value is None:
        return None
    try:
        return {"text": value.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode()}


def _original_headers(record: Record) -> str:
    return json.dumps([[name, _header_text(value)] for name, value in record.headers])


def dead_letter(
    record: Record, error: PermanentError, *, group: str, topic: str, attempts: int, first_seen: datetime
) -> Outgoing:
    """Return the dead letter of `record` for `topic`: value and key unchanged, the story in the headers."""
    headers = {
        "dlq-topic": record.topic,
        "dlq-partition": str(record.partition),
        "dlq-offset": str(record.offset),
        "dlq-group": group,
        "dlq-error": type(error).__name__,
        "dlq-reason": error.reason[:500],
        "dlq-attempts": str(attempts),
        "dlq-first-seen": first_seen.astimezone(UTC).isoformat(),
        "dlq-headers": _original_headers(record),
        "dlq-absent": ",".join(name for name in ("key", "value") if getattr(record, name) is None),
    }
    where = (record.topic, record.partition, record.offset)
    return Outgoing(where, topic + SUFFIX, record.key or b"", record.value or b"", headers)


def unreadable_note(topic: str, partition: int, offset: int, *, group: str, plain_topic: str) -> Outgoing:
    """Return a dead letter for a record whose bytes cannot be had: only its place is known."""
    record = Record(topic, partition, offset, None, None)
    error = PermanentError("a header key is not UTF-8: the record was skipped; publish it again from its source")
    return dead_letter(record, error, group=group, topic=plain_topic, attempts=1, first_seen=datetime.now(UTC))


def is_replayable(headers: Mapping[str, str]) -> bool:
    """Say whether the letter holds a record, and not only the place of one."""
    return "dlq-topic" in headers and "value" not in headers.get("dlq-absent", "").split(",")


def revive(key: bytes | None, value: bytes, headers: Mapping[str, str]) -> Outgoing:
    """Return the record as it lay on its own topic; `topic` is the full name, prefix included.

    Headers that Kafka cannot carry as text are left out: nothing of ours reads them.
    """
    kept: dict[str, str] = {}
    stored: list[tuple[str, Any]] = json.loads(headers.get("dlq-headers", "[]"))
    for name, content in stored:
        if content is not None and "text" in content:
            kept[name] = content["text"]
    absent = headers.get("dlq-absent", "").split(",")
    return Outgoing(None, headers["dlq-topic"], b"" if "key" in absent else key or b"", value, kept)
