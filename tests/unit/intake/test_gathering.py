"""Requests that share a round trip, each with an answer of its own."""

import asyncio
from collections.abc import Sequence

import pytest

from services.intake.adapters.mongo import gathering
from services.intake.adapters.mongo.gathering import MOST, UNDER_WAY, Gathering
from shared.errors import TransientError


class Trips:
    """Answers each item with its double once the gate is open; keeps which items travelled together."""

    def __init__(self) -> None:
        self.made: list[list[int]] = []
        self.gate = asyncio.Event()
        self.gathering = Gathering(self.trip)

    async def trip(self, items: Sequence[int]) -> list[int | Exception]:
        self.made.append(list(items))
        await self.gate.wait()
        return [ValueError(item) if item < 0 else 2 * item for item in items]

    async def ask(self, *items: int) -> list[asyncio.Task[int]]:
        asked = [asyncio.create_task(self.gathering.do(item)) for item in items]
        for _ in range(3):
            await asyncio.sleep(0)
        return asked


async def busy() -> Trips:
    """Return trips of which as many are under way as may be."""
    trips = Trips()
    for number in range(UNDER_WAY):
        await trips.ask(number)
    assert trips.made == [[number] for number in range(UNDER_WAY)]
    return trips


async def test_who_comes_alone_sets_off_at_once_and_alone() -> None:
    trips = Trips()
    (asked,) = await trips.ask(21)
    assert trips.made == [[21]]
    trips.gate.set()
    assert await asked == 42


async def test_who_comes_meanwhile_travels_together_and_gets_the_answer_of_his_own() -> None:
    trips = await busy()
    asked = await trips.ask(10, 11, 12)
    assert len(trips.made) == UNDER_WAY
    trips.gate.set()
    assert await asyncio.gather(*asked) == [20, 22, 24]
    assert trips.made[UNDER_WAY:] == [[10, 11, 12]]


async def test_a_refusal_reaches_only_whom_it_concerns() -> None:
    trips = await busy()
    asked = await trips.ask(10, -1, 12)
    trips.gate.set()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert (answers[0], answers[2]) == (20, 24)
    assert isinstance(answers[1], ValueError)


async def test_who_gave_up_waiting_is_left_behind_and_stops_nobody() -> None:
    trips = await busy()
    gone, stayed = await trips.ask(10, 11)
    gone.cancel()
    trips.gate.set()
    assert await stayed == 22
    assert trips.made[UNDER_WAY:] == [[11]]


async def test_who_gives_up_on_the_way_takes_no_other_along() -> None:
    trips = Trips()
    trips.gathering._trips |= {asyncio.current_task()}  # type: ignore[arg-type]  # one of them is busy
    gone, stayed = await trips.ask(10, 11)
    assert trips.made == [[10, 11]]
    gone.cancel()
    trips.gate.set()
    assert await stayed == 22


async def test_a_trip_that_fails_fails_for_all_and_the_next_one_goes() -> None:
    failures = [TransientError("away")]

    async def trip(items: Sequence[int]) -> Sequence[int]:
        if failures:
            raise failures.pop()
        return items

    together = Gathering(trip)
    answers = await asyncio.gather(together.do(1), together.do(2), return_exceptions=True)
    assert [type(answer) for answer in answers] == [TransientError, TransientError]
    assert await together.do(3) == 3


async def test_a_trip_that_hangs_ends_as_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "SECONDS", 0.01)
    trips = Trips()
    (asked,) = await trips.ask(1)
    with pytest.raises(TransientError):
        await asked


async def test_no_trip_takes_more_than_the_most() -> None:
    trips = await busy()
    asked = await trips.ask(*range(MOST + 1))
    trips.gate.set()
    assert await asyncio.gather(*asked) == [2 * number for number in range(MOST + 1)]
    assert [len(made) for made in trips.made[UNDER_WAY:]] == [MOST, 1]
