"""What a consumer hands to its handler, and what a writer hands to the relay."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record to publish. `id` is what the outbox knows it by; `topic` is without the prefix."""

    id: Any
    topic: str
    key: bytes
    value: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": CONTENT_TYPE})
