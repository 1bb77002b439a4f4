"""Figure 4: history scored anew by a newer engine, from MongoDB to MongoDB, one process."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime

import psutil

from shared.contracts.envelope import VILNIUS
from shared.mongo import open_mongo
from tests.benchmarks.bare_fold import fold_bare
from tests.benchmarks.figures import Figure, Goal, Measure
from tests.benchmarks.rounds import in_own_process
from tests.benchmarks.servers import Servers
from tests.benchmarks.stored import fold_all, keep_histories, make_older, scoring
from tests.benchmarks.workload import CATALOGUE, history
from tests.support.events import cluster_id
from tests.support.scoring import catalogues

ROUNDS = 3
CLUSTERS = 1500
EVENTS = 20
CLAIM = 100
"""Clusters at a time, as the worker claims what is due."""


def measure(servers: Servers) -> list[Figure]:
    """Return clusters per second and what memory grew by after the first quarter."""
    with servers.database() as database:
        asyncio.run(_prepare(servers.mongo.dsn, database))
        found: dict[bool, list[dict[str, float]]] = {True: [], False: []}
        for _ in range(ROUNDS):
            for bare in (True, False):
                asyncio.run(_older(servers.mongo.dsn, database))
                found[bare].append(in_own_process("rescore", dsn=servers.mongo.dsn, database=database, bare=bare))
    note = f"{CLUSTERS} clusters of {EVENTS} events; bare: the same reads, one assess, one bulk write per {CLAIM}"
    grown = "resident memory at the end less that after a quarter of the clusters"
    return [
        Figure(
            "re-score, clusters per second of one process",
            "/s",
            _column(found[False], "rate"),
            _column(found[True], "rate"),
            Goal("value", "≥", 400),
            note,
        ),
        Figure(
            "re-score, clusters per CPU second", "/s", _column(found[False], "per_cpu"), _column(found[True], "per_cpu")
        ),
        Figure("re-score, memory growth", "MB", _column(found[False], "grown"), goal=Goal("value", "≤", 5), note=grown),
    ]


async def round_in_process(dsn: str, database: str, bare: bool) -> dict[str, float]:
    """Score everything once; returns `rate`, `per_cpu` and `grown`."""
    process, sizes = psutil.Process(), []
    criteria = catalogues().named(CATALOGUE)
    async with open_mongo(dsn) as client:
        score = scoring(client[database])
        begun, cpu = time.perf_counter(), time.process_time()
        for clusters in _claims():
            if bare:
                await fold_bare(client[database], clusters, criteria, datetime.now(VILNIUS).date())
            else:
                await score.refold(clusters)
            sizes.append(process.memory_info().rss)
        seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    grown = (sizes[-1] - sizes[len(sizes) // 4 - 1]) / 1e6
    return {"rate": CLUSTERS / seconds, "per_cpu": CLUSTERS / cpu, "grown": grown}


def _claims() -> Sequence[Sequence[str]]:
    ids = [cluster_id(number) for number in range(CLUSTERS)]
    return [ids[first : first + CLAIM] for first in range(0, CLUSTERS, CLAIM)]


async def _prepare(dsn: str, database: str) -> None:
    async with open_mongo(dsn) as client:
        clusters = [cluster_id(number) for number in range(CLUSTERS)]
        await keep_histories(client[database], clusters, history(0, EVENTS))
        await fold_all(client[database], clusters)


async def _older(dsn: str, database: str) -> None:
    async with open_mongo(dsn) as client:
        await make_older(client[database])


def _column(rounds: Sequence[dict[str, float]], name: str) -> Measure:
    return Measure(tuple(each[name] for each in rounds))
