"""A backup on disk: a folder with `manifest.json` and one compressed BSON file for each collection.

The manifest is written last and the folder gets its name after it: a backup that was interrupted is none. Everything is
readable by its owner only, because intake's part names persons.
"""

import gzip
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Annotated, cast

from bson import decode_file_iter
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pydantic import BaseModel, ConfigDict, Field, ValidationError

RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
"""Documents pass through as the server's own bytes: nothing is decoded that could come back otherwise."""

MANIFEST = "manifest.json"
BLOCK = 1_000_000


Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]
"""Of a service or a collection; becomes part of a path, so nothing that leads out of the folder."""


class BackupError(Exception):
    """A backup cannot be written, or is not what its manifest says; the message names the file."""


class Part(BaseModel):
    """One collection: its number of documents, and the SHA-256 of its file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    documents: int
    sha256: str


class Manifest(BaseModel):
    """What the folder holds: when it was taken (UTC), and by service and collection each part."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = 1
    taken: datetime
    services: dict[Name, dict[Name, Part]]


@dataclass
class Writer:
    """A backup that is being written, beside the place where it will be."""

    folder: Path

    def __post_init__(self) -> None:
        self._partial = self.folder.with_name(f".{self.folder.name}.partial")
        self._services: dict[str, dict[str, Part]] = {}
        if self.folder.exists():
            raise BackupError(f"{self.folder} is there already: name a folder that is not")
        shutil.rmtree(self._partial, ignore_errors=True)
        self._partial.mkdir(mode=0o700, parents=True)

    def write(self, service: str, collection: str, documents: Iterable[RawBSONDocument]) -> None:
        """Write one collection."""
        path = self._partial / service / f"{collection}.bson.gz"
        path.parent.mkdir(mode=0o700, exist_ok=True)
        count = 0
        with gzip.open(_private(path), "wb", compresslevel=6) as file:
            for document in documents:
                file.write(document.raw)
                count += 1
        parts = self._services.setdefault(service, {})
        parts[collection] = Part(documents=count, sha256=_digest(path))

    def finish(self) -> Manifest:
        """Give the backup its manifest and its name."""
        manifest = Manifest(taken=datetime.now(UTC), services=self._services)
        with _private(self._partial / MANIFEST).open("w", encoding="utf-8") as file:
            file.write(manifest.model_dump_json(indent=1) + "\n")
        self._partial.rename(self.folder)
        return manifest


def read_manifest(folder: Path) -> Manifest:
    """Return what the backup in `folder` holds, every file compared with its digest; raises `BackupError`."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        raise BackupError(f"{folder} is no backup, or was not finished: it has no {MANIFEST}") from None
    except ValidationError as error:
        raise BackupError(f"{folder / MANIFEST} cannot be read: {error.error_count()} mistakes") from error
    if manifest.format != 1:
        raise BackupError(f"{folder} has format {manifest.format}; this version reads 1")
    for service, parts in manifest.services.items():
        for collection, part in parts.items():
            path = _part(folder, service, collection)
            if not path.is_file() or _digest(path) != part.sha256:
                raise BackupError(f"{path} is missing or was changed since the backup was taken")
    return manifest


def read_documents(folder: Path, service: str, collection: str) -> Iterator[RawBSONDocument]:
    """Yield the documents of one collection."""
    with gzip.open(_part(folder, service, collection), "rb") as file:
        yield from decode_file_iter(cast(IO[bytes], file), RAW)


def _part(folder: Path, service: str, collection: str) -> Path:
    return folder / service / f"{collection}.bson.gz"


def _private(path: Path) -> Path:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return path


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
