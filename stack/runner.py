"""`branda up`: the stack in one folder, from the lock on the folder to the last child that is gone."""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from stack.addresses import Ports, choose_ports
from stack.credentials import Client, demo_clients, ensure_clients, ensure_signing_key
from stack.directory import StackDirectory, write_json
from stack.errors import StackError
from stack.plan import full_plan
from stack.ports import LOOPBACK
from stack.supervisor import Interrupted, Plan, Supervisor

INTERRUPTED = 130
"""The exit code of a start that was abandoned, as shells count it."""


@dataclass(frozen=True)
class Context:
    """What a hook gets once everything is ready.

    `addresses` is the content of `branda.json`; `stopping` is set when somebody asked to stop.
    """

    directory: StackDirectory
    addresses: Mapping[str, Any]
    mail_page: str
    console: Console
    stopping: threading.Event


AfterStart = Callable[[Context], int | None]
"""Runs beside the supervisor. None: keep serving; a number: stop everything and exit with it."""

MakePlan = Callable[[StackDirectory, Ports, Mapping[str, Client]], Plan]


def keep_serving(_context: Context) -> int | None:
    """The hook of a plain `branda up`."""
    return None


def run(
    directory: StackDirectory,
    port_base: str,
    console: Console,
    *,
    demo: bool = False,
    after_start: AfterStart = keep_serving,
    make_plan: MakePlan = full_plan,
) -> int:
    """Start everything, keep it running until SIGTERM or Ctrl-C, stop it; returns the exit code."""
    directory.make()
    with directory.held():
        _clear(directory)
        ports = choose_ports(port_base)
        ensure_signing_key(directory)
        clients = ensure_clients(directory, demo=demo)
        stop = threading.Event()
        supervisor = Supervisor(
            make_plan(directory, ports, clients),
            ConsoleReport(console),
            stop,
            changed=lambda: _write_processes(directory, supervisor),
        )
        with _stopped_by_signals(stop, console), _cleared_afterwards(directory, supervisor, console):
            try:
                supervisor.start()
            except Interrupted:
                return INTERRUPTED
            addresses = _addresses(directory, supervisor, ports, demo_clients(clients) if demo else None)
            write_json(directory.addresses, addresses)
            context = Context(directory, addresses, ports.url("mailsink"), console, stop)
            _announce(context)
            outcome = _run_hook(after_start, context)
            supervisor.watch()
        return outcome[0] if outcome else 0


class ConsoleReport:
    """Tells a person at a terminal what happens, a line each."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def ready(self, name: str, seconds: float) -> None:
        self._console.print(f"  [green]✓[/green] {name:<9} {seconds:5.1f} s")

    def died(self, name: str, exit_code: int | None, delay: float) -> None:
        self._console.print(f"  [red]✗[/red] {name} died (exit code {exit_code}); again in {delay:g} s")

    def restarted(self, name: str) -> None:
        self._console.print(f"  [green]✓[/green] {name} started again")


@contextmanager
def _stopped_by_signals(stop: threading.Event, console: Console) -> Iterator[None]:
    """The first signal asks; a second one ends us at once, and the kernel kills the children with us."""

    def on_signal(number: int, _frame: object) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()
        console.print("Stopping. (Once more to kill.)")

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, on_signal) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _cleared_afterwards(directory: StackDirectory, supervisor: Supervisor, console: Console) -> Iterator[None]:
    console.print(f"Starting Branda in {directory.root}")
    try:
        yield
    finally:
        supervisor.stop()
        _clear(directory)
        console.print("Stopped.")


def _clear(directory: StackDirectory) -> None:
    """Addresses of something that no longer runs (a killed runner leaves them) must mislead nobody."""
    for path in (directory.addresses, directory.processes):
        path.unlink(missing_ok=True)


def _run_hook(after_start: AfterStart, context: Context) -> list[int]:
    """The hook in a thread of its own, so that a child that dies meanwhile is still restarted."""
    outcome: list[int] = []

    def work() -> None:
        try:
            code = after_start(context)
        except StackError as error:
            context.console.print(f"[red]{error.problem}[/red]\n{error.remedy}", markup=True)
            code = 1
        except BaseException:  # also a cancelled task of the hook's own loop: nobody else would end the run
            if context.stopping.is_set():
                return
            context.console.print_exception()
            code = 1
        if code is not None:
            outcome.append(code)
            context.stopping.set()

    threading.Thread(target=work, name="after-start", daemon=True).start()
    return outcome


def _addresses(
    directory: StackDirectory, supervisor: Supervisor, ports: Ports, clients: Mapping[str, Client] | None
) -> dict[str, Any]:
    by_name = {each.process.program.name: each.process.program.address for each in supervisor.supervised}
    services = {name: ports.url(name) for name in ("intake", "scoring", "worker", "notifier")}
    servers = {"kafka": by_name.get("kafka", ""), "mongo": by_name.get("mongod", ""), "mail": str(directory.mail)}
    servers["smtp"] = f"{LOOPBACK}:{ports.smtp}"
    return {**services, **servers, **({"clients": clients} if clients is not None else {})}


def _announce(context: Context) -> None:
    shown = {
        "Forms": context.addresses["intake"],
        "Results": context.addresses["scoring"],
        "Mails": context.mail_page,
        "All addresses": str(context.directory.addresses),
    }
    context.console.print("Branda runs; Ctrl-C stops it.")
    for label, address in shown.items():
        context.console.print(f"  {label:<14} {address}", soft_wrap=True)


def _write_processes(directory: StackDirectory, supervisor: Supervisor) -> None:
    rows = [
        {
            "name": each.process.program.name,
            "pid": each.process.pid,
            "address": each.process.program.address,
            "restarts": each.restarts,
        }
        for each in supervisor.supervised
    ]
    write_json(directory.processes, rows)
