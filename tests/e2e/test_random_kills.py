"""Any process or server, at any moment, many times: `make test-long`."""

import asyncio
import os
import random
import threading
import time

import pytest

from tests.support.checker import settled
from tests.support.clusters import assessment, new_cluster
from tests.support.house import SERVICES, House
from tests.support.ledger import Ledger

KILLS = int(os.environ.get("BRANDA_KILLS", "40"))
CLIENTS = 3


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_any_death_at_any_moment_loses_nothing_and_repeats_no_verdict(house: House) -> None:
    seed = int(os.environ.get("BRANDA_SEED", str(time.time_ns() % 1_000_000)))
    print(f"seed {seed}, {KILLS} kills")
    chance, over = random.Random(seed), threading.Event()
    ledgers = [Ledger(house) for _ in range(CLIENTS)]
    clusters = [new_cluster(ledger, coordinators=2) for ledger in ledgers]
    loads = [
        asyncio.create_task(asyncio.to_thread(_load, ledger, cluster, over, random.Random(seed + number)))
        for number, (ledger, cluster) in enumerate(zip(ledgers, clusters, strict=True))
    ]
    killed = [_kill_one(house, chance) for _ in range(KILLS) if not await asyncio.sleep(chance.uniform(0.5, 3))]
    over.set()
    await asyncio.gather(*loads)
    together = Ledger(house, promises=[promise for ledger in ledgers for promise in ledger.promises])
    for ledger in ledgers:
        together.coordinators.update(ledger.coordinators)
    # Only the death of a notifier, or of what it waits for, can fall into the gap; each at most one mail per sender.
    house.gap += 2 * (KILLS - sum(name in ("intake", "scoring") for name in killed))
    report = await settled(house, together, seconds=120)
    print(f"seed {seed}: {report}; killed {sorted(killed)}")
    assert not report.problems


def _kill_one(house: House, chance: random.Random) -> str:
    name = chance.choice([*SERVICES, "kafka", "mongod"])
    if name in SERVICES:
        house.kill(name)
        house.start(name)
    else:
        server = house.kafka_server if name == "kafka" else house.mongo_server
        server.kill()
        server.restart()
    return name


def _load(ledger: Ledger, cluster: str, over: threading.Event, chance: random.Random) -> None:
    while not over.wait(chance.uniform(0.05, 0.4)):
        ledger.submit(cluster, "assessments", assessment(chance.randint(5, 40)), seconds=120)
