"""One suite for the real people store and its fake."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.intake.adapters.mongo.indexes import Indexes
from services.intake.adapters.mongo.limits import MongoLimits
from services.intake.adapters.mongo.people import MongoPeopleStore
from services.intake.application.ports import AddressTakenError, AlreadyStoredError, Limits, PeopleStore
from services.intake.application.records import Grant, Person, SessionRecord, SignInLink
from services.intake.application.texts import new_fingerprint
from shared.mongo import Database, open_mongo
from tests.support.intake_store import MemoryLimits, MemoryPeopleStore

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


@pytest.fixture(params=["memory", "mongo"])
def limits(request: pytest.FixtureRequest) -> Limits:
    if request.param == "memory":
        return MemoryLimits()
    database = request.getfixturevalue("database")
    return MongoLimits(database, Indexes(database))


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


async def test_people_are_found_together_by_id(store: PeopleStore) -> None:
    some = [person(), person(), person()]
    for each in some:
        await store.add_person(each)
    found = await store.find_people([some[1].id, some[0].id, str(uuid4()), some[0].id])
    assert found == sorted(some[:2], key=lambda each: each.id)
    assert await store.find_people([]) == []


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
    assert await store.with_roles(["c1"], ["coordinator"]) == [mixed]
    assert await store.with_roles(["c2"], ["coordinator"]) == []
    assert await store.with_roles(["c1"], ["manager"]) == []
    other = person("other@pavyzdys.example", Grant("coordinator", "c3"), Grant("coordinator"))
    await store.add_person(other)
    both = await store.with_roles(["c1", "c3", "c4"], ["coordinator", "editor"])
    assert [each.id for each in both] == sorted([mixed.id, other.id])
    assert await store.with_roles([], ["coordinator"]) == []


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


async def test_a_person_is_found_by_their_address_whatever_its_capitals(store: PeopleStore) -> None:
    known = person("vardene@pavyzdys.example")
    await store.add_person(known)
    assert await store.find_address("Vardene@PAVYZDYS.example") == known
    assert await store.find_address("nobody@pavyzdys.example") is None


def asked(browser: str, code: str = "c", attempts: int = 5) -> SignInLink:
    return SignInLink(uuid4().hex, "p", LATER, "/", browser_hash=browser, code_hash=code, attempts=attempts)


async def test_a_code_opens_once_for_its_browser_and_takes_the_link_with_it(store: PeopleStore) -> None:
    browser = uuid4().hex
    link = asked(browser)
    await store.add_link(link)
    assert await store.use_code(uuid4().hex, "c", NOW) is None
    assert await store.use_code(browser, "d", NOW) is None
    opened = await store.use_code(browser, "c", NOW)
    assert opened is not None
    assert (opened.token_hash, opened.person, opened.next) == (link.token_hash, "p", "/")
    assert await store.use_code(browser, "c", NOW) is None
    assert await store.use_link(link.token_hash, NOW) is None


async def test_a_link_takes_its_code_with_it_and_both_expire(store: PeopleStore) -> None:
    used, late = asked(uuid4().hex), asked(uuid4().hex)
    for link in (used, late):
        await store.add_link(link)
    assert await store.use_link(used.token_hash, NOW) is not None
    assert await store.use_code(str(used.browser_hash), "c", NOW) is None
    assert await store.use_code(str(late.browser_hash), "c", LATER) is None


async def test_attempts_are_used_up_also_when_they_come_at_once(store: PeopleStore) -> None:
    browser = uuid4().hex
    await store.add_link(asked(browser, attempts=3))
    guesses = [store.use_code(browser, code, NOW) for code in ("1", "2", "3")]
    assert await asyncio.gather(*guesses) == [None, None, None]
    assert await store.use_code(browser, "c", NOW) is None


async def test_links_without_a_code_open_by_no_code(store: PeopleStore) -> None:
    await store.add_link(SignInLink(uuid4().hex, "p", LATER))
    await store.add_link(SignInLink(uuid4().hex, "p", LATER))
    assert await store.use_code("", "", NOW) is None


async def test_a_counter_counts_all_that_come_at_once(limits: Limits) -> None:
    until = datetime.now(UTC) + timedelta(minutes=15)
    found = await asyncio.gather(*(limits.count("a", until) for _ in range(20)))
    assert sorted(found) == list(range(1, 21))
    assert await limits.count("b", until) == 1
