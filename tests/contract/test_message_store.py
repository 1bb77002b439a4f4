"""What every store of messages does, the one in memory and the one in MongoDB."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifier.adapters.mongo.messages import MongoMessageStore
from services.notifier.application.ports import MessageStore
from services.notifier.domain.message import Message, claim
from shared.mongo import open_mongo
from tests.support.notifier import CLUSTER, NOW, message, without_content
from tests.support.notifier_stores import MemoryMessageStore

MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["memory", "mongo"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[MessageStore]:
    if request.param == "memory":
        yield MemoryMessageStore()
        return
    async with open_mongo(request.getfixturevalue("mongo_server")) as client:
        mongo = MongoMessageStore(client[request.getfixturevalue("database_name")])
        await mongo.start()
        yield mongo


async def test_a_message_comes_back_as_it_was_kept(store: MessageStore) -> None:
    kept = [message(1), without_content(message(2, state="suppressed", due=None))]
    assert await store.add(kept) == 2
    assert [await store.find(each.id) for each in kept] == kept
    assert await store.find("unknown") is None


async def test_a_message_is_kept_once_however_often_it_is_added(store: MessageStore) -> None:
    assert await store.add([message(1)]) == 1
    changed = replace(message(1), language="en")
    assert await store.add([changed, message(2), message(2)]) == 1
    found = await store.find(message(1).id)
    assert found is not None
    assert found.language == "lt"
    assert await store.add([]) == 0


async def test_due_messages_come_longest_due_first_and_no_more_than_asked_for(store: MessageStore) -> None:
    later = message(1, due=NOW + MINUTE)
    first, second = message(2, due=NOW - 2 * MINUTE), message(3, due=NOW - MINUTE)
    await store.add([later, second, first, message(4, state="sent", due=None)])
    assert await store.due(NOW, 10) == [first, second]
    assert await store.due(NOW, 1) == [first]
    assert await store.due(NOW - 3 * MINUTE, 10) == []


async def test_a_change_is_stored_once_and_an_older_version_is_refused(store: MessageStore) -> None:
    await store.add([message(1)])
    claimed = claim(message(1), NOW, MINUTE)
    stored = await store.save(claimed)
    assert stored == replace(claimed, version=1)
    assert await store.find(message(1).id) == stored
    assert await store.save(claimed) is None
    assert await store.find(message(1).id) == stored


async def test_a_finished_message_is_never_due(store: MessageStore) -> None:
    await store.add([message(1)])
    stored = await store.save(replace(message(1), state="sent", due=None))
    assert stored is not None
    assert stored.due is None
    assert await store.due(NOW + timedelta(days=1000), 10) == []


async def test_only_a_message_without_recipient_can_be_removed(store: MessageStore) -> None:
    await store.add([message(1), without_content(message(2, state="no_recipient", due=None))])
    await store.remove(message(1).id)
    await store.remove(message(2).id)
    assert await store.find(message(1).id) is not None
    assert await store.find(message(2).id) is None


async def test_pages_together_are_the_list_newest_first(store: MessageStore) -> None:
    messages = [message(number, created=NOW + (number // 2) * MINUTE) for number in range(7)]
    await store.add(messages)
    seen: list[Message] = []
    cursor = None
    for size in (3, 3, 1):
        page = await store.page(None, None, cursor, 3)
        assert len(page.messages) == size
        seen += page.messages
        cursor = page.cursor
    assert cursor is None
    assert seen == sorted(messages, key=lambda each: (each.created, each.id), reverse=True)


async def test_a_page_can_be_of_one_state_or_cluster(store: MessageStore) -> None:
    sent = message(1, state="sent", due=None)
    other = message(2, cluster="other")
    await store.add([sent, other, message(3)])
    assert (await store.page("sent", None, None, 10)).messages == (sent,)
    assert (await store.page(None, "other", None, 10)).messages == (other,)
    assert (await store.page("sent", "other", None, 10)).messages == ()
    assert len((await store.page(None, CLUSTER, None, 10)).messages) == 2


@pytest.mark.parametrize("cursor", ["", "x", "Ly8v", "MjAyNi0xMS0yMCB4", "ąž", "eyIkbmUiOm51bGx9"])
async def test_a_foreign_cursor_is_refused(store: MessageStore, cursor: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        await store.page(None, None, cursor, 10)


async def test_counts_name_the_states_that_occur(store: MessageStore) -> None:
    await store.add([message(1), message(2), message(3, state="sent", due=None)])
    assert await store.counts() == {"sent": 1, "waiting": 2}
