"""Looking into the dead letters of an installation, and publishing them again."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from shared.kafka.deadletters import SUFFIX, revive
from shared.kafka.reading import every_record
from shared.kafka.records import Outgoing
from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import topic_table


@dataclass(frozen=True)
class DeadLetter:
    """One dead letter as it lies on its topic; header values that are not text are shown as such."""

    topic: str
    offset: int
    key: bytes | None
    value: bytes
    headers: dict[str, str]

    def revived(self, prefix: str) -> Outgoing:
        """Return the record to publish again, under the topic's plain name."""
        record = revive(self.key, self.value, self.headers)
        return Outgoing(record.id, record.topic.removeprefix(prefix), record.key, record.value, record.headers)


async def read_dead_letters(settings: KafkaSettings, topic: str | None = None) -> AsyncIterator[DeadLetter]:
    """Yield the dead letters of one topic (full name), or of all, each topic oldest first; commits nothing.

    Raises:
        KafkaError: the broker is away.
    """
    names = [topic] if topic else [spec.name for spec in topic_table(settings) if spec.name.endswith(SUFFIX)]
    async for record in every_record(settings, names):
        yield _letter(record)


def _letter(record: Any) -> DeadLetter:
    headers = {key: (value or b"").decode("utf-8", "replace") for key, value in record.headers}
    return DeadLetter(record.topic, record.offset, record.key, record.value or b"", headers)
