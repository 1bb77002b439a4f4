"""What `branda dlq` does."""

import typer
from rich.console import Console
from rich.table import Table

from shared.kafka.broker import MAX_RECORDS
from shared.kafka.commands import fail, with_kafka
from shared.kafka.deadletters import SUFFIX, is_replayable
from shared.kafka.graveyard import DeadLetter, read_dead_letters
from shared.kafka.lifespan import started_publisher
from shared.kafka.settings import KafkaSettings


def list_letters(topic: str | None) -> None:
    """Print the letters of one topic, or of all."""
    letters = _letters(topic)
    table = Table("topic", "offset", "lay on", "group", "first seen", "reason")
    for letter in letters:
        head = letter.headers
        place = f"{head.get('dlq-topic')}/{head.get('dlq-partition')}:{head.get('dlq-offset')}"
        row = (place, head.get("dlq-group"), head.get("dlq-first-seen", "")[:19], head.get("dlq-reason"))
        table.add_row(letter.topic, str(letter.offset), *(cell or "" for cell in row))
    Console().print(table)
    typer.echo(f"{len(letters)} dead letters.")


def show(topic: str, offset: int) -> None:
    """Print one letter."""
    letter = _one(topic, offset)
    for name, value in letter.headers.items():
        typer.echo(f"{name}: {value}")
    typer.echo(f"key: {letter.key!r}\n\n{letter.value!r}")


def replay(topic: str, offset: int | None) -> None:
    """Publish one letter, or all of a topic; ends the command with 1 if one was not taken."""
    settings = KafkaSettings()
    letters = _letters(topic) if offset is None else [_one(topic, offset)]
    records = [letter.revived(settings.topic_prefix) for letter in letters if is_replayable(letter.headers)]

    async def publish() -> int:
        async with started_publisher(settings) as publisher:
            chunks = [records[start : start + MAX_RECORDS] for start in range(0, len(records), MAX_RECORDS)]
            return sum([len(await publisher.publish_all(chunk)) for chunk in chunks])

    published = with_kafka(settings, publish)
    typer.echo(f"{published} of {len(letters)} published again; {len(letters) - len(records)} hold no record.")
    if published < len(records):
        raise typer.Exit(1)


def _letters(topic: str | None) -> list[DeadLetter]:
    settings = KafkaSettings()
    if topic is not None and not topic.endswith(SUFFIX):
        fail(f"{topic} is not a dead letter topic: its name must end in {SUFFIX}")

    async def read() -> list[DeadLetter]:
        return [letter async for letter in read_dead_letters(settings, topic)]

    return with_kafka(settings, read)


def _one(topic: str, offset: int) -> DeadLetter:
    found = [letter for letter in _letters(topic) if letter.offset == offset]
    if not found:
        fail(f"{topic} has no dead letter at offset {offset}")
    return found[0]
