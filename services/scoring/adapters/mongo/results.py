"""What the pages and the API read of the worker's collections."""

from dataclasses import dataclass

from services.scoring.adapters.mongo.codec import decode_readiness
from services.scoring.adapters.mongo.head_store import head_id
from services.scoring.domain.readiness import Readiness
from shared.mongo import Database, Document, translate_errors


@dataclass(frozen=True, slots=True)
class KeptResult:
    """One head as it is read; `current` is false when a later assessment has superseded it."""

    cluster: str
    readiness: Readiness
    current: bool


class MongoResults:
    """Reads heads; every method raises `TransientError` while MongoDB is away."""

    def __init__(self, database: Database) -> None:
        self._heads = database.heads
        self._blocked = database.blocked

    async def current(self, cluster: str) -> KeptResult | None:
        """Return the current result of a cluster; `None` if there is none yet."""
        with translate_errors():
            document = await self._heads.find_one({"cluster": cluster, "current": True})
        return _result(document) if document else None

    async def of_assessment(self, cluster: str, assessment: str) -> KeptResult | None:
        """Return the result of one assessment, unless it is withdrawn."""
        with translate_errors():
            document = await self._heads.find_one({"_id": head_id(cluster, assessment), "gone": False})
        return _result(document) if document else None

    async def of_cluster(self, cluster: str) -> list[KeptResult]:
        """Return every result of a cluster, superseded ones too."""
        with translate_errors():
            documents = await self._heads.find({"cluster": cluster, "gone": False}).to_list(None)
        return list(map(_result, documents))

    async def all_current(self) -> list[KeptResult]:
        """Return the current result of every cluster, ordered by cluster id."""
        with translate_errors():
            documents = await self._heads.find({"current": True}).sort("cluster").to_list(None)
        return list(map(_result, documents))

    async def blocked(self, cluster: str) -> str | None:
        """Return why the cluster cannot be folded, or `None`."""
        with translate_errors():
            document = await self._blocked.find_one({"_id": cluster})
        return str(document["reason"]) if document else None

    async def all_blocked(self) -> dict[str, str]:
        """Return why each cluster that cannot be folded cannot."""
        with translate_errors():
            documents = await self._blocked.find().to_list(None)
        return {document["_id"]: document["reason"] for document in documents}


def _result(document: Document) -> KeptResult:
    return KeptResult(document["cluster"], decode_readiness(document["result"]), document["current"])
