"""The store of published criteria, in memory and on the real server."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shared.contracts.envelope import Event
from shared.kafka.catalogues import CatalogueStore
from shared.kafka.catalogues_mongo import MongoCatalogues, OtherContentError
from tests.support.catalogue_store import MemoryCatalogues
from tests.support.catalogues import small_catalogue
from tests.support.published import DAY, RECORDED, confirmation, new_version, publication


@pytest.fixture(params=["memory", "mongo"])
def store(request: pytest.FixtureRequest) -> CatalogueStore:
    if request.param == "memory":
        return MemoryCatalogues()
    return MongoCatalogues(request.getfixturevalue("database"))


@pytest.fixture
def versions(tmp_path: Path) -> Callable[[str], Event]:
    """Return the publication of mini@2 with a band of one's own."""

    def version(baseline: str) -> Event:
        folder = small_catalogue(tmp_path / baseline).folder
        change = ("mini-set@1/1-members.yaml", "baseline: 15", f"baseline: {baseline}")
        return publication(folder, new_version(folder, "mini@1", DAY, change))

    return version


async def test_what_is_kept_is_read_byte_for_byte(store: CatalogueStore, versions: Callable[[str], Event]) -> None:
    events = [versions("16"), confirmation("1.0"), confirmation("1.1")]
    for event in events:
        await store.add(event, event.encode() + b" ")

    assert await store.besides(()) == {event.id: event.encode() + b" " for event in events}
    assert set(await store.besides([events[0].id, "unheard of"])) == {events[1].id, events[2].id}


async def test_what_comes_again_changes_nothing(store: CatalogueStore, versions: Callable[[str], Event]) -> None:
    first = versions("16")
    await store.add(first, first.encode())
    again = first.model_copy(update={"recordedtime": RECORDED + timedelta(days=1)})
    await store.add(again, again.encode())

    assert await store.besides(()) == {first.id: first.encode()}


async def test_a_version_is_kept_with_one_content(store: CatalogueStore, versions: Callable[[str], Event]) -> None:
    first, other = versions("16"), versions("17")
    await store.add(first, first.encode())
    with pytest.raises(OtherContentError):
        await store.add(other, other.encode())

    assert await store.besides(()) == {first.id: first.encode()}


async def test_an_empty_store_has_nothing(store: CatalogueStore) -> None:
    assert await store.besides(()) == {}
