"""`docs/criteria.md` says what the catalogue says now, nothing more surely, and everything in both languages."""

import re
from itertools import pairwise

from shared.catalogue.cli import FOLDER, PAGE
from shared.catalogue.criteria_page import COMMAND, criteria_page
from shared.catalogue.loader import newest
from shared.catalogue.model import Band
from shared.catalogue.wording import Wording

WORDING = Wording.load(FOLDER, newest(FOLDER))
POINTS = re.compile(r"^\| [0-5]\s(?:balas|balai|balų)\b.*$", re.MULTILINE)


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """The part of the page about each indicator, by its number."""
    starts = [(found[1], found.start()) for found in re.finditer(r"^#{2,4} ([\d.]*)", page(), re.MULTILINE)]
    ends = [*starts, ("", len(page()))]
    return {name: page()[start:end] for (name, start), (_, end) in pairwise(ends) if name}


def test_the_page_is_what_the_catalogue_says() -> None:
    assert page() == criteria_page(WORDING), f"run `{COMMAND}`"


def test_every_indicator_is_on_the_page_with_its_points_and_their_mark() -> None:
    written = sections()

    for indicator in WORDING.catalogue.indicators.indicators:
        rows = POINTS.findall(written[indicator.id])
        assert len(rows) == (6 if indicator.max_points else 0), indicator.id
        assert all(row.endswith("| prielaida / assumed |") for row in rows), indicator.id
        assert indicator.question.lt.split(" ")[0] in written[indicator.id]


def test_thresholds_on_the_page_are_those_of_the_engine() -> None:
    written = sections()

    for indicator in WORDING.catalogue.indicators.indicators:
        if isinstance(indicator.scoring, Band):
            rows = POINTS.findall(written[indicator.id])
            said = [int(re.findall(r"\d+", row.split(" | ")[2])[0]) for row in rows[2:]]
            assert said == [int(value) for value in indicator.scoring.thresholds], indicator.id


def test_every_requirement_of_every_label_is_on_the_page() -> None:
    for level in WORDING.catalogue.levels:
        part = page().partition(f"### {level.name.lt} / {level.name.en}")[2].partition("\n### ")[0]
        rows = [line for line in part.splitlines() if line.startswith("| ")][1:]
        assert len(rows) == len(level.requirements), level.level
        for requirement, row in zip(level.requirements, rows, strict=True):
            assert requirement.source in row.replace("\u00a0", " ")
            assert ("ask the expert" in row) == requirement.advisory
