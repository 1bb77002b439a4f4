"""One suite for the real people store and its fake."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.intake.adapters.mongo.indexes import Indexes
from services.intake.adapters.mongo.people import MongoPeopleStore
from services.intake.application.ports import AddressTakenError, AlreadyStoredError, PeopleStore
from services.intake.application.records import Grant, Person, SessionRecord, SignInLink
from services.intake.application.texts import new_fingerprint
from shared.mongo import Database, open_mongo
from tests.support.intake_store import MemoryPeopleStore

NOW = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)


@pytest.fixture
async def database(mongo_server: str, database_name: str) -> AsyncIterator[Database]:
    async with open_mongo(mongo_server) as client:
        yield client[database_name]


@pytest.fixture(params=["memory", "mongo"])
def store(request: pytest.FixtureRequest) -> PeopleStore:
    if request.param == "memory":
        return MemoryPeopleStore()
    database = request.getfixturevalue("database")
    return MongoPeopleStore(database, Indexes(database))


def person(address: str = "", *grants: Grant, request: str | None = None) -> Person:
    address = address or f"{uuid4().hex}@pavyzdys.example"
    return Person(str(uuid4()), "Vardenė Pavardenė", address, "lt", grants, request, new_fingerprint({}))


async def test_a_person_is_read_back_as_written(store: PeopleStore) -> None:
    written = person("", Grant("coordinator", "c1"), Grant("agency"), request="r1")
    await store.add_person(written)
    assert await store.find_person(written.id) == written
    assert await store.find_request("r1") == written
    assert await store.find_person(str(uuid4())) is None
    assert await store.find_request("r2") is None


async def test_an_address_belongs_to_one_person_whatever_its_capitals(store: PeopleStore) -> None:
    await store.add_person(person("vardene@pavyzdys.example"))
    with pytest.raises(AddressTakenError):
        await store.add_person(person("Vardene@Pavyzdys.example"))


async def test_a_request_makes_one_person(store: PeopleStore) -> None:
    await store.add_person(person(request="r1"))
    with pytest.raises(AlreadyStoredError):
        await store.add_person(person(request="r1"))


async def test_a_role_is_given_once(store: PeopleStore) -> None:
    known = person()
    await store.add_person(known)
    for _ in range(2):
        changed = await store.add_grant(known.id, Grant("coordinator", "c1"))
    assert changed is not None
    assert changed.grants == (Grant("coordinator", "c1"),)
    assert await store.add_grant(str(uuid4()), Grant("agency")) is None


async def test_who_has_a_role_is_found_by_role_and_cluster_together(store: PeopleStore) -> None:
    mixed = person("", Grant("coordinator", "c1"), Grant("manager", "c2"))
    await store.add_person(mixed)
    assert await store.with_role("c1", "coordinator") == [mixed]
    assert await store.with_role("c2", "coordinator") == []
    assert await store.with_role("c1", "manager") == []


async def test_a_link_opens_once_even_for_two_at_the_same_time(store: PeopleStore) -> None:
    link = SignInLink("hash", "p1", LATER, "/results/c1")
    await store.add_link(link)
    opened = await asyncio.gather(*(store.use_link("hash", NOW) for _ in range(10)))
    assert [each for each in opened if each] == [link]


async def test_an_old_link_opens_nothing(store: PeopleStore) -> None:
    await store.add_link(SignInLink("hash", "p1", LATER))
    assert await store.use_link("hash", LATER) is None
    assert await store.use_link("other", NOW) is None


async def test_a_session_ends_by_time_and_by_hand(store: PeopleStore) -> None:
    session = SessionRecord("hash", "p1", LATER)
    await store.add_session(session)
    assert await store.find_session("hash", NOW) == session
    assert await store.find_session("hash", LATER) is None
    await store.end_session("hash")
    assert await store.find_session("hash", NOW) is None
