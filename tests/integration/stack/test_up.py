"""The whole of `branda up` on real servers, with trivial processes in place of the four services."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from pymongo import MongoClient

from stack.directory import StackDirectory
from tests.integration.stack.test_runner import gone, wait_until

RUN = """
from stack import plan
from stack.cli import app
plan.FACTORIES = dict.fromkeys(plan.FACTORIES, "tests.support.trivial_service:create_app")
app()
"""


Start = Callable[[StackDirectory], "subprocess.Popen[str]"]


@pytest.fixture
def branda_up() -> Iterator[Start]:
    processes: list[subprocess.Popen[str]] = []

    def start(directory: StackDirectory) -> "subprocess.Popen[str]":
        stale = directory.addresses.read_text() if directory.addresses.exists() else None
        command = [sys.executable, "-c", RUN, "up", "--dir", str(directory.root), "--port-base", "auto"]
        processes.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        await_addresses(directory, processes[-1], stale)
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.wait()


def await_addresses(directory: StackDirectory, process: "subprocess.Popen[str]", stale: str | None) -> None:
    def serves() -> bool:
        return directory.addresses.exists() and directory.addresses.read_text() != stale

    wait_until(lambda: serves() or process.poll() is not None, "branda.json", seconds=60)
    if process.poll() is not None:
        pytest.fail(process.communicate()[0])


def addresses_of(directory: StackDirectory) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(directory.addresses.read_text())
    return content


async def topics(bootstrap: str) -> set[str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        return set(await admin.list_topics())
    finally:
        await admin.close()


async def test_everything_killed_at_once_continues_with_its_data(tmp_path: Path, branda_up: Start) -> None:
    directory = StackDirectory(tmp_path / "stack")
    first = branda_up(directory)
    before = addresses_of(directory)
    with MongoClient[dict[str, Any]](before["mongo"]) as client:
        client.foreign.seen.insert_one({"_id": "kept"})
    assert {"branda.submissions", "branda.readiness", "branda.submissions.dlq"} <= await topics(before["kafka"])
    pids = [row["pid"] for row in json.loads(directory.processes.read_text())]

    first.kill()
    first.wait()
    wait_until(lambda: all(gone(pid) for pid in pids), "all seven are gone")
    second = branda_up(directory)

    after = addresses_of(directory)
    assert set(after) == {"intake", "scoring", "worker", "notifier", "kafka", "mongo", "mail", "smtp"}
    with MongoClient[dict[str, Any]](after["mongo"]) as client:
        assert client.foreign.seen.find_one() == {"_id": "kept"}
    assert "branda.submissions" in await topics(after["kafka"])
    second.send_signal(signal.SIGTERM)
    output, _ = second.communicate(timeout=30)
    assert second.returncode == 0, output
