"""Starts processes stage by stage, keeps them alive, stops them in reverse order."""

import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from stack.errors import StackError
from stack.process import ManagedProcess, last_lines, spawn

FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
STEADY_SECONDS = 60.0
"""A process that lived this long has recovered; its next death counts as the first."""

LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Job:
    """Something that runs once and must end well before the next stage."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log_directory: Path
    seconds: float = 60.0


Plan = Sequence[Job | tuple[ManagedProcess, ...]]
"""Stages in order; the processes of one stage start together."""


class Report(Protocol):
    """Who is told what happens."""

    def ready(self, name: str, seconds: float) -> None: ...
    def died(self, name: str, exit_code: int | None, delay: float) -> None: ...
    def restarted(self, name: str) -> None: ...


class Interrupted(Exception):  # noqa: N818 - not an error: somebody asked to stop during the start
    """The start was abandoned because a stop was asked for."""


@dataclass
class Supervised:
    """One process and what its deaths have taught."""

    process: ManagedProcess
    restarts: int = 0
    settled: bool = False
    _failures: int = 0
    _started: float = field(default_factory=time.monotonic)
    _retry_at: float | None = None

    @property
    def delay(self) -> float:
        """Seconds to wait before the next attempt: doubling from 0.5 to 30."""
        return min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** min(self._failures, 10))

    def tend(self, report: Report) -> bool:
        """Restart it if it is dead and its time has come; True if anything changed."""
        now = time.monotonic()
        if self.process.running:
            if now - self._started > STEADY_SECONDS:
                self._failures = 0
            return False
        if self._retry_at is None:
            self._retry_at = now + self.delay
            report.died(self.process.program.name, self.process.exit_code, self.delay)
            self._failures += 1
            return True
        if now < self._retry_at:
            return False
        self._restart(report)
        return True

    def _restart(self, report: Report) -> None:
        self._retry_at, self._started = None, time.monotonic()
        try:
            self.process.start()
        except StackError:  # such as a full disk: it stays dead, and its next turn comes later
            return
        self.restarts += 1
        report.restarted(self.process.program.name)


class Supervisor:
    """Runs a plan. Call everything from one thread, which must live as long as the processes."""

    def __init__(self, plan: Plan, report: Report, stop: threading.Event, changed: Callable[[], None]) -> None:
        self._plan = plan
        self._report = report
        self._stop = stop
        self._changed = changed
        self.supervised: list[Supervised] = []

    def start(self) -> None:
        """Start all stages; raises `StackError` if one fails, `Interrupted` if a stop is asked for meanwhile."""
        for stage in self._plan:
            if isinstance(stage, Job):
                self._run(stage)
            else:
                self._start_stage(stage)

    def watch(self) -> None:
        """Keep everything alive until a stop is asked for."""
        while not self._stop.wait(LOOK_SECONDS):
            self._tend()

    def stop(self) -> None:
        """Stop every stage that was begun, the last first."""
        for stage in reversed(self._plan):
            if not isinstance(stage, Job):
                for process in reversed(stage):
                    process.ask_to_stop()
                for process in reversed(stage):
                    process.await_stop()

    def _start_stage(self, stage: tuple[ManagedProcess, ...]) -> None:
        begun = time.monotonic()
        waiting = []
        for process in stage:
            process.start()
            waiting.append(Supervised(process))
        self.supervised += waiting
        self._changed()
        while waiting:
            for each in list(waiting):
                if self._is_ready(each.process, begun):
                    each.settled = True
                    waiting.remove(each)
                    self._report.ready(each.process.program.name, time.monotonic() - begun)
            self._pause()

    def _is_ready(self, process: ManagedProcess, begun: float) -> bool:
        if not process.running:
            raise process.failure(f"{process.program.name} stopped while starting (exit code {process.exit_code}).")
        if process.program.ready():
            return True
        if time.monotonic() - begun > process.program.start_seconds:
            raise process.failure(f"{process.program.name} was not ready after {process.program.start_seconds:.0f} s.")
        return False

    def _run(self, job: Job) -> None:
        begun = time.monotonic()
        log = job.log_directory / f"{job.name}.log"
        child = spawn(job.command, job.environment, log)
        try:
            while child.poll() is None and time.monotonic() - begun < job.seconds:
                self._pause()
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        if child.returncode:
            _fail(job, child, log)
        self._report.ready(job.name, time.monotonic() - begun)

    def _pause(self) -> None:
        if self._stop.wait(LOOK_SECONDS / 2):
            raise Interrupted
        self._tend()

    def _tend(self) -> None:
        changes = [each.tend(self._report) for each in self.supervised if each.settled]
        if any(changes):
            self._changed()


def _fail(job: Job, child: "subprocess.Popen[bytes]", log: Path) -> None:
    raise StackError(
        f"{job.name} did not end well (exit code {child.returncode}).\n{last_lines(log)}", f"The whole log is {log}."
    )
