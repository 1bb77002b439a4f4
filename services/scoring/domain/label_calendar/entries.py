"""The calendar: every date of one cluster's labels, recorded, computed or proposed (`rules.md` 5)."""

from datetime import date
from typing import get_args

from services.scoring.domain.history import History
from services.scoring.domain.label_calendar.held_entries import held_entries
from services.scoring.domain.label_calendar.model import Entry, Kind
from services.scoring.domain.label_calendar.proposals import proposals
from services.scoring.domain.label_calendar.steps import step_entries
from services.scoring.domain.label_calendar.windows import interview_entries, window_entries
from services.scoring.domain.labels import chains, held
from shared.catalogue.model import Catalogue

_RANKS = {kind: rank for rank, kind in enumerate(get_args(Kind))}


def calendar(history: History, catalogue: Catalogue, on: date) -> tuple[Entry, ...]:
    """Return the entries as they are known at the end of the day `on`, in order of their dates.

    Nothing here is readiness, and no proposal is an award: what is computed or proposed carries the mark of the weakest
    rule it rests on. Only facts of business date up to `on` count (`rules.md` 7).
    """
    until = history.as_of(on)
    terms = chains(until, catalogue.validity)
    labels = held(until, terms, catalogue.validity, on)
    entries = [
        *held_entries(until, terms, catalogue.validity),
        *interview_entries(until),
        *window_entries(until, catalogue, on),
        *step_entries(until, on),
        *proposals(until, catalogue, terms, labels, on),
    ]
    return tuple(sorted(entries, key=_order))


def _order(entry: Entry) -> tuple[date, int, str, list[tuple[str, str]]]:
    return entry.date, _RANKS[entry.kind], entry.level or "", sorted(entry.arguments.items())
