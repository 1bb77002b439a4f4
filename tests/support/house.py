"""All of Branda for one test session: the four processes and a mail sink on the session's servers."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from shared.kafka.settings import KafkaSettings
from stack.addresses import Ports, choose_ports
from stack.credentials import Client, ensure_clients, ensure_signing_key
from stack.directory import StackDirectory
from stack.kafka import Kafka
from stack.mongo import Mongo
from stack.plan import APPLY_TOPICS, common_settings, mail_sink, own_settings, service
from stack.process import ManagedProcess
from tests.support.servers import drop_databases, drop_topics, new_database_name, new_topic_prefix

SERVICES = ("intake", "worker", "scoring", "notifier")
PARTITIONS = 3


class House:
    """Starts, kills and restarts single processes; `prefix` and `database` keep it apart from every other test."""

    def __init__(self, kafka: Kafka, mongo: Mongo, root: Path, prefix: str, database: str) -> None:
        self.kafka_server, self.mongo_server = kafka.process, mongo.process
        self.kafka, self.mongo, self.prefix, self.database = kafka.bootstrap, mongo.dsn, prefix, database
        self.gap = 0
        """Mails that may have a copy, because a test made a notifier die in the one gap (`quality.md` 1)."""
        self.dead_letters = 0
        """Dead letters that there must be, because a test put poison on a topic."""
        self.directory = StackDirectory(root)
        self.directory.make()
        ensure_signing_key(self.directory)
        self.clients: dict[str, Client] = ensure_clients(self.directory, demo=True)
        self.ports: Ports = choose_ports("auto")
        self.settings = common_settings(self.ports, self.kafka, self.mongo) | {
            "BRANDA_TOPIC_PREFIX": prefix,
            "BRANDA_KAFKA_PARTITIONS": str(PARTITIONS),
            "BRANDA_NOTIFIER_LEASE_SECONDS": "2",
            "BRANDA_INTAKE_DATABASE": self.database_of("intake"),
            "BRANDA_SCORING_DATABASE": self.database_of("scoring"),
            "BRANDA_NOTIFIER_DATABASE": self.database_of("notifier"),
        }
        self.sink = mail_sink(self.directory.mail, self.ports, self.directory.logs)
        self.processes: dict[str, ManagedProcess] = {}

    def database_of(self, name: str) -> str:
        """Return the name of one service's database."""
        return f"{self.database}_{name}"

    @property
    def kafka_settings(self) -> KafkaSettings:
        """Return how every process of the house reaches Kafka."""
        return KafkaSettings(kafka=self.kafka, topic_prefix=self.prefix, kafka_partitions=PARTITIONS)

    def url(self, name: str) -> str:
        """Return the address of one process."""
        return self.ports.url(name)

    def open(self) -> None:
        """Create the topics and start everything, one process after the other's start has begun."""
        self._apply_topics()
        self.sink.start()
        for name in SERVICES:
            self.start(name, wait=False)
        self.sink.wait_ready()
        for name in SERVICES:
            self.processes[name].wait_ready()

    def move_to_another_kafka(self, prefix: str) -> None:
        """Lose every topic and group; the processes must be stopped, and find empty topics at their next start."""
        drop_topics(self.kafka, self.prefix)
        self.prefix = self.settings["BRANDA_TOPIC_PREFIX"] = prefix
        self._apply_topics()

    def _apply_topics(self) -> None:
        command = [sys.executable, "-c", APPLY_TOPICS, "topics", "apply"]
        subprocess.run(command, env=os.environ | self.settings, check=True, timeout=60)

    def start(self, name: str, *, wait: bool = True, **extra: str) -> ManagedProcess:
        """Start one process with `extra` environment, such as `BRANDA_CRASH_POINT`."""
        settings = self.settings_of(name) | extra
        process = ManagedProcess(service(name, self.ports, settings), self.directory.logs)
        process.start()
        self.processes[name] = process
        if wait:
            process.wait_ready()
        return process

    def settings_of(self, name: str) -> dict[str, str]:
        """Return the environment of one process, for a command beside it."""
        return self.settings | own_settings(name, self.directory, self.clients)

    def kill(self, name: str) -> None:
        """SIGKILL one process."""
        self.processes[name].kill()

    def close(self) -> None:
        """Stop everything in reverse order and drop what it left on the servers."""
        for process in reversed(self.processes.values()):
            process.stop()
        self.sink.stop()
        drop_topics(self.kafka, self.prefix)
        drop_databases(self.mongo, self.database)

    def token(self, client: str) -> str:
        """Return an access token for one of the clients of the demo."""
        credentials = self.clients[client]
        answer = httpx.post(
            f"{self.url('intake')}/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(credentials["id"], credentials["secret"]),
            timeout=10,
        )
        answer.raise_for_status()
        return str(answer.json()["access_token"])


@pytest.fixture(scope="session")
def house(
    start_kafka: Callable[[], Kafka], start_mongo: Callable[[], Mongo], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Everything runs, on servers that may be killed; a test that kills something leaves it running again."""
    root = tmp_path_factory.mktemp("house")
    house = House(start_kafka(), start_mongo(), root, new_topic_prefix(), new_database_name())
    try:
        house.open()
        yield house
    finally:
        house.close()
