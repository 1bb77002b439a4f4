"""The topic of criteria as the commands use it: what lies on it, and one event more."""

from shared.contracts.common import CATALOGUES
from shared.contracts.envelope import Event
from shared.contracts.registry import NotAnEventError, parse_event
from shared.kafka.lifespan import started_publisher
from shared.kafka.reading import every_record
from shared.kafka.records import Outgoing
from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import check_topics


async def published_events(settings: KafkaSettings) -> list[Event]:
    """Return every publication and confirmation on the topic, oldest first; what cannot be read is passed over.

    Raises:
        KafkaError: the broker is away.
        TopicError: the topic is missing or not as it must be.
    """
    await check_topics(settings, [CATALOGUES])
    events: list[Event] = []
    async for record in every_record(settings, [settings.topic(CATALOGUES)]):
        try:
            events.append(parse_event(record.value or b""))
        except NotAnEventError:
            continue  # the services have buried it with its reason
    return events


async def publish_event(settings: KafkaSettings, event: Event) -> None:
    """Put an event on the topic; on return every in-sync replica of the broker has it.

    Raises:
        KafkaError: the broker is away.
        TransientError: it did not acknowledge in time; the event may be on the topic.
    """
    async with started_publisher(settings) as publisher:
        await publisher.publish(Outgoing(event.id, CATALOGUES, event.key, event.encode()))
