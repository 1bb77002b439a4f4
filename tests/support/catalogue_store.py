"""The store of published criteria in memory."""

from collections.abc import Collection, Mapping

from shared.contracts.catalogue import CataloguePublished
from shared.contracts.envelope import Event
from shared.errors import TransientError
from shared.kafka.catalogues_mongo import OtherContentError


class MemoryCatalogues:
    """Keeps events as MongoDB does; `away` makes it fail as an absent server does."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.versions: dict[str, str] = {}
        self.away = False

    async def add(self, event: Event, raw: bytes) -> None:
        self._answer()
        published = isinstance(event.data, CataloguePublished)
        if published and self.versions.setdefault(event.subject, event.id) != event.id:
            raise OtherContentError
        self.kept.setdefault(event.id, raw)

    async def besides(self, known: Collection[str]) -> Mapping[str, bytes]:
        self._answer()
        return {id_: raw for id_, raw in self.kept.items() if id_ not in known}

    def _answer(self) -> None:
        if self.away:
            raise TransientError("the store is away")
