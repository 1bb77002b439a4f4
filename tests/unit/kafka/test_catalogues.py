"""Taking up published criteria, record by record, on a store in memory."""

from pathlib import Path

import pytest

from shared.catalogue.follow import Follow
from shared.catalogue.library import Library
from shared.contracts.common import CATALOGUES
from shared.contracts.envelope import Event
from shared.errors import TransientError
from shared.kafka.catalogues import OnCatalogues
from shared.kafka.records import Record
from tests.support.catalogue_store import MemoryCatalogues
from tests.support.catalogues import small_catalogue
from tests.support.published import DAY, confirmation, new_version, publication


class Service:
    """The parts as a service has them."""

    def __init__(self, folder: Path, store: MemoryCatalogues) -> None:
        self.library, self.store, self.changes = Library(folder), store, 0
        self.follow = Follow(self.library, store, self._changed)
        self.handle = OnCatalogues(self.library, store, self.follow, "test")

    def _changed(self) -> None:
        self.changes += 1

    async def take(self, *events: Event | bytes | None) -> dict[int, str]:
        values = [event.encode() if isinstance(event, Event) else event for event in events]
        records = [Record(CATALOGUES, 0, offset, b"k", value) for offset, value in enumerate(values)]
        return {position: error.reason for position, error in (await self.handle(records)).items()}


@pytest.fixture
def store() -> MemoryCatalogues:
    return MemoryCatalogues()


@pytest.fixture
def service(tmp_path: Path, store: MemoryCatalogues) -> Service:
    return Service(small_catalogue(tmp_path / "installed").folder, store)


def second(folder: Path, baseline: str) -> Event:
    change = ("mini-set@1/1-members.yaml", "baseline: 15", f"baseline: {baseline}")
    return publication(folder, new_version(small_catalogue(folder).folder, "mini@1", DAY, change))


async def test_neighbours_of_a_refused_record_are_taken(service: Service, store: MemoryCatalogues) -> None:
    refused = await service.take(confirmation("1.0"), b"[]", confirmation("9.9"), None, confirmation("1.1"))

    assert set(refused) == {1, 2, 3}
    assert set(store.kept) == {confirmation("1.0").id, confirmation("1.1").id}
    assert (len(service.library.confirmations), service.changes) == (2, 1)
    assert await service.take(confirmation("1.0")) == {}
    assert service.changes == 1


async def test_many_problems_are_counted_not_poured_out(service: Service) -> None:
    (reason,) = (await service.take(confirmation("9.9"))).values()
    assert " | " not in reason


async def test_a_store_that_is_away_refuses_nothing_and_forgets_nothing(
    service: Service, store: MemoryCatalogues, tmp_path: Path
) -> None:
    event = second(tmp_path / "draft", "16")
    store.away = True
    with pytest.raises(TransientError):
        await service.take(event)
    store.away = False
    assert await service.take(event) == {}
    assert list(store.kept) == [event.id]


async def test_what_another_replica_has_kept_decides(service: Service, store: MemoryCatalogues, tmp_path: Path) -> None:
    theirs, ours = second(tmp_path / "theirs", "16"), second(tmp_path / "ours", "17")
    await store.add(theirs, theirs.encode())

    (reason,) = (await service.take(ours)).values()

    assert "give the changed criteria a new version" in reason
    kept = service.library.find("mini@2")
    assert kept is not None
    assert kept.sha256 == Library(tmp_path / "theirs").known()[-1].sha256


async def test_a_start_without_the_store_is_no_first_look(service: Service, store: MemoryCatalogues) -> None:
    store.away = True
    await service.follow.begin()
    assert not service.follow.loaded

    store.away = False
    await service.follow.look()
    assert service.follow.loaded


async def test_kept_criteria_that_differ_from_what_is_installed_now_are_passed_over(
    store: MemoryCatalogues, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    theirs = second(tmp_path / "theirs", "16")
    second(tmp_path / "installed", "17")
    await store.add(theirs, theirs.encode())
    await store.add(confirmation("1.0"), confirmation("1.0").encode())
    service = Service(tmp_path / "installed", store)
    before = service.library.find("mini@2")

    await service.follow.look()
    await service.follow.look()

    assert service.library.find("mini@2") is before
    assert len(service.library.confirmations) == 1
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
