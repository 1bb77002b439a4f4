"""What a calendar is made of: dated entries, each with its mark and where it is from; message ids, no sentences."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from services.scoring.domain.calendar import Span, text
from services.scoring.domain.events import Precision
from shared.catalogue.model import LevelId, Mark

Kind = Literal[
    "awarded",
    "reported",
    "interviewed",
    "step_contacted",
    "step_booked",
    "step_interviewed",
    "step_report",
    "step_awarded",
    "step_refused",
    "step_withdrawn",
    "renewed_early",
    "prepare_from",
    "agree_by",
    "interview_by",
    "planned",
    "window_opens",
    "first_today",
    "window_closes",
    "expires",
    "renewable_until",
    "lapses",
]
"""In the order in which entries of one day are shown: what happened, what to do, what begins, what ends."""

Source = Literal["certificate", "computed", "recorded", "proposal"]
Arguments = Mapping[str, str]


class Entry(NamedTuple):
    """One date. `date` is the last day that it may mean, `precision` how far it is known.

    `level` None: it concerns no level alone. `arguments` are dates as texts, as precise as they are known: `2018-12`.
    `passed`: a proposal, or a booking without a result, whose day has passed.
    """

    date: date
    precision: Precision
    kind: Kind
    level: LevelId | None
    mark: Mark
    source: Source
    arguments: Arguments = MappingProxyType({})
    passed: bool = False

    @property
    def message(self) -> str:
        """Id of its sentence in the bundle's messages."""
        return f"calendar_{self.kind}_passed" if self.passed else f"calendar_{self.kind}"


def precision_of(days: Span) -> Precision:
    """Return how far a date that lies within `days` is known; a span never crosses a year."""
    if days.first == days.last:
        return "day"
    return "month" if (days.first.year, days.first.month) == (days.last.year, days.last.month) else "year"


def entry_of(days: Span, kind: Kind, level: LevelId | None, mark: Mark, source: Source, **more: str) -> Entry:
    """Return the entry of a date within `days`; its argument `day` is as precise as that, `more` are others."""
    precision = precision_of(days)
    arguments = {"day": text(days.last, precision), **more}
    return Entry(days.last, precision, kind, level, mark, source, arguments)
