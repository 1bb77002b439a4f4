"""Interviews and the windows they open for a second one (`rules.md` 4, Silver)."""

from collections.abc import Iterator
from datetime import date

from services.scoring.domain.calendar import Span, add_months
from services.scoring.domain.history import History
from services.scoring.domain.label_calendar.model import Entry, entry_of
from services.scoring.domain.requirements.interviews import Window
from shared.catalogue.model import Catalogue, Level, Requirement
from shared.catalogue.rules import WindowRule

Ruled = tuple[Level, Requirement, WindowRule]


def ruled(catalogue: Catalogue) -> Iterator[Ruled]:
    """Yield each level that asks for a second interview within a window, with its requirement."""
    for level in catalogue.levels:
        for requirement in level.requirements:
            if isinstance(requirement.rule, WindowRule):
                yield level, requirement, requirement.rule


def interview_entries(history: History) -> Iterator[Entry]:
    """Yield each benchmarking."""
    for interview in history.interviews:
        yield entry_of(interview.days, "interviewed", None, "stated", "recorded")


def window_entries(history: History, catalogue: Catalogue, on: date) -> Iterator[Entry]:
    """Yield when the window of each benchmarking opens and closes; without any, what one today would lead to."""
    for level, requirement, rule in ruled(catalogue):
        mark, name = requirement.mark, level.level
        for interview in history.interviews:
            window = Window.after(interview, rule)
            first = interview.text
            yield entry_of(window.opens, "window_opens", name, mark, "computed", first=first)
            yield entry_of(window.closes, "window_closes", name, mark, "computed", first=first)
        if not history.interviews:
            earliest = add_months(on, rule.from_months)
            yield entry_of(Span(earliest, earliest), "first_today", name, mark, "proposal", on=on.isoformat())
