"""Doing a step again and again."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest

from services.notifier.application import repeat as module
from services.notifier.application.repeat import repeat
from shared.errors import TransientError
from tests.support.kafka import eventually


async def run(step: Callable[[], Awaitable[bool]], wake: asyncio.Event, until: Callable[[], bool]) -> None:
    """Repeat `step` until `until` holds."""
    task = asyncio.create_task(repeat("test", step, wake))
    try:
        await eventually(until, 2)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Backoff", lambda **_: _NoWait())


class _NoWait:
    attempts = 0

    def reset(self) -> None:
        """Nothing to forget."""

    async def sleep(self) -> None:
        await asyncio.sleep(0)


def steps(*results: bool | Exception) -> tuple[Callable[[], Awaitable[bool]], list[int]]:
    """Return a step that does each of `results` once and is idle then, and the list of its calls."""
    calls: list[int] = []
    rest: Iterator[bool | Exception] = iter(results)

    async def step() -> bool:
        calls.append(1)
        result = next(rest, False)
        if isinstance(result, Exception):
            raise result
        return result

    return step, calls


async def test_while_there_is_work_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE", 60.0)
    step, calls = steps(True, True, True)
    await run(step, asyncio.Event(), lambda: len(calls) == 4)


async def test_an_idle_step_is_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE", 60.0)
    step, calls = steps()
    wake = asyncio.Event()
    asyncio.get_running_loop().call_later(0.02, wake.set)
    await run(step, wake, lambda: len(calls) == 2)
    assert not wake.is_set()


async def test_an_idle_step_looks_again_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE", 0.01)
    step, calls = steps()
    await run(step, asyncio.Event(), lambda: len(calls) >= 3)


@pytest.mark.parametrize("error", [TransientError("away"), RuntimeError("a mistake of ours")])
async def test_no_error_ends_the_repetition(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(module, "IDLE", 60.0)
    step, calls = steps(error, error, True)
    await run(step, asyncio.Event(), lambda: len(calls) == 4)
