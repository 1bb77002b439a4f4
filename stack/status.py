"""What runs in a folder: `branda status` and `branda down`."""

import json
import os
import re
import signal
import time
from dataclasses import dataclass

import psutil
from rich.table import Table

from stack.directory import StackDirectory
from stack.errors import StackError
from stack.plan import answers
from stack.ports import listens

STOP_SECONDS = 60.0


@dataclass(frozen=True)
class ProcessStatus:
    """One line of `branda status`; `memory` is resident bytes."""

    name: str
    pid: int | None
    address: str
    restarts: int
    memory: int
    ready: bool


def read_status(directory: StackDirectory) -> list[ProcessStatus]:
    """The runner and its children; empty if nothing runs here."""
    runner = directory.runner_pid()
    if runner is None:
        return []
    rows = json.loads(directory.processes.read_text()) if directory.processes.exists() else []
    children = [_status(row["name"], row["pid"], row["address"], row["restarts"]) for row in rows]
    return [ProcessStatus("runner", runner, "", 0, _memory(runner), ready=directory.addresses.exists()), *children]


def status_table(rows: list[ProcessStatus]) -> Table:
    """The lines as a table, with the sum of memory below."""
    table = Table("process", "pid", "address", "memory", "restarts", "state", show_footer=True)
    table.columns[3].footer = _megabytes(sum(row.memory for row in rows))
    for column in (1, 3, 4):
        table.columns[column].justify = "right"
    for row in rows:
        state = "[green]ready[/green]" if row.ready else "[red]not ready[/red]"
        table.add_row(row.name, str(row.pid or "–"), row.address, _megabytes(row.memory), str(row.restarts), state)
    return table


def stop_runner(directory: StackDirectory) -> bool:
    """Ask the runner to stop and wait until it is gone; False if none runs here."""
    runner = directory.runner_pid()
    if runner is None:
        return False
    os.kill(runner, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while directory.runner_pid() == runner:
        if time.monotonic() > deadline:
            raise StackError(
                f"Branda (process {runner}) did not stop within {STOP_SECONDS:.0f} s.",
                f"`kill -9 {runner}` ends it and everything it started; nothing acknowledged is lost.",
            )
        time.sleep(0.1)
    return True


def port_of(address: str) -> int | None:
    """The port in an address such as `host:port` or a connection string."""
    found = re.search(r":(\d+)(?:/|$)", address)
    return int(found.group(1)) if found else None


def _status(name: str, pid: int | None, address: str, restarts: int) -> ProcessStatus:
    return ProcessStatus(name, pid, address, restarts, _memory(pid), ready=pid is not None and _ready(address))


def _ready(address: str) -> bool:
    if address.startswith("http"):
        return answers(f"{address}/health/ready")()
    port = port_of(address)
    return port is not None and listens(port)


def _memory(pid: int | None) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss) if pid is not None else 0
    except psutil.NoSuchProcess:
        return 0


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB" if size else "–"
