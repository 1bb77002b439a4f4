"""Databases to files and back."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient, WriteConcern

from shared.backup.files import BackupError, Manifest, Writer, read_documents, read_manifest

BATCH = 1000
Client = MongoClient[RawBSONDocument]


def backup(dsn: str, databases: Mapping[str, str], folder: Path) -> Manifest:
    """Write `databases` (names by service) to `folder`, all as they were at one moment, while everything runs.

    Reads in one snapshot of the replica set, so that the notifier's part knows of no event that intake's part lacks.

    Raises:
        BackupError: `folder` is there already, or a database is not.
        PyMongoError: MongoDB is away, or reading took longer than it keeps a snapshot (5 minutes by default).
    """
    with _connected(dsn) as client:
        known = set(client.list_database_names())
        if absent := [name for name in databases.values() if name not in known]:
            raise BackupError(f"there is no database {', '.join(absent)}")
        collections = {service: sorted(client[name].list_collection_names()) for service, name in databases.items()}
        writer = Writer(folder)
        with client.start_session(snapshot=True) as session:
            for service, names in collections.items():
                for name in names:
                    found = client[databases[service]][name].find({}, session=session, sort=[("_id", 1)])
                    writer.write(service, name, found)
        return writer.finish()


def restore(dsn: str, databases: Mapping[str, str], folder: Path) -> Manifest:
    """Fill `databases` (names by service), which must be empty, from `folder`.

    Raises:
        BackupError: the backup is damaged or lacks a service, or a database holds something: nothing was written.
        PyMongoError: MongoDB is away; drop what was written before the next attempt.
    """
    manifest = read_manifest(folder)
    if absent := [service for service in databases if service not in manifest.services]:
        raise BackupError(f"{folder} holds nothing of {', '.join(absent)}")
    with _connected(dsn) as client:
        for name in databases.values():
            _require_empty(client, name)
        for service, name in databases.items():
            for collection in manifest.services[service]:
                target = client[name].get_collection(collection, write_concern=WriteConcern("majority", j=True))
                for batch in _batches(read_documents(folder, service, collection)):
                    target.insert_many(batch)
    return manifest


def _connected(dsn: str) -> Client:
    return MongoClient(dsn, document_class=RawBSONDocument, serverSelectionTimeoutMS=5000)


def _require_empty(client: Client, name: str) -> None:
    database = client[name]
    full = [each for each in database.list_collection_names() if database[each].find_one({}, ["_id"]) is not None]
    if full:
        raise BackupError(f"the database {name} holds {', '.join(sorted(full))}: drop it, or name another one")


def _batches(documents: Iterable[RawBSONDocument]) -> Iterator[list[RawBSONDocument]]:
    rest = iter(documents)
    while batch := list(islice(rest, BATCH)):
        yield batch
