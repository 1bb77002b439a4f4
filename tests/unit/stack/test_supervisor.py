"""Back-off of a child that keeps dying."""

from pathlib import Path

import pytest

from stack import supervisor
from stack.errors import StackError
from stack.process import ManagedProcess, Program
from stack.supervisor import Supervised


class DeadProcess(ManagedProcess):
    """Never runs; counts the attempts and can refuse to start."""

    def __init__(self, refuses: bool = False) -> None:
        super().__init__(Program("ghost", ["/nonexistent"]), Path("/nonexistent"))
        self.attempts = 0
        self._refuses = refuses

    def start(self) -> None:
        self.attempts += 1
        if self._refuses:
            raise StackError("No space.", "Free some.")


class Ledger:
    """A report that remembers."""

    def __init__(self) -> None:
        self.deaths: list[tuple[str, int | None, float]] = []
        self.restarts: list[str] = []

    @property
    def delays(self) -> list[float]:
        return [delay for _, _, delay in self.deaths]

    def ready(self, name: str, seconds: float) -> None: ...

    def died(self, name: str, exit_code: int | None, delay: float) -> None:
        self.deaths.append((name, exit_code, delay))

    def restarted(self, name: str) -> None:
        self.restarts.append(name)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    return now


def die_for(supervised: Supervised, report: Ledger, clock: list[float], seconds: float) -> None:
    for _ in range(int(seconds * 10)):
        supervised.tend(report)
        clock[0] += 0.1


def test_delays_double_up_to_half_a_minute(clock: list[float]) -> None:
    report, process = Ledger(), DeadProcess()

    die_for(Supervised(process), report, clock, 150)

    assert report.delays[:8] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert process.attempts == len(report.restarts) >= 8


def test_a_process_that_cannot_start_is_tried_again(clock: list[float]) -> None:
    report, process = Ledger(), DeadProcess(refuses=True)

    die_for(Supervised(process), report, clock, 20)

    assert process.attempts >= 4
    assert report.restarts == []


def test_a_steady_life_forgives_earlier_deaths(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    report, process = Ledger(), DeadProcess()
    supervised = Supervised(process)
    die_for(supervised, report, clock, 20)
    assert supervised.delay > supervisor.FIRST_DELAY

    monkeypatch.setattr(DeadProcess, "running", True)
    clock[0] += supervisor.STEADY_SECONDS + 1
    supervised.tend(report)

    assert supervised.delay == supervisor.FIRST_DELAY
