"""One program as a child process that dies with us and can be stopped, killed, frozen and started again."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stack.errors import StackError
from stack.log_lines import readable

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 20_000_000
"""A log longer than this (bytes) is set aside at the next start, so that a forgotten directory cannot fill the disk."""

_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def nothing() -> None:
    """The default preparation."""


def at_once() -> bool:
    """The default readiness: running is enough."""
    return True


@dataclass(frozen=True)
class Program:
    """What to run and how to know that it is ready.

    `ready` is one quick look and must not block for more than about a second; it may also do what is due after a
    start (a replica set is made that way). `address` is for people. `nice` lets others go first when
    there are more to run than cores (0: nobody; see `man 2 nice`).
    """

    name: str
    command: list[str]
    prepare: Callable[[], None] = nothing
    ready: Callable[[], bool] = at_once
    environment: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    start_seconds: float = 60.0
    stop_seconds: float = 10.0
    nice: int = 0


class ManagedProcess:
    """A running or stopped `Program`. Start it from a thread that lives as long as the child should."""

    def __init__(self, program: Program, log_directory: Path) -> None:
        self.program = program
        self.log = log_directory / f"{program.name}.log"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child is not None and self.running else None

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    @property
    def exit_code(self) -> int | None:
        """The code of the last child, negative for a signal; None while it runs or before the first start."""
        return self._child.poll() if self._child is not None else None

    def start(self) -> None:
        """Start without waiting for readiness."""
        self.program.prepare()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        self._child = spawn(self.program.command, self.program.environment, self.log, self.program.nice)

    def wait_ready(self) -> None:
        """Block until ready; raises with the end of the log if the child dies or takes too long."""
        deadline = time.monotonic() + self.program.start_seconds
        while not self.program.ready():
            if not self.running:
                raise self.failure(f"{self.program.name} stopped while starting (exit code {self.exit_code}).")
            if time.monotonic() > deadline:
                raise self.failure(f"{self.program.name} was not ready after {self.program.start_seconds:.0f} s.")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask politely, wait, then kill; harmless if it does not run."""
        self.ask_to_stop()
        self.await_stop()

    def ask_to_stop(self) -> None:
        """SIGTERM, also to a frozen process; returns at once."""
        self._signal(signal.SIGCONT)
        self._signal(signal.SIGTERM)

    def await_stop(self) -> None:
        """Wait for an asked child as long as its program may take, then kill it."""
        if self._child is None:
            return
        try:
            self._child.wait(self.program.stop_seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """SIGKILL to the child and whatever it started; returns when the child is gone."""
        self._signal(signal.SIGKILL)
        if self._child is not None:
            self._child.wait()

    def pause(self) -> None:
        """SIGSTOP: the process keeps its connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def restart(self) -> None:
        """Start again after `kill` or `stop`, on the same data, and wait until ready."""
        if self.running:
            self.stop()
        self.start()
        self.wait_ready()

    def failure(self, problem: str) -> StackError:
        """The error for this process, with the last lines of its log."""
        return StackError(f"{problem}\n{last_lines(self.log)}", f"The whole log is {self.log}.")

    def _signal(self, number: signal.Signals) -> None:
        if self._child is not None and self._child.poll() is None:
            os.killpg(self._child.pid, number)


def spawn(command: list[str], environment: Mapping[str, str], log: Path, nice: int = 0) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own (Ctrl-C reaches only us), tied to our life, output appended to `log`."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(os.getpid(), nice),
        )


def last_lines(log: Path, count: int = 12) -> str:
    """The end of a log file, for an error message."""
    if not log.exists():
        return ""
    written = log.read_text(errors="replace").splitlines()[-count:]
    return "\n".join("  " + line for line in [each for line in written for each in readable(line)][-count:])


def die_with_parent(parent: int, nice: int = 0) -> Callable[[], None]:
    """What a child does before its program: ask the kernel to kill it when the thread that starts it ends."""

    def in_child() -> None:
        os.nice(nice)
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the parent died between fork and prctl: nobody would ever tell us
            os._exit(1)

    return in_child
