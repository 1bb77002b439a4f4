"""What `branda score` prints, line by line, of what the API answers."""

from collections.abc import Iterator
from typing import Any

Written = dict[str, Any]
"""An answer of the API: JSON values, with sentences in the reader's language."""


def result_lines(written: Written) -> Iterator[str]:
    """Yield each level with its verdict, and its requirements."""
    for level in written["levels"]:
        yield f"{level['level']}: {level['verdict']}"
        for requirement in level["requirements"]:
            yield f"  {requirement['state']:8} {requirement['text']}"


def order_lines(written: Written) -> Iterator[str]:
    """Yield the changes with their effort, then what they do not settle."""
    yield f"{written['level']}: {written['reaches']}, {written['effort']['units']}"
    for change in written["changes"]:
        yield f"  {change['effort']:3} {change['text']}"
    for requirement in (*written["locked"], *written["left"]):
        if requirement["awaits"] != "threshold":  # nothing for the cluster to do, and up to twenty of them
            yield f"  {requirement['awaits'] or requirement['state']:9} {requirement['text']}"
    yield from written["notes"]


def areas_lines(written: Written) -> Iterator[str]:
    """Yield the proposals, and who decides about them."""
    for proposal in written["proposals"]:
        yield f"{proposal['certainty']:8} {proposal['text']}"
    yield from written["notes"]


def calendar_lines(written: Written) -> Iterator[str]:
    """Yield the dates, and what follows on the way to each label."""
    for entry in written["entries"]:
        yield f"{entry['date']}  {entry['text']}"
    for level in written["levels"]:
        for each in level["follows"]:
            yield f"{level['level']}: {each['text']}"
    yield written["disclaimer"]
