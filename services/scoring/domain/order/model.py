"""What an order is: changes with their effort, and what no change of the cluster's own can settle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from services.scoring.domain.events import Value
from services.scoring.domain.readiness import RequirementResult, Verdict
from shared.catalogue.model import LevelId

What = Literal["raise", "answer", "document", "meet", "name_areas"]
"""Raise a stated answer, answer an open question, prove what is stated, meet a gate, or name areas of improvement."""


class Change(NamedTuple):
    """One change. `values` are the fields to be answered, one way of several where the text says so.

    `points`: what the indicator then has; None: the change is not about points. `document`: proof has to be attached.
    """

    what: What
    requirements: tuple[str, ...]
    question: str | None = None
    points: int | None = None
    values: Mapping[str, Value] = {}
    document: bool = False
    effort: int = 0
    areas: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """The least effort to a level, in the catalogue's equal units, which are assumed (`rules.md` 2).

    `sets`: how many sets of changes cost the same, this one included. `reaches`: the verdict after the changes, with
    `left` set aside: that is settled by interviews, the calendar, the label body, the agency or a reviewer. `locked`:
    what keeps the level away whatever the cluster changes. `earliest`: first day on which the interviews can be
    complete, `until`: last day for the one to come; None: no date binds.
    """

    level: LevelId
    on: date
    changes: tuple[Change, ...]
    effort: int
    sets: int
    reaches: Verdict
    left: tuple[RequirementResult, ...]
    locked: tuple[RequirementResult, ...]
    earliest: date | None
    until: date | None
