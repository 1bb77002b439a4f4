"""One Kafka and one mongod of the benchmarks' own, and all of Branda on them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stack.kafka import Kafka
from stack.mongo import Mongo
from stack.ports import free_ports
from tests.support.house import House
from tests.support.servers import drop_databases, new_database_name, new_topic_prefix


@dataclass(frozen=True)
class Servers:
    """The running servers, a folder for everything else, and how many seconds the servers took to start."""

    kafka: Kafka
    mongo: Mongo
    folder: Path
    seconds: float

    @contextmanager
    def house(self) -> Iterator[House]:
        """Run the four processes and a mail sink while the block runs."""
        house = House(
            self.kafka, self.mongo, self.folder / new_database_name(), new_topic_prefix(), new_database_name()
        )
        try:
            house.open()
            yield house
        finally:
            house.close()

    @contextmanager
    def database(self) -> Iterator[str]:
        """Yield a database name of its own; what begins with it is dropped afterwards."""
        name = new_database_name()
        try:
            yield name
        finally:
            drop_databases(self.mongo.dsn, name)


@contextmanager
def running_servers(folder: Path) -> Iterator[Servers]:
    """Start both servers in `folder`, stop them at the end."""
    port, controller_port, mongo_port = free_ports(3)
    begun = time.monotonic()
    kafka = Kafka(folder / "kafka", port, controller_port)
    mongo = Mongo(folder / "mongo", mongo_port)
    try:
        kafka.process.start()
        mongo.start()
        kafka.process.wait_ready()
        yield Servers(kafka, mongo, folder, time.monotonic() - begun)
    finally:
        for process in (kafka.process, mongo.process):
            process.stop()
