"""The real runner over tiny children instead of servers: `python -m tests.support.tiny_stack DIR [fault]`.

The children note in `DIR/order.txt` when they start and when they are asked to stop. Faults: `broken-job`,
`broken-service`, `stubborn` (a child that ignores SIGTERM).
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from stack.addresses import Ports
from stack.credentials import Client
from stack.directory import StackDirectory
from stack.errors import StackError
from stack.process import ManagedProcess, Program
from stack.runner import run
from stack.supervisor import Job, Plan

CHILD = """
import pathlib, signal, sys, time
order, name, stubborn = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "stubborn"
def note(what):
    with order.open("a") as file:
        file.write(f"{name} {what}\\n")
def on_term(*_):
    note("stops")
    if not stubborn:
        sys.exit(0)
signal.signal(signal.SIGTERM, on_term)
note("runs")
while True:
    time.sleep(0.05)
"""


def tiny_plan(root: Path, fault: str) -> Plan:
    """Two servers, a job, two services."""

    def child(name: str, behaviour: str = "polite") -> ManagedProcess:
        order = root / "order.txt"
        program = Program(
            name=name,
            command=[sys.executable, "-S", "-c", CHILD, str(order), name, behaviour],
            ready=lambda: order.exists() and f"{name} runs" in order.read_text(),
            start_seconds=5,
            stop_seconds=0.5,
        )
        return ManagedProcess(program, root / "logs")

    def broken(name: str) -> ManagedProcess:
        command = [sys.executable, "-S", "-c", "raise SystemExit('cannot find its database')"]
        return ManagedProcess(Program(name, command, ready=lambda: False), root / "logs")

    job = [sys.executable, "-S", "-c", f"raise SystemExit({int(fault == 'broken-job')})"]
    second = broken("second") if fault == "broken-service" else child("second", fault)
    return [(child("kafka"), child("mongod")), Job("topics", job, {}, root / "logs"), (child("first"), second)]


def main() -> int:
    """Run until stopped, as `branda up` does."""
    root, fault = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "none"

    def make_plan(_directory: StackDirectory, _ports: Ports, _clients: Mapping[str, Client]) -> Plan:
        return tiny_plan(root, fault)

    try:
        return run(StackDirectory(root), "auto", Console(highlight=False, width=200), demo=True, make_plan=make_plan)
    except StackError as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
