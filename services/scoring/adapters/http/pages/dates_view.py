"""The dates of a cluster's labels as the result page lists them."""

from dataclasses import dataclass

from services.scoring.adapters.http.calendar_view import CalendarRow, calendar_row
from services.scoring.adapters.http.words import Words
from services.scoring.application.read_calendar import LabelCalendar


@dataclass(frozen=True)
class CalendarView:
    """What comes, the next first; and what was, the latest first."""

    coming: tuple[CalendarRow, ...]
    earlier: tuple[CalendarRow, ...]


def calendar_view(calendar: LabelCalendar, words: Words) -> CalendarView | None:
    """Return the dates in words, None if there are none."""
    rows = [calendar_row(entry, words) for entry in calendar.entries]
    if not rows:
        return None
    return CalendarView(
        coming=tuple(row for row in rows if row.entry.date >= calendar.on),
        earlier=tuple(row for row in reversed(rows) if row.entry.date < calendar.on),
    )
