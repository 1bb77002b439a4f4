"""Criteria are published to a house that runs: accepted, scored, worded and mailed without a restart."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pymongo import MongoClient

from shared.contracts.assessment import AssessmentSubmitted
from shared.contracts.common import SUBMISSIONS
from shared.contracts.envelope import VILNIUS
from shared.kafka.settings import KafkaSettings
from stack.kafka import Kafka
from stack.mongo import Mongo
from tests.support.clusters import assessment, new_cluster
from tests.support.events import event, members
from tests.support.house import House
from tests.support.kafka import send
from tests.support.ledger import Ledger, wait_until
from tests.support.mails import mails_about
from tests.support.published import new_version
from tests.support.servers import new_database_name, new_topic_prefix

REAL = Path(__file__).parents[2] / "catalogues"
COMMAND = "from shared.catalogue.cli import app; app()"
TODAY = datetime.now(VILNIUS).date()
BAND = ("ecei-2013@1/1-structure.yaml", "baseline: 15", "baseline: 12")
SENTENCE = ('msgid "members_below"\nmsgstr "at least', 'msgid "members_below"\nmsgstr "no fewer than')
LATER = 9
"""A version that an event names before anybody has published it."""


class Agency:
    """A house of its own, because what is published there stays, and an officer's folder with two new versions."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house, self.folder = house, folder
        self.ledger = Ledger(house)
        shutil.copytree(REAL, folder, dirs_exist_ok=True)
        new_version(folder, "ecei@1", TODAY, BAND, ("messages.en.po", *SENTENCE))

    async def command(self, *words: str) -> str:
        """Run `branda catalogue …` as an operator does, beside the running processes."""
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", COMMAND, "catalogue", *words, "--folder", str(self.folder)],
            env=os.environ | self.house.settings_of("worker"),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def post(self, cluster: str, catalogue: str) -> httpx.Response:
        """Submit 13 members, of today, under a version; without patience."""
        body = assessment(13, catalogue=catalogue, assessed_on=TODAY.isoformat())
        headers = {"Authorization": f"Bearer {self.house.token('demo-agency')}", "Idempotency-Key": str(uuid4())}
        url = f"{self.house.url('intake')}/api/v1/clusters/{cluster}/assessments"
        return httpx.post(url, json=body, headers=headers, timeout=10)

    def result(self, cluster: str) -> dict[str, Any]:
        """Return the cluster's result, or what stands in its place."""
        found: dict[str, Any] = self.ledger.get(
            "scoring", f"/api/v1/results/{cluster}", **{"Accept-Language": "en"}
        ).json()
        return found

    def blocked(self, cluster: str) -> str:
        """Return why a cluster cannot be folded; empty: it can."""
        with MongoClient[dict[str, Any]](self.house.mongo) as client:
            found = client[self.house.database_of("scoring")].blocked.find_one({"_id": cluster})
        return str(found["reason"]) if found else ""


@pytest.fixture
def agency(start_kafka: Callable[[], Kafka], start_mongo: Callable[[], Mongo], tmp_path: Path) -> Iterator[Agency]:
    house = House(start_kafka(), start_mongo(), tmp_path / "house", new_topic_prefix(), new_database_name())
    try:
        house.open()
        yield Agency(house, tmp_path / "officer")
    finally:
        house.close()


@pytest.mark.timeout(240)
async def test_a_version_is_published_while_everything_runs(agency: Agency) -> None:
    house, cluster, early = agency.house, new_cluster(agency.ledger, coordinators=2), new_cluster(agency.ledger)
    data = AssessmentSubmitted(catalogue=f"ecei@{LATER}", assessed_on=TODAY, language="lt", answers=members(13))
    named = event(data, cluster=early, key="archive", sequence=99, day=TODAY, source="archive", origin="import")
    settings = KafkaSettings(kafka=house.kafka, topic_prefix=house.prefix)
    await send(settings, SUBMISSIONS, [named.encode()], key=named.key)
    wait_until("a blocked cluster", lambda: f"ecei@{LATER}" in agency.blocked(early))
    assert agency.post(cluster, "ecei@2").status_code == 422

    said = await agency.command("publish", "ecei@2", "--yes")
    assert "- indicator 1.1.2: scoring, baseline (2 points) “15” becomes “12”" in said
    accepted = wait_until(
        "acceptance", lambda: (answer := agency.post(cluster, "ecei@2")).status_code == 202 and answer
    )
    assert agency.post(cluster, "ecei@1").status_code == 422

    wait_until("a result", lambda: agency.result(cluster).get("assessment") == accepted.json()["id"])
    result = agency.result(cluster)
    points = {each["id"]: each["declared"] for each in result["indicators"]}
    assert (result["catalogue"], points["1.1.2"]) == ("ecei@2", {"low": 2, "high": 2})
    bronze = next(level for level in result["levels"] if level["level"] == "bronze")
    clauses = [each["text"] for each in bronze["requirements"]]
    assert any("o fewer than" in clause for clause in clauses), clauses
    mails = wait_until("mails", lambda: len(found := mails_about(house, cluster)) == 2 and found)
    assert sorted("o fewer than" in mail.get_body(("plain",)).get_content() for mail in mails) == [False, True]

    await agency.command("confirm", "ecei@2", "scoring", "1.1.2", "--by", "Example agency", "--source", "Letter 1")
    wait_until("a confirmed result", lambda: agency.result(cluster)["revision"][1] == 1)

    assert f"ecei@{LATER}" in agency.blocked(early)
    new_version(agency.folder, "ecei@2", TODAY, number=LATER)
    await agency.command("publish", f"ecei@{LATER}", "--yes")
    wait_until("a refolded cluster", lambda: agency.result(early).get("catalogue") == f"ecei@{LATER}")
    assert agency.blocked(early) == ""
    assert agency.result(cluster)["catalogue"] == "ecei@2"
    assert len(mails_about(house, cluster)) == 2
