"""What the pages and the API read of the worker's collections."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from services.scoring.adapters.mongo.codec import decode_readiness
from services.scoring.adapters.mongo.head_store import head_id
from services.scoring.application.read_results import Blocked
from services.scoring.application.read_rows import Row
from services.scoring.domain.document import row
from services.scoring.domain.readiness import Readiness
from shared.mongo import Database, Document, translate_errors

ROW_FIELDS = {"_id": 0, "cluster": 1, "row": 1}
"""Nothing but what one index holds: a list reads no head, fifty times as large (ADR 14)."""


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

    async def rows(self, among: Collection[str] | None, after: str, limit: int) -> list[Row | Blocked]:
        """Return the first `limit` rows behind the cluster `after`, by cluster id; the results stay undecoded.

        A cluster that cannot be folded shows no result: what is stored is older than what is known.
        """
        behind: Document = {"$gt": after} if among is None else {"$gt": after, "$in": list(among)}
        with translate_errors():
            heads = self._heads.find({"cluster": behind, "current": True}, ROW_FIELDS).sort("cluster").limit(limit)
            rows = await self._rows(await heads.to_list(None))
            found: dict[str, Row | Blocked] = {each.cluster: each for each in rows}
            blocks = self._blocked.find({"_id": behind}, {"reason": 1}).sort("_id").limit(limit)
            found |= {block["_id"]: Blocked(block["_id"], block["reason"]) for block in await blocks.to_list(None)}
        return [found[cluster] for cluster in sorted(found)][:limit]

    async def _rows(self, heads: list[Document]) -> list[Row]:
        """A head that was written before there were rows is decoded, until the next fold writes its row."""
        written = [head for head in heads if "row" in head]
        values = json.loads(b"[%b]" % b",".join(head["row"] for head in written))
        found = [Row(head["cluster"], each) for head, each in zip(written, values, strict=True)]
        if older := [head["cluster"] for head in heads if "row" not in head]:
            documents = await self._heads.find({"cluster": {"$in": older}, "current": True}).to_list(None)
            found += [Row(document["cluster"], row(_result(document).readiness)) for document in documents]
        return found

    async def all_blocked(self) -> dict[str, str]:
        """Return why each cluster that cannot be folded cannot."""
        with translate_errors():
            documents = await self._blocked.find().to_list(None)
        return {document["_id"]: document["reason"] for document in documents}

    async def blocked(self, cluster: str) -> str | None:
        """Return why the cluster cannot be folded, or `None`."""
        with translate_errors():
            document = await self._blocked.find_one({"_id": cluster})
        return str(document["reason"]) if document else None


def _result(document: Document) -> KeptResult:
    readiness = decode_readiness(document["result"])
    engine, confirmations, events, on = document["revision"]
    revision, counted = (engine, confirmations, events, on), document.get("events_sha256")
    # A digest beside a result of this very revision was left behind by an earlier counting: the result has its own.
    if counted is not None and revision != readiness.revision:
        readiness = readiness.recounted(revision, counted)
    return KeptResult(document["cluster"], readiness, document["current"])
