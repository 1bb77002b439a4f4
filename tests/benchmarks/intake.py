"""Figure 1: POST of an assessment to intake, against a bare handler on the same mongod."""

import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

from stack.plan import answers
from stack.ports import free_ports
from stack.process import ManagedProcess, Program
from tests.benchmarks import bare_intake
from tests.benchmarks.figures import Figure, Goal, Measure, percentile
from tests.benchmarks.load import Load, Request, as_fast_as_it_goes, at_rate, post
from tests.benchmarks.servers import Servers
from tests.benchmarks.workload import assessment_body
from tests.support.clusters import new_cluster
from tests.support.house import House
from tests.support.ledger import Ledger

ROUNDS = 3
CLIENTS = 64
SECONDS = 3.0
RATE = 50.0
WARM_UP = 1.0
BARE = "bare"
BARE_ALL = "bare, four round trips"
OURS = "ours"

Loads = dict[str, list[Load]]


def measure(servers: Servers) -> list[Figure]:
    """Return rate and latency with 64 clients, and latency at 50 a second."""
    with servers.house() as house, servers.database() as database, _bare_process(servers, database) as port:
        for name in ("worker", "scoring", "notifier"):
            house.processes[name].stop()
        targets = _targets(house, port)
        fast: Loads = {name: [] for name in targets}
        steady: Loads = {name: [] for name in targets}
        for target, requests in targets.values():
            asyncio.run(as_fast_as_it_goes(target, requests, WARM_UP))
        for _ in range(ROUNDS):
            for name, (target, requests) in targets.items():
                fast[name].append(asyncio.run(as_fast_as_it_goes(target, requests, SECONDS)))
            for name, (target, requests) in targets.items():
                steady[name].append(asyncio.run(at_rate(target, requests, RATE, SECONDS)))
    return [*_rates(fast), *_latencies(fast, steady)]


def _rates(fast: Loads) -> list[Figure]:
    ours, bare, all_bare = ([load.rate for load in fast[name]] for name in (OURS, BARE, BARE_ALL))
    sent = sum(len(load.latencies) for load in fast[OURS])
    note = f"{sent} POSTs; the bare handler makes the two durable writes of design 4"
    every = "the bare handler also looks for the key and takes a running number, each alone, as intake once did"
    return [
        Figure(f"intake, POST of 6 KB, {CLIENTS} clients", "/s", _of(ours), _of(bare), Goal("ratio", "≥", 0.6), note),
        Figure("the same against four round trips", "/s", _of(ours), _of(all_bare), note=every),
    ]


def _latencies(fast: Loads, steady: Loads) -> Iterator[Figure]:
    for percent in (50, 99):
        name = f"intake, p{percent}, {CLIENTS} clients"
        yield Figure(name, "ms", _at(percent, fast[OURS]), _at(percent, fast[BARE]))
    goals: Mapping[int, Goal | None] = {50: None, 99: Goal("value", "≤", 100)}
    for percent, goal in goals.items():
        name = f"intake, p{percent} at {RATE:.0f}/s"
        yield Figure(name, "ms", _at(percent, steady[OURS]), _at(percent, steady[BARE]), goal)


def _of(values: Sequence[float]) -> Measure:
    return Measure(tuple(values))


def _at(percent: float, loads: Sequence[Load]) -> Measure:
    return _of([percentile(load.latencies, percent) * 1000 for load in loads])


def _targets(house: House, port: int) -> dict[str, tuple[int, list[Request]]]:
    ledger = Ledger(house)
    clusters = [new_cluster(ledger, coordinators=0) for _ in range(CLIENTS)]
    token = house.token("demo-agency")
    body = assessment_body(datetime.now(UTC).date() - timedelta(days=2))
    return {
        BARE: (port, [partial(post, f"/two/{cluster}", body) for cluster in clusters]),
        OURS: (
            house.ports.http["intake"],
            [partial(post, f"/api/v1/clusters/{cluster}/assessments", body, token) for cluster in clusters],
        ),
        BARE_ALL: (port, [partial(post, f"/all/{cluster}", body) for cluster in clusters]),
    }


@contextmanager
def _bare_process(servers: Servers, database: str) -> Iterator[int]:
    (port,) = free_ports(1)
    factory = f"{bare_intake.__name__}:create_app"
    command = [sys.executable, "-m", "uvicorn", "--factory", factory, "--no-access-log", "--port", str(port)]
    process = ManagedProcess(
        Program(
            name="bare",
            command=command,
            ready=answers(f"http://127.0.0.1:{port}/health/ready"),
            environment={bare_intake.MONGO: servers.mongo.dsn, bare_intake.DATABASE: database},
        ),
        servers.folder / "logs",
    )
    process.start()
    try:
        process.wait_ready()
        yield port
    finally:
        process.stop()
