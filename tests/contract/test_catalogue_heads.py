"""The head of each file explains every key in it to an officer, in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.catalogue.yaml_text import read_document

FOLDER = Path(__file__).parents[2] / "catalogues"
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.yaml"))


def keys(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from keys(value)
    elif isinstance(data, list):
        for each in data:
            yield from keys(each)


def head(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(lines[: next(number for number, line in enumerate(lines) if not line.startswith("#"))])


@pytest.mark.parametrize("file", FILES)
def test_every_key_is_explained_in_the_head(file: str) -> None:
    explained = set(re.findall(r"\w+", head((FOLDER / file).read_text(encoding="utf-8"))))

    unexplained = set(keys(read_document(FOLDER / file, file).data)) - explained

    assert not unexplained


def test_there_are_files_to_look_at() -> None:
    assert len(FILES) >= 13
