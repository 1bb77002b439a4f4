"""Figure 6: from the command to the first page, and what everything weighs when nothing happens."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stack.directory import StackDirectory
from stack.status import ProcessStatus, read_status
from tests.benchmarks.figures import Figure, Goal, Measure
from tests.benchmarks.servers import Servers, running_servers

ROUNDS = 3
IDLE_SECONDS = 3.0
PATIENCE = 90.0
COMMAND = "from shared.cli import main; main()"


def measure(servers: Servers) -> list[Figure]:
    """Return seconds to the first page against the two servers alone, and resident memory per process."""
    seconds: list[float] = []
    bare: list[float] = []
    weights: dict[str, list[float]] = {}
    for number in range(ROUNDS):
        with running_servers(servers.folder / f"alone-{number}") as alone:
            bare.append(alone.seconds)
        with _up(servers.folder / f"up-{number}") as (took, directory):
            seconds.append(took)
            time.sleep(IDLE_SECONDS)
            for row in read_status(directory):
                weights.setdefault(row.name, []).append(_megabytes(row))
    total = Measure(tuple(map(sum, zip(*weights.values(), strict=True))))
    return [
        Figure(
            "branda up → first page",
            "s",
            Measure(tuple(seconds)),
            Measure(tuple(bare)),
            Goal("value", "≤", 12),
            "an empty folder each time; bare: Kafka and mongod alone",
        ),
        Figure("resident memory, idle, everything", "MB", total, goal=Goal("value", "≤", 900)),
        *(Figure(f"  {name}", "MB", Measure(tuple(found))) for name, found in weights.items()),
    ]


@contextmanager
def _up(folder: Path) -> Iterator[tuple[float, StackDirectory]]:
    """Run `branda up` in `folder`; yields how long the first page took."""
    directory = StackDirectory(folder)
    command = [sys.executable, "-c", COMMAND, "up", "--dir", str(folder), "--port-base", "auto"]
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | {"COLUMNS": "200"})
    try:
        while not _page(directory):
            assert process.poll() is None, f"branda up ended with {process.returncode}"
            assert time.monotonic() < begun + PATIENCE, f"no page within {PATIENCE} s"
            time.sleep(0.05)
        yield time.monotonic() - begun, directory
    finally:
        process.terminate()
        process.wait(60)


def _page(directory: StackDirectory) -> bool:
    """Look once for the page that a person sees first."""
    address = _address(directory)
    if address is None:
        return False
    with urllib.request.urlopen(f"{address}/", timeout=5) as answer:
        return bool(answer.status == 200) and b"<html" in answer.read()


def _address(directory: StackDirectory) -> str | None:
    if not directory.addresses.exists():
        return None
    return str(json.loads(directory.addresses.read_text())["intake"])


def _megabytes(row: ProcessStatus) -> float:
    return row.memory / 1e6
