"""From records to notices."""

import asyncio
from collections.abc import Sequence

import pytest

from services.notifier.adapters.kafka.readiness import OnReadiness
from services.notifier.application.take_notices import TakeNotices
from services.notifier.domain.notice import Notice
from shared.errors import TransientError
from shared.kafka.records import Record
from tests.support.events import registered
from tests.support.notifier import FixedClock, notice, result_event
from tests.support.notifier_stores import MemoryNoticeStore


def record(value: bytes | None, offset: int = 0) -> Record:
    return Record("branda.readiness", 0, offset, b"k", value)


async def test_a_batch_is_taken_and_what_is_no_result_is_refused_one_by_one() -> None:
    store, woken = MemoryNoticeStore(), asyncio.Event()
    handle = OnReadiness(TakeNotices(store, FixedClock()), woken)
    values = [b"{", result_event().encode(), None, registered(1).encode(), b'{"specversion": "1.0", "type": "x"}']
    refused = await handle([record(value) for value in values])
    assert {position: error.reason.split(":")[0] for position, error in refused.items()} == {
        0: "not JSON",
        2: "an empty record",
        3: "no result",
        4: "unknown type",
    }
    assert list(store.notices.values()) == [notice()]
    assert woken.is_set()


async def test_a_known_result_wakes_nobody() -> None:
    store, woken = MemoryNoticeStore(), asyncio.Event()
    handle = OnReadiness(TakeNotices(store, FixedClock()), woken)
    await handle([record(result_event().encode())])
    woken.clear()
    assert await handle([record(result_event().encode())]) == {}
    assert not woken.is_set()
    assert await handle([]) == {}


async def test_with_the_store_away_nothing_is_done_and_nothing_is_refused() -> None:
    async def away(_: Sequence[Notice]) -> int:
        raise TransientError("the database is away")

    with pytest.raises(TransientError) as caught:
        await OnReadiness(away, asyncio.Event())([record(b"{"), record(result_event().encode())])
    assert caught.value.undone is None
