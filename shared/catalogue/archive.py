"""A version of the criteria as one text that travels in an event, and back into files (`adr/0012`).

base64 of gzip of a JSON object: the text of every file of the bundle and of the sets that it pins, by name
(`ecei@2/bundle.yaml`). The same files give the same content, whoever packs them.
"""

import base64
import binascii
import gzip
import json
import re
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from shared.catalogue.digest import catalogue_files
from shared.catalogue.loader import bundles
from shared.catalogue.problems import CatalogueError, Problem
from shared.contracts import strict_json
from shared.contracts.catalogue import MAX_ARCHIVE

MAX_UNPACKED = 4_000_000
"""Bytes of the files together: twenty times the criteria of today; a bomb is given up here, while it unpacks."""

MAX_FILES = 200
"""Files of one version; today there are 19."""

GZIP = 31
"""What zlib calls the gzip format with its largest window."""

NAME = re.compile(r"[a-z0-9][a-z0-9-]*@[1-9][0-9]*/(levels/)?[A-Za-z0-9_][A-Za-z0-9_.-]*\.(yaml|po)")
"""Where a file of a catalogue may lie: nothing above, beside or deeper."""


def pack(folder: Path, bundle: str) -> str:
    """Return the archive of `bundle` (`ecei@2`) and of the sets that it pins, all of `folder`.

    Raises:
        CatalogueError: there is no such bundle, a file is not UTF-8, or it is too large to travel.
    """
    files = json.dumps(_texts(folder, bundle), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    archive = base64.b64encode(gzip.compress(files, mtime=0)).decode()
    if len(files) > MAX_UNPACKED or len(archive) > MAX_ARCHIVE:
        what = f"the files are {len(files)} bytes, {len(archive)} packed"
        raise _problem(bundle, what, f"shorten the texts: at most {MAX_UNPACKED} and {MAX_ARCHIVE} travel in one event")
    return archive


@contextmanager
def unpacked(archive: str) -> Iterator[Path]:
    """Yield a folder that holds the files of `archive` while the block runs.

    Raises:
        CatalogueError: it is no archive of ours, too large, or a file would lie elsewhere than a catalogue's do.
    """
    files = _files(archive)
    with tempfile.TemporaryDirectory(prefix="branda-catalogue-") as name:
        folder = Path(name)
        for file, text in files.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        yield folder


def named_files(folder: Path, bundle: str) -> list[Path]:
    """Return the files of `bundle` and of the sets that it pins, in order; none of a set that is not there."""
    heads = bundles(folder, bundle)
    if bundle not in heads:
        raise _problem(bundle, "there is no such bundle", "check the name")
    names = (bundle, *(pinned.id for pinned in heads[bundle].sets))
    return [path for name in names for path in catalogue_files(folder / name)]


def _texts(folder: Path, bundle: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in named_files(folder, bundle):
        name = path.relative_to(folder).as_posix()
        try:
            texts[name] = path.read_bytes().replace(b"\r\n", b"\n").decode()
        except UnicodeDecodeError as error:
            raise CatalogueError([Problem(name, 1, "the text is not UTF-8", "save the file as UTF-8")]) from error
    return texts


def _files(archive: str) -> Mapping[str, str]:
    try:
        files = strict_json.loads(_decompressed(archive))
    except strict_json.StrictJsonError as error:
        raise _refused(f"it is not JSON ({error.reason})") from error
    if not isinstance(files, dict) or not all(isinstance(text, str) for text in files.values()):
        raise _refused("it is no object of texts by file name")
    if len(files) > MAX_FILES:
        raise _refused(f"it holds {len(files)} files, more than {MAX_FILES}")
    for name in files:
        if not NAME.fullmatch(name):
            raise _refused(f"it holds {name[:80]!r}, which is no name of a catalogue's file")
    if len({name.casefold() for name in files}) < len(files):
        raise _refused("two of its file names differ only in capital letters")
    return files


def _decompressed(archive: str) -> bytes:
    if len(archive) > MAX_ARCHIVE:
        raise _refused(f"it has {len(archive)} characters, more than {MAX_ARCHIVE}")
    stream = zlib.decompressobj(GZIP)
    try:
        content = stream.decompress(base64.b64decode(archive, validate=True), MAX_UNPACKED + 1)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise _refused(f"it cannot be unpacked ({error})") from error
    if len(content) > MAX_UNPACKED:
        raise _refused(f"it unpacks to more than {MAX_UNPACKED} bytes")
    if not stream.eof or stream.unused_data:
        raise _refused("it ends too early, or goes on after its end")
    return content


def _refused(what: str) -> CatalogueError:
    return CatalogueError([Problem("archive", 1, what, "publish it with `branda catalogue publish`")])


def _problem(bundle: str, what: str, remedy: str) -> CatalogueError:
    return CatalogueError([Problem(f"{bundle}/bundle.yaml", 1, what, remedy)])
