"""What each service's own database must be able to do."""

from collections.abc import Awaitable, Callable
from typing import Any

from shared.doctor.findings import Finding
from shared.errors import TransientError
from shared.mongo import Database, open_mongo, translate_errors

PROBE = "doctor"
"""A collection that holds one document for a moment."""

Keys = tuple[tuple[str, Any], ...]


class _Recorder:
    """Stands for a database while indexes are made, and notes which; nothing is created."""

    def __init__(self) -> None:
        self.indexes: set[tuple[str, Keys]] = set()

    def get_collection(self, name: str, **_: Any) -> "_Collection":
        return _Collection(self, name)

    __getattr__ = __getitem__ = get_collection


class _Collection:
    def __init__(self, recorder: _Recorder, name: str) -> None:
        self._recorder, self._name = recorder, name

    async def create_index(self, keys: Any, **_: Any) -> None:
        pairs = [(keys, 1)] if isinstance(keys, str) else keys
        self._recorder.indexes.add((self._name, tuple((name, order) for name, order in pairs)))

    async def create_indexes(self, models: Any) -> None:
        for model in models:
            self._recorder.indexes.add((self._name, tuple(model.document["key"].items())))


async def check_database(
    dsn: str, name: str, service: str, ensure_indexes: Callable[[Any], Awaitable[None]]
) -> list[Finding]:
    """Write once to the majority, and compare the indexes with those that `ensure_indexes` would make."""
    check = f"database of {service}"
    recorder = _Recorder()
    await ensure_indexes(recorder)
    try:
        async with open_mongo(dsn) as client:
            await _write(client[name])
            missing = await _missing(client[name], recorder)
    except TransientError as error:
        return [
            Finding(check, error.reason, "Mend MongoDB first; a majority of the set must be up and have disk space.")
        ]
    if missing:
        remedy = f"Start {service}: it makes them; if it runs, its log says why they cannot be made."
        return [Finding(check, f"{name} lacks indexes: {', '.join(missing)}", remedy)]
    return [Finding(check, f"{name} takes majority writes and has its {len(recorder.indexes)} indexes")]


async def _write(database: Database) -> None:
    """The client's write concern is that of the services: majority, journalled."""
    with translate_errors():
        await database[PROBE].replace_one({"_id": PROBE}, {"_id": PROBE}, upsert=True)
        await database[PROBE].drop()


async def _missing(database: Database, recorder: _Recorder) -> list[str]:
    there: set[tuple[str, Keys]] = set()
    with translate_errors():
        for collection in sorted({collection for collection, _ in recorder.indexes}):
            information = await database[collection].index_information()
            there |= {(collection, tuple(map(tuple, each["key"]))) for each in information.values()}
    lacking = sorted(recorder.indexes - there, key=str)
    return [f"{collection}({', '.join(name for name, _ in keys)})" for collection, keys in lacking]
