"""When a result may change by itself: a regime, a window, a shelf life, a session or a label (`rules.md` 7)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from functools import partial

from services.scoring.domain import labels, progress
from services.scoring.domain.calendar import ONE_DAY, add_months
from services.scoring.domain.history import History
from services.scoring.domain.plan import Plan
from services.scoring.domain.requirements.interviews import Window
from services.scoring.domain.situation import Situation
from shared.catalogue.rules import WindowRule


def next_change(history: History, plan: Plan, situation: Situation, terms: labels.Chains) -> date | None:
    """Return the first day after the situation's date on which the same events may give another result; None: never.

    A day too many only costs a fold, so no day is left out because it may turn out to change nothing. `history` may
    reach beyond the situation: a fact known to the month only counts from the month's last day.
    """
    until = situation.history
    days = [*plan.regimes, *progress.changes(until), *labels.changes(terms, plan.catalogue.validity)]
    days += _evidence_days(until, plan, situation.on)
    for window in plan.windows:
        days += _window_days(until, window)
    if history is not until:
        days += [event.day for event in history.events]
    return min([day for day in days if day > situation.on], default=None)


def _window_days(history: History, rule: WindowRule) -> Iterator[date]:
    for interview in history.interviews:
        opens, closes = Window.after(interview, rule)
        yield from opens
        yield from (last + ONE_DAY for last in closes)


def _evidence_days(history: History, plan: Plan, on: date) -> Iterator[date]:
    """Evidence counts from the day it bears until the shelf life of the question it is used for has passed.

    What is dated first expires first, so that of each shelf life only the next piece is looked at.
    """
    dates = sorted({piece.dated for piece in history.evidence.values() if piece.strength != "stated"})
    yield from dates[bisect_right(dates, on) :][:1]
    for months in plan.shelf_lives:
        valid = bisect_left(dates, on, key=partial(add_months, months=months))
        yield from (add_months(dated, months) + ONE_DAY for dated in dates[valid : valid + 1])
