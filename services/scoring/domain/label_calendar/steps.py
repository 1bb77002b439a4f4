"""Recorded steps on the way to a label: their order, and where the cluster stands (`rules.md` 4)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import get_args

from services.scoring.domain.calendar import Span
from services.scoring.domain.events import LabellingProgressed, Step
from services.scoring.domain.history import History
from services.scoring.domain.label_calendar.model import Entry, Kind
from shared.catalogue.model import LevelId

ENDS: frozenset[Step] = frozenset({"awarded", "refused", "withdrawn"})
"""Steps with which one way ends; the next step begins another."""

_RANKS = {step: rank for rank, step in enumerate(get_args(Step))}

KINDS: dict[Step, Kind] = {
    "contacted": "step_contacted",
    "booked": "step_booked",
    "interviewed": "step_interviewed",
    "report": "step_report",
    "awarded": "step_awarded",
    "refused": "step_refused",
    "withdrawn": "step_withdrawn",
}


def labelling_state(history: History, level: LevelId) -> tuple[LabellingProgressed, ...]:
    """Return the steps of the way to `level` that was taken last, in order; the last of them is where it stands.

    A way ends with an award, a refusal or a withdrawal. Steps are what somebody recorded: none of them is an award.
    """
    way: list[LabellingProgressed] = []
    for step in in_order(history):
        if step.level == level:
            way = [step] if way and way[-1].step in ENDS else [*way, step]
    return tuple(way)


def in_order(history: History) -> list[LabellingProgressed]:
    """Return all steps by day; those of one day in the order in which a way is gone."""
    return sorted(history.steps, key=_order)


def _order(step: LabellingProgressed) -> tuple[date, int, datetime, str]:
    return step.on, _RANKS[step.step], step.recorded, step.id


def booked(history: History, level: LevelId) -> LabellingProgressed | None:
    """Return the step that agreed on an interview still awaited: booked with a day, and nothing since."""
    *_, last = labelling_state(history, level) or (None,)
    if last is None or last.step != "booked" or last.planned_on is None:
        return None
    return None if _held_since(history, last.on) else last


def _held_since(history: History, day: date) -> bool:
    return any(interview.days.first >= day for interview in history.interviews)


def step_entries(history: History, on: date) -> Iterator[Entry]:
    """Yield every recorded step, and the interview that is planned."""
    for step in in_order(history):
        arguments = {"day": step.on.isoformat()}
        yield Entry(step.on, "day", KINDS[step.step], step.level, "stated", "recorded", arguments)
    for level in sorted({step.level for step in history.steps}):
        awaited = booked(history, level)
        if awaited is not None and awaited.planned_on is not None:
            day = awaited.planned_on
            arguments = {"day": day.isoformat()}
            yield Entry(day, "day", "planned", level, "stated", "recorded", arguments, passed=day < on)


def under_way(history: History, level: LevelId, since: Span | None) -> LabellingProgressed | None:
    """Return where the way to `level` stands, unless it ended or was begun before the award of `since`."""
    *_, last = labelling_state(history, level) or (None,)
    if last is None or last.step in ENDS or (since is not None and last.on <= since.last):
        return None
    return last
