"""How far a re-scoring has come: one document per engine and criteria."""

from services.scoring.application.rescore import Done
from shared.mongo import Database, Document, translate_errors


class MongoProgress:
    """Keeps progress in `rescores`; `_id` is the fingerprint of engine and criteria."""

    def __init__(self, database: Database) -> None:
        self._rescores = database.rescores

    async def load(self, fingerprint: str) -> Done | None:
        """Return what was saved for an engine and its criteria, or `None`."""
        with translate_errors():
            document = await self._rescores.find_one({"_id": fingerprint}, {"_id": 0})
        return _done(document) if document else None

    async def save(self, fingerprint: str, done: Done) -> None:
        """Remember it."""
        before = [[place, *told] for place, told in done.before.items()]
        document = {**vars(done), "before": before}
        with translate_errors():
            await self._rescores.replace_one({"_id": fingerprint}, document, upsert=True)


def _done(document: Document) -> Done:
    before = {place: (revision, substance, verdicts) for place, revision, substance, verdicts in document["before"]}
    return Done(**{**document, "before": before})
