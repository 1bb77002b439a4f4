"""`branda topics` and `branda dlq`: what an operator does with Kafka. Imports wait for a call: see `shared/cli.py`."""

from typing import Annotated

import typer

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
    from shared.kafka.commands import with_kafka
    from shared.kafka.settings import KafkaSettings
    from shared.kafka.topics import apply_topics

    settings = KafkaSettings()
    created = with_kafka(settings, lambda: apply_topics(settings), wait)
    typer.echo(f"{len(created)} topics created; all are as they must be.")


@topics_app.command("check")
def check() -> None:
    """Compare the topics with what they must be; changes nothing."""
    from shared.kafka.commands import with_kafka
    from shared.kafka.settings import KafkaSettings
    from shared.kafka.topics import check_topics

    settings = KafkaSettings()
    with_kafka(settings, lambda: check_topics(settings))
    typer.echo("All topics are as they must be.")


@dlq_app.command("list")
def list_letters(topic: Annotated[str | None, typer.Argument(help="One topic; all by default.")] = None) -> None:
    """List the dead letters: where each lay, and why it could not be handled."""
    from shared.kafka import letters

    letters.list_letters(topic)


@dlq_app.command("show")
def show(topic: Topic, offset: Offset) -> None:
    """Print one dead letter: its headers, its key and its bytes."""
    from shared.kafka import letters

    letters.show(topic, offset)


@dlq_app.command("replay")
def replay(
    topic: Topic,
    offset: Annotated[int | None, typer.Option(help="One letter; all of the topic by default.")] = None,
) -> None:
    """Publish dead letters again where they lay, bytes unchanged; receivers ignore what they have already."""
    from shared.kafka import letters

    letters.replay(topic, offset)
