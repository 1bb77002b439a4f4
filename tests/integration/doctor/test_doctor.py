"""`branda doctor` on a whole house: all is well, and each thing that is broken is named with what to do."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from shared.contracts.common import SUBMISSIONS
from shared.doctor.examine import checks
from shared.doctor.findings import Finding, run
from shared.kafka.lifespan import started_publisher
from shared.kafka.records import Outgoing
from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import apply_topics
from stack.ports import free_ports
from tests.support.house import House

ROOT = Path(__file__).resolve().parents[3]


class Doctor:
    """Looks from inside the test, with the settings of all processes of the house."""

    def __init__(self, house: House, patch: pytest.MonkeyPatch) -> None:
        self.house, self._patch = house, patch
        self.settings = {**house.settings_of("notifier"), **house.settings_of("intake")}
        self.settings["BRANDA_WORKER_URL"] = house.url("worker")

    async def examine(self, **changes: str) -> dict[str, Finding]:
        """Return what is found, by check."""
        for name, value in (self.settings | changes).items():
            self._patch.setenv(name, value)
        found = await asyncio.gather(*map(run, checks()))
        return {each.check: each for findings in found for each in findings}


@pytest.fixture
def doctor(house: House, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    return Doctor(house, monkeypatch)


def nobody() -> str:
    return f"127.0.0.1:{free_ports(1)[0]}"


def test_a_house_in_order_has_nothing_wrong(doctor: Doctor) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "shared.doctor", "--json"],
        cwd=ROOT,
        env=os.environ | doctor.settings,
        capture_output=True,
        text=True,
        timeout=90,
    )
    found = {each["check"]: each for each in json.loads(done.stdout)["findings"]}
    wrong = {name: each["detail"] for name, each in found.items() if not each["ok"]}
    # The session's house is used by tests that bury records, and leave mails uncertain, on purpose.
    assert wrong.keys() <= {"dead letters", "mails"}, wrong
    assert done.returncode == (1 if wrong else 0)
    assert {f"process {name}" for name in ("intake", "scoring", "worker", "notifier")} <= found.keys()


async def test_what_is_wrong_is_named_with_what_to_do(doctor: Doctor, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text("none")
    found = await doctor.examine(
        BRANDA_WORKER_URL=f"http://{nobody()}",
        BRANDA_SIGNING_KEY=str(key),
        BRANDA_CLIENTS_FILE=str(tmp_path / "none.json"),
        BRANDA_CATALOGUES=str(tmp_path),
        BRANDA_TOPIC_PREFIX="elsewhere.",
        BRANDA_INTAKE_DATABASE=f"{doctor.house.database}_empty",
        BRANDA_SMTP_PASSWORD="geheim",
        BRANDA_SERVICE_CLIENT_SECRET="geheim",
    )
    wrong = {name: each for name, each in found.items() if not each.ok}
    assert wrong.keys() >= {
        "process worker",
        "signing key",
        "clients file",
        "criteria",
        "Kafka",
        "database of intake",
        "service token",
    }
    assert all(each.remedy for each in wrong.values())
    assert "events(recorded)" in wrong["database of intake"].detail
    assert found["process intake"].ok
    assert "geheim" not in str(found)


async def test_servers_that_do_not_answer_are_given_up_together(doctor: Doctor) -> None:
    begun = asyncio.get_running_loop().time()
    found = await doctor.examine(
        BRANDA_KAFKA=nobody(),
        BRANDA_MONGO=f"mongodb://user:geheim@{nobody()}/?replicaSet=rs0",
        BRANDA_SMTP_PORT=nobody().rpartition(":")[2],
    )
    assert asyncio.get_running_loop().time() - begun < 12
    for name in ("Kafka", "dead letters", "MongoDB", "database of intake", "blocked clusters", "mails", "mail relay"):
        assert not found[name].ok, name
    assert "geheim" not in str(found)


async def test_dead_letters_and_blocked_clusters_are_counted(doctor: Doctor, database_name: str) -> None:
    """On another database and other topics than the house's, which other tests hold to be clean."""
    prefix = f"{doctor.house.prefix}doctor."
    settings = KafkaSettings(kafka=doctor.house.kafka, topic_prefix=prefix, kafka_partitions=3)
    await apply_topics(settings)
    async with started_publisher(settings) as publisher:
        letter = Outgoing(1, f"{SUBMISSIONS}.dlq", b"k", b"x", {})
        assert await publisher.publish_all([letter]) == [letter]
    with MongoClient[dict[str, Any]](doctor.house.mongo) as client:
        client[database_name].blocked.insert_one({"_id": "c1", "reason": "ValueError: x", "events": 1})
    found = await doctor.examine(BRANDA_TOPIC_PREFIX=prefix, BRANDA_SCORING_DATABASE=database_name)
    assert found["dead letters"].detail == f"1 on {prefix}{SUBMISSIONS}.dlq"
    assert found["blocked clusters"].detail == "1: c1: ValueError: x"
    assert found["Kafka"].ok
