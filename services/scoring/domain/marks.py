"""Marks: how surely something is known (`domain.md` 0)."""

from shared.catalogue.model import Mark

MARKS: tuple[Mark, ...] = ("stated", "inferred", "assumed", "unknown")
"""From the surest to the least sure."""

_RANKS = {mark: rank for rank, mark in enumerate(MARKS)}


def weakest(*marks: Mark) -> Mark:
    """Return the mark of something that rests on all of `marks`."""
    return max(marks, key=_RANKS.__getitem__)
