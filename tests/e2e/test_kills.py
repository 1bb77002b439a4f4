"""Kafka and MongoDB are killed under load; whoever submits keeps asking, and in the end nothing is missing."""

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from stack.process import ManagedProcess
from tests.support.checker import settled
from tests.support.clusters import assessment, new_cluster
from tests.support.house import House
from tests.support.ledger import Ledger

SEED = 20161020
CLIENTS = 4
SECONDS_DOWN = 1.5
AFTERWARDS = 4
"""Promises: a cluster, a coordinator, and more than two assessments need the server back."""

SENDERS = 2
"""Mails at once: a database that dies between their final dot and the stored 250 is in the one gap, too."""

Victim = Callable[[House], ManagedProcess]


@pytest.mark.crash
@pytest.mark.parametrize(
    "victim",
    [lambda house: house.kafka_server, lambda house: house.mongo_server],
    ids=["kafka", "mongod"],
)
async def test_a_server_killed_under_load_loses_nothing_acknowledged(house: House, victim: Victim) -> None:
    ledgers = [Ledger(house) for _ in range(CLIENTS)]
    clusters = [new_cluster(ledger) for ledger in ledgers]
    until = time.monotonic() + 8
    pool = ThreadPoolExecutor(CLIENTS)
    loads = [
        asyncio.get_running_loop().run_in_executor(pool, _load, ledger, cluster, until, random.Random(SEED + number))
        for number, (ledger, cluster) in enumerate(zip(ledgers, clusters, strict=True))
    ]
    await asyncio.sleep(2)
    victim(house).kill()
    await asyncio.sleep(SECONDS_DOWN)
    victim(house).restart()
    slowest = max(await asyncio.gather(*loads))
    together = Ledger(house, promises=[promise for ledger in ledgers for promise in ledger.promises])
    for ledger in ledgers:
        together.coordinators.update(ledger.coordinators)
    if victim(house) is house.mongo_server:
        house.gap += SENDERS
    report = await settled(house, together, seconds=60)
    print(f"seed {SEED}: {report}; slowest certain answer {slowest:.1f} s")
    assert not report.problems
    assert all(len(ledger.promises) > AFTERWARDS for ledger in ledgers), "a client never got past the outage"


def _load(ledger: Ledger, cluster: str, until: float, chance: random.Random) -> float:
    """Submit one assessment after the other and return the longest wait for a certain answer, in seconds."""
    slowest = 0.0
    while time.monotonic() < until:
        begun = time.monotonic()
        ledger.submit(cluster, "assessments", assessment(chance.randint(5, 40)))
        slowest = max(slowest, time.monotonic() - begun)
        time.sleep(chance.uniform(0.02, 0.2))
    return slowest
