"""Hashes of catalogue folders: the same for the same texts, wherever they lie and whatever ends their lines."""

from hashlib import sha256
from pathlib import Path

SUFFIXES = frozenset({".yaml", ".po"})
"""The files of a catalogue; anything else in its folder is refused by the loader."""


def catalogue_files(folder: Path) -> list[Path]:
    """Return the files of one set or bundle, in the order in which they are hashed."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix in SUFFIXES)
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def folder_sha256(folder: Path) -> str:
    """Return the hash over the canonical bytes: per file its relative name, its length and its text with `\\n` ends."""
    digest = sha256()
    for path in catalogue_files(folder):
        text = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(folder).as_posix()}\n{len(text)}\n".encode())
        digest.update(text)
    return digest.hexdigest()
