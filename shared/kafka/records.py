"""What a consumer hands to its handler, and what a writer hands to the relay."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

CONTENT_TYPE = "application/cloudevents+json"
"""CloudEvents structured mode over Kafka (CloudEvents Kafka binding 1.0, section 3.3)."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it lies on the topic, bytes unchanged; `value` is `None` for a tombstone."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()
    timestamp: int = 0

    @property
    def traceparent(self) -> str | None:
        """The trace that the record says it belongs to; unchecked, as everything on a topic."""
        value = next((value for name, value in self.headers if name == "traceparent"), None)
        return value[:64].decode("ascii", "replace") if value else None


def headers_of(traceparent: str | None) -> dict[str, str]:
    """Return the headers of an event's record, with the trace that it belongs to."""
    return {"content-type": CONTENT_TYPE} | ({"traceparent": traceparent} if traceparent else {})


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record to publish. `id` is what the outbox knows it by; `topic` is without the prefix.

    `since` is when it began to wait, if the outbox knows.
    """

    id: Any
    topic: str
    key: bytes
    value: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": CONTENT_TYPE})
    since: datetime | None = None
