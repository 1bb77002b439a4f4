"""`published.txt` beside the catalogues: which versions are published, with their hashes; these never change."""

import re
from collections.abc import Iterable
from pathlib import Path

from shared.catalogue.model import Catalogue
from shared.catalogue.problems import CatalogueError, Problem

FILE = "published.txt"
LINE = re.compile(r"(?P<bundle>[a-z0-9][a-z0-9-]*@[1-9][0-9]*) (?P<sha256>[0-9a-f]{64})")


def published_hashes(folder: Path) -> dict[str, tuple[str, int]]:
    """Return the hash of every version that is published from `folder`, and the line that says so.

    Raises:
        CatalogueError: a line cannot be read, or two lines say different things of one version.
    """
    path = folder / FILE
    found: dict[str, tuple[str, int]] = {}
    problems: list[Problem] = []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    for number, text in enumerate(lines, start=1):
        if not text.strip() or text.startswith("#"):
            continue
        line = LINE.fullmatch(text.strip())
        if line is None:
            problems.append(Problem(FILE, number, "this line is not readable", "write `name@version sha256`"))
        elif found.setdefault(line["bundle"], (line["sha256"], number))[0] != line["sha256"]:
            what = f"{line['bundle']} has another hash than on line {found[line['bundle']][1]}"
            problems.append(Problem(FILE, number, what, "keep the line that was written when it was published"))
    if problems:
        raise CatalogueError(problems)
    return found


def check_published(folder: Path, catalogues: Iterable[Catalogue]) -> None:
    """Raise `CatalogueError` for every version that is published and whose files have changed since."""
    hashes = published_hashes(folder)
    problems = [
        Problem(
            FILE,
            hashes[catalogue.id][1],
            f"{catalogue.id} is published with another content; its files now have the hash {catalogue.sha256}",
            "restore its files, and give the changed criteria a new version",
        )
        for catalogue in catalogues
        if catalogue.id in hashes and hashes[catalogue.id][0] != catalogue.sha256
    ]
    if problems:
        raise CatalogueError(problems)


def note_published(folder: Path, catalogue: Catalogue) -> None:
    """Write a line for a version that is published; nothing if it has one."""
    if catalogue.id in published_hashes(folder):
        return
    path = folder / FILE
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    gap = "" if not before or before.endswith("\n") else "\n"
    path.write_text(f"{before}{gap}{catalogue.id} {catalogue.sha256}\n", encoding="utf-8")
