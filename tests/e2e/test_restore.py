"""The restore drill (quality.md 3, row 18): what was lost comes back, equal by hash, and nobody is mailed again.

The same commands as in docs/operations.md, "Backup and restore".
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stack.kafka import Kafka
from stack.mongo import Mongo
from tests.support.checker import settled
from tests.support.clusters import assessment, new_cluster
from tests.support.drill import (
    announce_anew,
    await_decisions,
    await_heads,
    branda,
    fill,
    heads,
    lose_scoring,
    mails,
    receipts,
    replay,
    rewind,
    unpublished,
)
from tests.support.house import SERVICES, House
from tests.support.ledger import Ledger, wait_until
from tests.support.mails import mails_about
from tests.support.servers import new_database_name, new_topic_prefix

NewHouse = Callable[..., House]


@pytest.fixture
def new_house(start_kafka: Callable[[], Kafka], start_mongo: Callable[[], Mongo], tmp_path: Path) -> Iterator[NewHouse]:
    """Makes houses that share nothing but the servers; each is empty: no topic, no group, no database."""
    made: list[House] = []

    def make(secrets: Path | None = None) -> House:
        root = tmp_path / f"house-{len(made)}"
        if secrets is not None:
            shutil.copytree(secrets, root / "secrets")
        made.append(House(start_kafka(), start_mongo(), root, new_topic_prefix(), new_database_name()))
        return made[-1]

    yield make
    for house in made:
        house.close()


@pytest.mark.timeout(240)
async def test_everything_is_lost_but_a_backup_of_intake_and_notifier(new_house: NewHouse, tmp_path: Path) -> None:
    before = new_house()
    before.open()
    ledger = Ledger(before)
    [cluster, *_] = fill(ledger)
    assert not (report := await settled(before, ledger)).problems, report.problems
    said = branda(before, "backup", str(tmp_path / "backup"), "--only", "intake", "--only", "notifier")
    assert "intake: " in said
    results, told, sent = heads(before), receipts(ledger), mails(before)
    assert (len(results), sent) == (2, 3)
    before.close()

    after = new_house(secrets=before.directory.signing_key.parent)
    branda(after, "restore", str(tmp_path / "backup"), "--only", "intake", "--only", "notifier")
    after.open()
    assert heads(after) == {}
    replay(after)
    await_heads(after, results)
    await_decisions(after)
    ledger.house = after
    assert receipts(ledger) == told
    assert mails(after) == 0, f"of {sent} mails some were sent again"

    ledger.submit(cluster, "assessments", assessment(18))
    wait_until("a mail of the restored house", lambda: len(mails_about(after, cluster)) == 2)


@pytest.mark.long
@pytest.mark.timeout(400)
async def test_scoring_is_lost_then_kafka(new_house: NewHouse) -> None:
    house = new_house()
    house.open()
    ledger = Ledger(house)
    fill(ledger)
    assert not (report := await settled(house, ledger)).problems, report.problems
    results, told, sent = heads(house), receipts(ledger), mails(house)

    for name in ("worker", "scoring"):
        house.processes[name].stop()
    lose_scoring(house)
    await rewind(house)
    for name in ("worker", "scoring"):
        house.start(name)
    await_heads(house, results)
    await_decisions(house)
    assert mails(house) == sent

    house.processes["notifier"].stop()
    late = new_cluster(ledger)
    submitted = ledger.submit(late, "assessments", assessment(18))
    wait_until("a result that nobody has read", lambda: f"{late}/{submitted}" in heads(house))
    wait_until("the outboxes", lambda: not unpublished(house))
    results, told = heads(house), receipts(ledger)
    for name in SERVICES:
        house.processes[name].stop()
    house.move_to_another_kafka(new_topic_prefix())
    announce_anew(house)
    for name in SERVICES:
        house.start(name)
    replay(house)
    await_heads(house, results)
    assert not (report := await settled(house, ledger)).problems, report.problems
    assert receipts(ledger) == told
    assert len(mails_about(house, late)) == 1
    assert mails(house) == sent + 1
