"""Marks: how surely something is known (`domain.md` 0)."""

from shared.catalogue.model import Mark

MARKS: tuple[Mark, ...] = ("stated", "inferred", "assumed", "unknown")
"""From the surest to the least sure."""


def weakest(*marks: Mark) -> Mark:
    """Return the mark of something that rests on all of `marks`."""
    return max(marks, key=MARKS.index)
