"""Committed histories and their results: `python -m tests.support.golden` writes the results anew.

It writes them only where that is honest: the engine has a new number, or the criteria changed. Histories are data, as
`branda export` writes them, and never written by a program.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from services.scoring.adapters.catalogues import FileCatalogues
from services.scoring.adapters.files import read_exported
from services.scoring.application.fold import results
from services.scoring.domain.document import to_document
from services.scoring.domain.heads import ENGINE

FOLDER = Path(__file__).resolve().parents[1] / "data" / "golden"
CATALOGUES = Path(__file__).resolve().parents[2] / "catalogues"
COMMAND = "python -m tests.support.golden"
TYPICAL = date(2026, 11, 16)
DATES = {"plastics": (date(2018, 12, 31), date(2026, 11, 22))}
"""The days on which a history is judged; all others on `TYPICAL`."""

_CRITERIA = re.compile(rb'"catalogue_sha256": "[0-9a-f]{64}"')
"""The hash of the criteria changes with every word of a sentence, and no result does: it alone is no difference."""


@dataclass(frozen=True)
class Golden:
    """One history on one day."""

    history: Path
    on: date

    @property
    def name(self) -> str:
        """What a test calls it."""
        return f"{self.history.stem}@{self.on}"

    @property
    def result(self) -> Path:
        """The file of its committed result."""
        return FOLDER / "results" / f"{self.name}.json"

    def compute(self) -> bytes:
        """Return the result that the engine gives now, as it is committed."""
        _, readiness = results(read_exported(self.history).history, catalogues(), self.on)[-1]
        return (json.dumps(to_document(readiness), ensure_ascii=False, indent=1) + "\n").encode()


@cache
def catalogues() -> FileCatalogues:
    """Return the committed criteria."""
    return FileCatalogues(CATALOGUES)


def cases() -> Iterator[Golden]:
    """Yield every history on each of its days."""
    for history in sorted(FOLDER.glob("*.json")):
        for on in DATES.get(history.stem, (TYPICAL,)):
            yield Golden(history, on)


def verdict(committed: bytes, computed: bytes) -> str | None:
    """Return what to do about a result that is not the committed one, None if it is."""
    if _CRITERIA.sub(b"", committed) == _CRITERIA.sub(b"", computed):
        return None
    before, now = _made_by(committed), _made_by(computed)
    if before == now:
        return f"results changed: raise ENGINE in services/scoring/domain/heads.py, then run {COMMAND}"
    return f"engine or criteria are new: see that the difference is theirs (git diff), then run {COMMAND}"


def _made_by(result: bytes) -> tuple[int, str]:
    document: dict[str, Any] = json.loads(result)
    return document["revision"][0], document["passport"]["catalogue_sha256"]


def refresh() -> int:
    """Write the results; returns 1, having written none, if one changed for which there is no reason."""
    computed = {case: case.compute() for case in cases()}
    for case, result in computed.items():
        if case.result.exists() and "raise ENGINE" in (verdict(case.result.read_bytes(), result) or ""):
            sys.stderr.write(f"{case.name}: the result changed, but ENGINE is {ENGINE} as before; nothing written\n")
            return 1
    for case, result in computed.items():
        case.result.parent.mkdir(exist_ok=True)
        case.result.write_bytes(result)
    return 0


if __name__ == "__main__":
    sys.exit(refresh())
