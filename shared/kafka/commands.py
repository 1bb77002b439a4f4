"""What every command that speaks to Kafka does: wait for it if told to, and say in words what is wrong."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar

import typer
from aiokafka.errors import KafkaError

from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import TopicError
from shared.one_machine import WHAT_TO_DO

Result = TypeVar("Result")


def with_kafka(settings: KafkaSettings, work: Callable[[], Awaitable[Result]], wait: float = 0) -> Result:
    """Return what `work` does, tried again for `wait` seconds while Kafka is away; then end the command."""

    async def attempt() -> Result:
        return await work()

    give_up_at = time.monotonic() + wait
    while True:
        try:
            return asyncio.run(attempt())
        except TopicError as error:
            fail(str(error))
        except KafkaError as error:
            if time.monotonic() >= give_up_at:
                fail(f"Kafka at {settings.kafka}: {error!r}. {WHAT_TO_DO}")
            time.sleep(0.5)


def fail(text: str) -> NoReturn:
    """End the command with 1, and say why."""
    typer.echo(text, err=True)
    raise typer.Exit(1)
