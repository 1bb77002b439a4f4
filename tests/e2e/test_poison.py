"""Poison among good records, on the whole house: told with its reason, every neighbour scored, nobody mailed twice."""

import asyncio
import json
import os
import subprocess
import sys

from services.scoring.settings import Settings
from shared.contracts.common import SUBMISSIONS
from tests.support.checker import settled
from tests.support.clusters import assessment, new_cluster
from tests.support.house import House
from tests.support.kafka import read_topic, send
from tests.support.ledger import Ledger, wait_until

POISON = 5
"""Records that can become no event. One with an unreadable header key stands in tests/integration/kafka: it would stop
every ordinary reader of the house's topic, the checker's too."""

NO_ENVELOPE = b'{"specversion":"1.0","type":"branda.assessment.withdrawn.v1"}'
REPLAY = "from shared.cli import main; main()"


async def test_poison_costs_no_neighbour(house: House) -> None:
    settings = Settings(kafka=house.kafka, topic_prefix=house.prefix, mongo=house.mongo)
    before = len(await read_topic(settings, f"{SUBMISSIONS}.dlq"))
    ledger = Ledger(house)
    house.kill("worker")
    clusters = [new_cluster(ledger) for _ in range(3)]
    submitted = [ledger.submit(cluster, "assessments", assessment()) for cluster in clusters]
    wait_until("publication", lambda: _published(ledger, submitted))
    original = next(
        record for record in await read_topic(settings, SUBMISSIONS) if submitted[0].encode() in (record.value or b"")
    )
    forged = original.value.replace(b'"committed":18', b'"committed":99')
    unknown = json.dumps({**json.loads(original.value), "type": "branda.unknown.v1"}).encode()
    beside = {"partition": original.partition, "key": original.key}
    await send(settings, SUBMISSIONS, [b"not json", NO_ENVELOPE, unknown, forged, None], **beside)
    await send(settings, SUBMISSIONS, [original.value], headers=[("a", None), ("b", b"\xff\xfe")], **beside)
    house.start("worker")
    ledger.submit(clusters[0], "assessments", assessment(20))

    house.dead_letters += POISON
    report = await settled(house, ledger)
    assert not report.problems
    letters = (await read_topic(settings, f"{SUBMISSIONS}.dlq"))[before:]
    reasons = " | ".join(dict(letter.headers)["dlq-reason"].decode() for letter in letters)
    for expected in ("not JSON", "not an envelope", "unknown type", "other bytes"):
        assert expected in reasons
    assert {b"not json", unknown, forged} <= {letter.value for letter in letters}

    command = [sys.executable, "-c", REPLAY, "replay", "--cluster", clusters[0]]
    environment = os.environ | house.settings_of("intake")
    await asyncio.to_thread(subprocess.run, command, env=environment, check=True, capture_output=True, timeout=60)
    again = await settled(house, ledger)
    print(f"poison: {again}")
    assert not again.problems
    assert again.records > report.records
    assert again.mails == report.mails


def _published(ledger: Ledger, submitted: list[str]) -> bool:
    receipts = [ledger.get("intake", f"/api/v1/submissions/{each}").json() for each in submitted]
    return all(receipt["status"] == "published" for receipt in receipts)
