"""What a restore drill does as an operator, and what it compares."""

import asyncio
import json
import mailbox
import os
import subprocess
import sys
from hashlib import sha256
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import CommitFailedError
from pymongo import MongoClient

from shared.contracts.common import CATALOGUES, REVIEWS, SUBMISSIONS
from shared.kafka.topics import topic_table
from tests.support.clusters import assessment, new_cluster
from tests.support.house import House
from tests.support.ledger import Ledger, wait_until

Document = dict[str, Any]
REPLAY = "from services.intake.cli import app; app()"
GROUPS = {"branda-scoring": (SUBMISSIONS, REVIEWS), "branda-scoring-catalogues": (CATALOGUES,)}
"""Scoring's consumer groups and what they read."""


def fill(ledger: Ledger) -> list[str]:
    """Submit what has heads, frozen heads, verdicts that change and mails in both languages; returns the clusters."""
    first, second = new_cluster(ledger, coordinators=2), new_cluster(ledger)
    ledger.submit(first, "assessments", assessment(13))
    ledger.submit(second, "assessments", assessment(18))
    return [first, second]


def branda(house: House, *command: str, module: tuple[str, ...] = ("-m", "shared.backup")) -> str:
    """Run a command as an operator does, with the settings of a process of the house; returns what it said."""
    done = subprocess.run(
        [sys.executable, *module, *command],
        env=os.environ | house.settings_of("intake"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def replay(house: House) -> str:
    """Publish everything again that intake has stored."""
    return branda(house, "--all", module=("-c", REPLAY))


def heads(house: House) -> dict[str, str]:
    """Return the digest of every result, by cluster and assessment."""
    with MongoClient[Document](house.mongo) as client:
        found = client[house.database_of("scoring")].heads.find({"result": {"$type": "binData"}})
        return {each["_id"]: sha256(each["result"]).hexdigest() for each in found}


def receipts(ledger: Ledger) -> dict[str, str]:
    """Return what a submitter is told about each submission, by its path and id."""
    told: dict[str, str] = {}
    for promise in ledger.promises:
        if not promise.path.endswith("/people"):
            answer = ledger.get("intake", f"/api/v1/submissions/{promise.id}")
            assert answer.status_code == 200, answer.text
            told[promise.id] = json.dumps(answer.json(), sort_keys=True)
    return told


def mails(house: House) -> int:
    """Return how many mails lie in the house's mailbox."""
    return len(mailbox.Maildir(house.directory.mail, create=True))


def await_heads(house: House, expected: dict[str, str], seconds: float = 60) -> None:
    """Wait until the results are those of before, by digest."""
    wait_until("the same heads", lambda: heads(house) == expected, seconds)


def await_decisions(house: House) -> None:
    """Wait until the notifier has read every result that was announced, and decided about each."""

    def settled() -> bool:
        with MongoClient[Document](house.mongo) as client:
            announced = set(
                client[house.database_of("scoring")].heads.distinct("_id", {"result": {"$type": "binData"}})
            )
            notices = client[house.database_of("notifier")].notices
            told = {f"{each['cluster']}/{each['assessment'] or ''}" for each in notices.find()}
            undecided = notices.count_documents({"due": {"$exists": True}})
        return not undecided and announced <= told and not unpublished(house)

    wait_until("all decided", settled)


def unpublished(house: House) -> int:
    """Return how many results wait for their announcement."""
    with MongoClient[Document](house.mongo) as client:
        return client[house.database_of("scoring")].heads.count_documents({"outbox": {"$exists": True}})


def lose_scoring(house: House) -> None:
    """Drop scoring's database."""
    with MongoClient[Document](house.mongo) as client:
        client.drop_database(house.database_of("scoring"))


def announce_anew(house: House) -> None:
    """Keep scoring's events and forget what was announced of them, as docs/operations.md says."""
    with MongoClient[Document](house.mongo) as client:
        database = client[house.database_of("scoring")]
        database.heads.drop()
        database.events.update_many({}, {"$set": {"announced": False}})


async def rewind(house: House) -> None:
    """Let scoring's groups, which nobody is in, read their topics from the start.

    This is what `kafka-consumer-groups.sh --reset-offsets --to-earliest --all-topics --execute` does; like it, it must
    wait until the broker has forgotten the static members, a session (10 s) after they have stopped.
    """
    partitions = {spec.name: spec.partitions for spec in topic_table(house.kafka_settings)}
    for group, topics in GROUPS.items():
        consumer = AIOKafkaConsumer(
            bootstrap_servers=house.kafka, group_id=house.prefix + group, enable_auto_commit=False
        )
        await consumer.start()
        try:
            names = [house.prefix + topic for topic in topics]
            places = [TopicPartition(name, number) for name in names for number in range(partitions[name])]
            consumer.assign(places)
            await _commit(consumer, dict.fromkeys(places, 0))
        finally:
            await consumer.stop()


async def _commit(consumer: AIOKafkaConsumer, offsets: dict[TopicPartition, int]) -> None:
    async with asyncio.timeout(40):
        while True:
            try:
                return await consumer.commit(offsets)
            except CommitFailedError:
                await asyncio.sleep(0.5)
