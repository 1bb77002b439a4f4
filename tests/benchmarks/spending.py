"""Who spends what on one submission: CPU time as the kernel counts it, and what mongod is asked."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psutil

from shared.mongo import Client
from tests.benchmarks.figures import Figure, Measure
from tests.support.house import SERVICES, House

LOAD_GENERATOR = "load generator"
WATCHED = ("find", "getMore", "insert", "update", "delete", "findAndModify", "aggregate")
"""Commands of mongod that work for a submission; the others are probes and the driver's own."""

COMMANDS, SYNCS = "mongod commands", "mongod journal syncs"


@dataclass(frozen=True)
class Account:
    """What was spent until now: seconds of CPU by process, and counters of mongod."""

    seconds: dict[str, float]
    counters: dict[str, float]

    def since(self, earlier: "Account", submissions: int) -> "Account":
        """Return what was spent since, per submission."""
        return Account(
            {name: (now - earlier.seconds[name]) / submissions for name, now in self.seconds.items()},
            {name: (now - earlier.counters[name]) / submissions for name, now in self.counters.items()},
        )


async def account(house: House, client: Client) -> Account:
    """Read the kernel's clocks (a hundredth of a second fine) of every process, and mongod's counters."""
    processes = {name: house.processes[name].pid for name in SERVICES}
    processes |= {"Kafka": house.kafka_server.pid, "mongod": house.mongo_server.pid, LOAD_GENERATOR: os.getpid()}
    status: dict[str, Any] = await client.admin.command("serverStatus")
    served = {name: float(status["metrics"]["commands"][name]["total"]) for name in WATCHED}
    counters = {
        COMMANDS: sum(served.values()),
        **served,
        SYNCS: float(status["wiredTiger"]["log"]["log sync operations"]),
    }
    return Account({name: _seconds(pid) for name, pid in processes.items()}, counters)


def _seconds(pid: int | None) -> float:
    assert pid is not None, "a process of the house has ended"
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def spent(rounds: Sequence[Account], rate: int) -> list[Figure]:
    """Return a figure for each process, for all of them and for mongod's counters; `rounds` are per submission."""
    cpu = [{name: seconds * 1000 for name, seconds in each.seconds.items()} for each in rounds]
    totals = [each | {"all processes": sum(each.values())} for each in cpu]
    figures = [
        Figure(f"CPU per submission at {rate}/s, {name}", "ms", Measure(tuple(each[name] for each in totals)))
        for name in totals[0]
    ]
    for name, note in ((COMMANDS, _kinds(rounds)), (SYNCS, "")):
        measure = Measure(tuple(each.counters[name] for each in rounds))
        figures.append(Figure(f"{name} per submission at {rate}/s", "", measure, note=note))
    return figures


def _kinds(rounds: Sequence[Account]) -> str:
    middle = rounds[len(rounds) // 2].counters
    return ", ".join(f"{name} {middle[name]:.1f}" for name in WATCHED if middle[name] >= 0.05)  # fewer are housekeeping
