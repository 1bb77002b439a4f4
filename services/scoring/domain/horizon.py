"""When a result may change by itself: a regime, a window, a shelf life, a session or a label (`rules.md` 7)."""

from collections.abc import Iterator
from datetime import date

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
    days += _evidence_days(until, plan)
    for window in plan.windows:
        days += _window_days(until, window)
    if history is not until:
        days += [event.day for event in history.events]
    return min((day for day in days if day > situation.on), default=None)


def _window_days(history: History, rule: WindowRule) -> Iterator[date]:
    for interview in history.interviews:
        opens, closes = Window.after(interview, rule)
        yield from opens
        yield from (last + ONE_DAY for last in closes)


def _evidence_days(history: History, plan: Plan) -> Iterator[date]:
    """Evidence counts from the day it bears until the shelf life of the question it is used for has passed."""
    for dated in {piece.dated for piece in history.evidence.values() if piece.strength != "stated"}:
        yield dated
        for months in plan.shelf_lives:
            yield add_months(dated, months) + ONE_DAY
