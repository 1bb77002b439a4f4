"""`branda topics` and `branda dlq`: what an operator does with Kafka."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from shared.kafka.broker import MAX_RECORDS
from shared.kafka.commands import fail, with_kafka
from shared.kafka.deadletters import SUFFIX, is_replayable
from shared.kafka.graveyard import DeadLetter, read_dead_letters
from shared.kafka.lifespan import started_publisher
from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import apply_topics, check_topics

app = typer.Typer()
topics_app = typer.Typer(no_args_is_help=True, help="The topics on the broker.")
dlq_app = typer.Typer(no_args_is_help=True, help="Dead letters: what could not become an event, and why.")
app.add_typer(topics_app, name="topics")
app.add_typer(dlq_app, name="dlq")

Topic = Annotated[str, typer.Argument(help="Dead letter topic, as `branda dlq list` shows it.")]
Offset = Annotated[int, typer.Argument(help="Offset, as `branda dlq list` shows it.")]


@topics_app.command("apply")
def apply(wait: Annotated[float, typer.Option(help="Seconds to wait for Kafka.")] = 30.0) -> None:
    """Create the missing topics, then compare all of them; a difference is refused, never changed."""
    settings = KafkaSettings()
    created = with_kafka(settings, lambda: apply_topics(settings), wait)
    typer.echo(f"{len(created)} topics created; all are as they must be.")


@topics_app.command("check")
def check() -> None:
    """Compare the topics with what they must be; changes nothing."""
    settings = KafkaSettings()
    with_kafka(settings, lambda: check_topics(settings))
    typer.echo("All topics are as they must be.")


@dlq_app.command("list")
def list_letters(topic: Annotated[str | None, typer.Argument(help="One topic; all by default.")] = None) -> None:
    """List the dead letters: where each lay, and why it could not be handled."""
    letters = _letters(topic)
    table = Table("topic", "offset", "lay on", "group", "first seen", "reason")
    for letter in letters:
        head = letter.headers
        place = f"{head.get('dlq-topic')}/{head.get('dlq-partition')}:{head.get('dlq-offset')}"
        row = (place, head.get("dlq-group"), head.get("dlq-first-seen", "")[:19], head.get("dlq-reason"))
        table.add_row(letter.topic, str(letter.offset), *(cell or "" for cell in row))
    Console().print(table)
    typer.echo(f"{len(letters)} dead letters.")


@dlq_app.command("show")
def show(topic: Topic, offset: Offset) -> None:
    """Print one dead letter: its headers, its key and its bytes."""
    letter = _one(topic, offset)
    for name, value in letter.headers.items():
        typer.echo(f"{name}: {value}")
    typer.echo(f"key: {letter.key!r}\n\n{letter.value!r}")


@dlq_app.command("replay")
def replay(
    topic: Topic,
    offset: Annotated[int | None, typer.Option(help="One letter; all of the topic by default.")] = None,
) -> None:
    """Publish dead letters again where they lay, bytes unchanged; receivers ignore what they have already."""
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
