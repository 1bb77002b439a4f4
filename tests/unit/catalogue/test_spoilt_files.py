"""Whatever happens to a file, the loader says what is wrong; it never falls over."""

import random
from contextlib import suppress
from pathlib import Path

import pytest

from shared.catalogue.cli import pin
from shared.catalogue.loader import load_catalogue
from shared.catalogue.problems import CatalogueError
from tests.support.catalogues import BUNDLE, Small

SPOILT = 60
VALUES = [
    "null",
    "[]",
    "{}",
    "-1",
    "x",
    "1e400",
    "NaN",
    '"',
    "&a 1",
    "*a",
    "[[",
    "\0",
    "{a: {b: c}}",
    "- x",
    "0",
    "1.5",
]


def spoil(path: Path, chance: random.Random) -> None:
    lines = path.read_bytes().decode("latin-1").split("\n")
    place = chance.randrange(len(lines))
    kind = chance.randrange(4)
    if kind == 0:
        del lines[place]
    elif kind == 1:
        lines.insert(place, chance.choice(lines))
    elif kind == 2:
        lines[place] = " " * chance.randrange(9) + lines[place].lstrip()
    else:
        lines[place] = f"{lines[place].split(':')[0]}: {chance.choice(VALUES)}"
    path.write_bytes("\n".join(lines).encode("latin-1"))


def loads(small: Small) -> bool:
    with suppress(CatalogueError):
        return load_catalogue(small.folder, BUNDLE).id == BUNDLE
    return False


@pytest.mark.parametrize("seed", range(SPOILT))
def test_a_spoilt_file_is_refused_or_still_in_order(small: Small, seed: int) -> None:
    chance = random.Random(seed)
    files = sorted(path for path in small.folder.rglob("*.*") if path.is_file())
    spoil(chance.choice(files), chance)

    pin(small.folder)

    problems = small.problems()

    assert all(problem.line >= 1 and problem.what and problem.remedy for problem in problems)
    assert bool(problems) != loads(small)


def test_an_error_in_the_head_of_a_set_brings_no_follow_up_problems(small: Small) -> None:
    small.replace("mini-set@1/set.yaml", "title:", "titel:")

    assert [str(problem) for problem in small.problems()] == [
        "mini-set@1/set.yaml:1: the key `title` is missing; add `title:` here",
        "mini-set@1/set.yaml:4: the key `titel` is unknown; correct its spelling or remove it; "
        "the head of the file lists the keys",
    ]
