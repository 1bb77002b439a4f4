"""A backup is of one moment, comes back byte for byte, and refuses whatever is not what it was."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bson import Binary
from pymongo import MongoClient

from shared.backup import files
from shared.backup.copy import backup, restore
from shared.backup.files import BackupError, Manifest

Client = MongoClient[dict[str, Any]]


@pytest.fixture
def client(mongo_server: str) -> Iterator[Client]:
    with MongoClient[dict[str, Any]](mongo_server) as client:
        yield client


@pytest.fixture
def databases(client: Client, database_name: str) -> dict[str, str]:
    """Two services' databases with something in them."""
    names = {service: f"{database_name}_{service}" for service in ("intake", "notifier")}
    client[names["intake"]].events.insert_many([{"_id": str(n), "raw": Binary(bytes([n]))} for n in range(3)])
    client[names["intake"]].texts.insert_one({"_id": 1, "text": "„Ąžuolas“"})
    client[names["notifier"]].messages.insert_one({"_id": "m", "state": "sent"})
    return names


@pytest.fixture
def empty(databases: dict[str, str]) -> dict[str, str]:
    """The same services on databases that do not exist yet."""
    return {service: f"{name}_restored" for service, name in databases.items()}


def content(client: Client, databases: dict[str, str]) -> dict[str, Any]:
    return {
        f"{service}.{collection}": list(client[name][collection].find().sort("_id"))
        for service, name in databases.items()
        for collection in sorted(client[name].list_collection_names())
    }


def test_everything_comes_back(
    client: Client, mongo_server: str, databases: dict[str, str], empty: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    backup(mongo_server, databases, folder)
    restore(mongo_server, empty, folder)
    assert content(client, empty) == content(client, databases)
    for path in folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_all_databases_are_of_one_moment(
    client: Client,
    mongo_server: str,
    databases: dict[str, str],
    empty: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A mail that is stored while intake is read must not be there: its event may lack."""
    write = files.Writer.write

    def write_slowly(self: files.Writer, service: str, *rest: Any) -> None:
        write(self, service, *rest)
        client[databases["notifier"]].messages.update_one({"_id": "later"}, {"$set": {"n": 1}}, upsert=True)

    monkeypatch.setattr(files.Writer, "write", write_slowly)
    backup(mongo_server, databases, tmp_path / "backup")
    restore(mongo_server, empty, tmp_path / "backup")
    assert [each["_id"] for each in client[empty["notifier"]].messages.find()] == ["m"]


def test_a_database_that_holds_something_is_never_filled(
    client: Client, mongo_server: str, databases: dict[str, str], empty: dict[str, str], tmp_path: Path
) -> None:
    backup(mongo_server, databases, tmp_path / "backup")
    client[empty["notifier"]].start.insert_one({"_id": "start"})
    with pytest.raises(BackupError, match="holds start: drop it"):
        restore(mongo_server, empty, tmp_path / "backup")
    assert content(client, {"intake": empty["intake"]}) == {}


def test_a_backup_is_never_overwritten_and_an_unfinished_one_is_none(
    mongo_server: str, databases: dict[str, str], empty: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backup"
    with monkeypatch.context() as patch:
        patch.setattr(files.Writer, "finish", lambda _: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk"):
            backup(mongo_server, databases, folder)
    with pytest.raises(BackupError, match="not finished"):
        restore(mongo_server, empty, folder)
    backup(mongo_server, databases, folder)
    with pytest.raises(BackupError, match="there already"):
        backup(mongo_server, databases, folder)


def test_a_database_that_is_not_there_is_no_backup(mongo_server: str, empty: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no database"):
        backup(mongo_server, empty, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


@pytest.mark.parametrize("harm", ["byte", "missing", "manifest", "format", "service", "path"])
def test_a_damaged_backup_restores_nothing(
    client: Client, mongo_server: str, databases: dict[str, str], empty: dict[str, str], tmp_path: Path, harm: str
) -> None:
    folder = tmp_path / "backup"
    manifest = backup(mongo_server, databases, folder)
    damage(folder, manifest, harm)
    with pytest.raises(BackupError):
        restore(mongo_server, empty, folder)
    assert content(client, empty) == {}


def damage(folder: Path, manifest: Manifest, harm: str) -> None:
    part = folder / "notifier" / "messages.bson.gz"
    written = json.loads(manifest.model_dump_json())
    if harm == "byte":
        raw = bytearray(part.read_bytes())
        raw[-9] ^= 1
        part.write_bytes(raw)
    elif harm == "missing":
        part.unlink()
    elif harm == "format":
        written["format"] = 2
    elif harm == "service":
        del written["services"]["notifier"]
    elif harm == "path":
        written["services"]["notifier"]["../../elsewhere"] = written["services"]["notifier"]["messages"]
    text = "{" if harm == "manifest" else json.dumps(written)
    (folder / files.MANIFEST).write_text(text, encoding="utf-8")
