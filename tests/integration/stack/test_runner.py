"""The runner keeps its children alive, and leaves nothing behind however it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from typer.testing import CliRunner

from stack.cli import app
from stack.directory import StackDirectory


class Runner:
    """A runner process over tiny children, as `branda up` is one over servers."""

    def __init__(self, root: Path, fault: str = "none") -> None:
        self.directory = StackDirectory(root)
        command = [sys.executable, "-m", "tests.support.tiny_stack", str(root), fault]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def await_ready(self) -> None:
        wait_until(self.directory.addresses.exists, f"branda.json of {self.directory.root}")

    def rows(self) -> dict[str, dict[str, Any]]:
        return {row["name"]: row for row in json.loads(self.directory.processes.read_text())}

    def pids(self) -> list[int]:
        return [row["pid"] for row in self.rows().values()]

    def order(self) -> list[str]:
        return (self.directory.root / "order.txt").read_text().splitlines()

    def finish(self) -> tuple[int, str]:
        output, _ = self.process.communicate(timeout=15)
        return self.process.returncode, output


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Runner]]:
    runners: list[Runner] = []

    def begin(fault: str = "none") -> Runner:
        runners.append(Runner(tmp_path / "stack", fault))
        return runners[-1]

    yield begin
    for runner in runners:
        runner.process.kill()
        runner.process.wait()


def test_sigterm_stops_the_stages_in_reverse_and_leaves_nothing(start: Callable[..., Runner]) -> None:
    runner = start()
    runner.await_ready()
    pids = runner.pids()

    runner.process.send_signal(signal.SIGTERM)

    code, output = runner.finish()
    assert code == 0, output
    assert [gone(pid) for pid in pids] == [True] * 4
    started, stopped = runner.order()[:4], runner.order()[4:]
    assert {*started[:2]} == {"kafka runs", "mongod runs"}
    assert {*started[2:]} == {"first runs", "second runs"}
    assert {*stopped[:2]} == {"first stops", "second stops"}
    assert {*stopped[2:]} == {"kafka stops", "mongod stops"}
    assert not runner.directory.addresses.exists()
    assert not runner.directory.processes.exists()


def test_children_die_with_a_killed_runner_and_the_folder_is_free_again(start: Callable[..., Runner]) -> None:
    runner = start()
    runner.await_ready()
    pids = runner.pids()

    runner.process.kill()

    wait_until(lambda: all(gone(pid) for pid in pids), "the children are gone")
    runner.finish()
    second = start()
    wait_until(lambda: second.directory.addresses.exists() and second.pids() != pids, "a second start")
    assert not any(gone(pid) for pid in second.pids())


def test_a_dead_child_is_started_again(start: Callable[..., Runner]) -> None:
    runner = start()
    runner.await_ready()
    victim = runner.rows()["first"]["pid"]

    os.kill(victim, signal.SIGKILL)

    wait_until(lambda: runner.rows()["first"]["restarts"] == 1, "a restart")
    assert runner.rows()["first"]["pid"] not in (victim, None)
    assert runner.rows()["second"]["restarts"] == 0


def test_a_stubborn_child_is_killed(start: Callable[..., Runner]) -> None:
    runner = start("stubborn")
    runner.await_ready()
    pids = runner.pids()

    runner.process.send_signal(signal.SIGINT)

    code, output = runner.finish()
    assert code == 0, output
    assert all(gone(pid) for pid in pids)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("broken-job", "topics did not end well (exit code 1)"),
        ("broken-service", "cannot find its database"),
    ],
)
def test_a_failed_start_says_why_and_stops_the_rest(start: Callable[..., Runner], fault: str, expected: str) -> None:
    runner = start(fault)

    code, output = runner.finish()

    assert code == 1
    assert expected in output
    assert {"kafka stops", "mongod stops"} <= set(runner.order())
    assert not runner.directory.addresses.exists()


def test_two_runners_never_share_a_folder(start: Callable[..., Runner]) -> None:
    first = start()
    first.await_ready()

    code, output = start().finish()

    assert code == 1
    assert f"already runs on {first.directory.root} (process {first.process.pid})" in output
    assert not any(gone(pid) for pid in first.pids())


def test_status_shows_the_processes_and_down_stops_them(start: Callable[..., Runner]) -> None:
    runner = start()
    runner.await_ready()
    options = ["--dir", str(runner.directory.root)]
    pids = [runner.process.pid, *runner.pids()]

    shown = CliRunner().invoke(app, ["status", *options]).output
    stopped = CliRunner().invoke(app, ["down", *options])

    assert [pid for pid in pids if str(pid) not in shown] == []
    assert stopped.output == "Stopped.\n"
    assert runner.finish()[0] == 0
    assert CliRunner().invoke(app, ["status", *options]).exit_code == 1
    assert "Nothing runs" in CliRunner().invoke(app, ["down", *options]).output


def test_addresses_and_secrets_are_for_their_owner_only(start: Callable[..., Runner]) -> None:
    runner = start()
    runner.await_ready()
    directory = runner.directory

    addresses = json.loads(directory.addresses.read_text())

    assert set(addresses) == {"intake", "scoring", "worker", "notifier", "kafka", "mongo", "mail", "smtp", "clients"}
    assert set(addresses["clients"]) == {"demo-agency", "demo-consultant"}
    secret_files = directory.addresses, directory.signing_key, directory.clients, directory.processes
    assert [path.stat().st_mode & 0o777 for path in secret_files] == [0o600] * 4
    assert directory.root.stat().st_mode & 0o777 == 0o700


def gone(pid: int) -> bool:
    """Dead, whether or not its new parent has buried it yet."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.05)
