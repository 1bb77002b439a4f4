"""A small catalogue of its own folder, to be spoilt by tests."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from shared.catalogue.cli import pin
from shared.catalogue.loader import load_catalogue
from shared.catalogue.problems import CatalogueError, Problem

DATA = Path(__file__).parents[1] / "data" / "catalogues"
BUNDLE = "mini@1"


class Mistake(NamedTuple):
    """`old` becomes `new` in `file`; the last line that holds `at` must be named, with `what` and `remedy` said."""

    file: str
    old: str
    new: str
    at: str
    what: str
    remedy: str


@dataclass(frozen=True)
class Small:
    """A copy of the small catalogue, or of another bundle."""

    folder: Path
    bundle: str = BUNDLE

    def replace(self, file: str, old: str, new: str, pinned: bool = True) -> None:
        """Replace `old`, which must occur, once in `file`; pin the sets again unless told not to."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        if pinned:
            pin(self.folder)

    def line(self, file: str, text: str) -> int:
        """Return the number of the last line of `file` that holds `text`."""
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        return max(number for number, line in enumerate(lines, start=1) if text in line)

    def problems(self) -> tuple[Problem, ...]:
        """Load the catalogue and return what it is refused for; none if it loads."""
        try:
            load_catalogue(self.folder, self.bundle)
        except CatalogueError as error:
            return error.problems
        return ()

    def refuses(self, mistake: Mistake) -> None:
        """Make the mistake; assert that it is named once, at its line, with the remedy."""
        self.replace(mistake.file, mistake.old, mistake.new)
        problems = self.problems()
        shown = [str(each) for each in problems]
        fitting = [each for each in problems if mistake.what in each.what]
        line = self.line(mistake.file, mistake.at)
        assert [(each.file, each.line) for each in fitting] == [(mistake.file, line)], shown
        assert mistake.remedy in fitting[0].remedy
        assert str(fitting[0]) == f"{mistake.file}:{line}: {fitting[0].what}; {fitting[0].remedy}"


def small_catalogue(folder: Path) -> Small:
    """Return a copy of the small catalogue in `folder`."""
    shutil.copytree(DATA, folder, dirs_exist_ok=True)
    return Small(folder)
