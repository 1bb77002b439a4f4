"""A scoring worker on real servers, inside the test or as a process of its own."""

import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from services.scoring.adapters.mongo.event_store import MongoEventStore
from services.scoring.adapters.mongo.results import MongoResults
from services.scoring.application.verify import differences
from services.scoring.bootstrap import Worker, open_worker
from services.scoring.settings import Settings
from shared.contracts.common import READINESS
from shared.contracts.envelope import VILNIUS, Event
from shared.contracts.readiness import ReadinessAssessed
from shared.contracts.registry import parse_event
from shared.kafka.settings import KafkaSettings
from shared.mongo import open_mongo
from tests.support.kafka import read_topic
from tests.support.scoring import catalogues

ROOT = Path(__file__).resolve().parents[2]


def worker_settings(kafka: KafkaSettings, mongo: str, database: str) -> Settings:
    """Return the worker's settings for an installation of a test."""
    return Settings(**kafka.model_dump(), mongo=mongo, scoring_database=database)


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[Worker]:
    """Run a worker in this process."""
    async with open_worker(settings) as worker:
        yield worker


class WorkerProcess:
    """A worker as it runs in production; `crash` names a crash point."""

    def __init__(self, settings: Settings, port: int, log: Path, *, crash: str = "") -> None:
        variables = {
            "BRANDA_KAFKA": settings.kafka,
            "BRANDA_TOPIC_PREFIX": settings.topic_prefix,
            "BRANDA_KAFKA_PARTITIONS": str(settings.kafka_partitions),
            "BRANDA_MONGO": settings.mongo,
            "BRANDA_SCORING_DATABASE": settings.scoring_database,
            "BRANDA_GROUP_INSTANCE": "one",
            "BRANDA_CRASH_POINT": crash,
        }
        self._variables: Mapping[str, str] = {**os.environ, **variables}
        self._port = port
        self._log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> subprocess.Popen[bytes]:
        """Start it; does not wait."""
        command = [sys.executable, "-m", "uvicorn", "--factory", "services.scoring.worker:create_app"]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self._port), "--log-level", "warning"],
                cwd=ROOT,
                env=self._variables,
                stdout=log,
                stderr=log,
            )
        return self.process

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        if self.process is not None:
            self.process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)


class Checker:
    """Compares what the stores and the topics hold with an offline fold of what was sent."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def missing(self, events: Sequence[Event]) -> list[str]:
        """Return the ids of `events` that scoring does not hold, byte for byte."""
        async with open_mongo(self._settings.mongo) as client:
            store = MongoEventStore(client[self._settings.scoring_database])
            held = {raw for cluster in {event.subject for event in events} for raw in await store.raw(cluster)}
        return [event.id for event in events if event.encode() not in held]

    async def faults(self) -> list[str]:
        """Return how stored results differ from a fold of the stored events, and what was not announced."""
        criteria = catalogues()
        found: list[str] = []
        async with open_mongo(self._settings.mongo) as client:
            database = client[self._settings.scoring_database]
            store, results = MongoEventStore(database), MongoResults(database)
            announced = await self._announced()
            for cluster in await store.clusters():
                stored = [kept.readiness for kept in await results.of_cluster(cluster)]
                today = datetime.now(VILNIUS).date()
                found += differences(await store.raw(cluster), stored, criteria, today)
                found += [
                    f"{cluster}/{result.assessment}: its substance is not on the topic"
                    for result in stored
                    if announced.get((cluster, result.assessment)) != result.passport.substance
                ]
            waiting = database.heads.find({"outbox": {"$exists": True}})
            found += [f"{document['_id']} is not published" async for document in waiting]
        return found

    async def readiness(self) -> list[Event]:
        """Return every result on the topic, duplicates by id left out."""
        records = await read_topic(self._settings, READINESS)
        events = {event.id: event for event in map(parse_event, (record.value for record in records))}
        return list(events.values())

    async def _announced(self) -> dict[tuple[str, str | None], str]:
        """Return the substance that a reader ends with, who ignores lower revisions."""
        latest: dict[tuple[str, str | None], ReadinessAssessed] = {}
        for event in await self.readiness():
            assert isinstance(event.data, ReadinessAssessed)
            key = (event.subject, event.data.assessment)
            if key not in latest or latest[key].revision < event.data.revision:
                latest[key] = event.data
        return {key: data.substance for key, data in latest.items()}
