"""Labels and windows in time, as the result page draws them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

from services.scoring.adapters.http.words import Words
from services.scoring.domain.readiness import HeldLabel, Readiness

SpanKind = Literal["valid", "renewable", "window"]
MOST_TICKS = 6
"""So many years are named at most; on a narrow telephone more would overlap."""


class Dated(NamedTuple):
    """One stretch of time of one lane. `start` None: it began before anything that is known."""

    lane: str
    kind: SpanKind
    start: date | None
    end: date


@dataclass(frozen=True)
class SpanView:
    """The same with its place: per cent of the chart's width."""

    kind: SpanKind
    start: date | None
    end: date
    left: float
    width: float


@dataclass(frozen=True)
class LaneView:
    """One line of the chart."""

    name: str
    spans: tuple[SpanView, ...]


@dataclass(frozen=True)
class TimelineView:
    """The chart: lanes, years by their place, and the day of the result."""

    lanes: tuple[LaneView, ...]
    years: tuple[tuple[int, float], ...]
    on: date
    now: float

    @property
    def kinds(self) -> tuple[SpanKind, ...]:
        """Return what the key has to explain: the kinds that are drawn."""
        drawn = {span.kind for lane in self.lanes for span in lane.spans}
        return tuple(kind for kind in get_args(SpanKind) if kind in drawn)


def timeline_view(readiness: Readiness, words: Words) -> TimelineView | None:
    """Return the chart, None if no date is known to draw."""
    found = [*_held(readiness.held, words), *_windows(readiness, words)]
    if not found:
        return None
    days = [readiness.on, *(each.end for each in found), *(each.start for each in found if each.start)]
    first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)

    def place(day: date) -> float:
        return round(100 * (day - first).days / (last - first).days, 2)

    lanes: dict[str, list[SpanView]] = {}
    for each in found:
        left = place(each.start) if each.start else 0.0
        width = round(place(each.end + timedelta(days=1)) - left, 2)
        lanes.setdefault(each.lane, []).append(SpanView(each.kind, each.start, each.end, left, width))
    step = -(-(last.year - first.year) // MOST_TICKS)
    return TimelineView(
        lanes=tuple(LaneView(name, tuple(spans)) for name, spans in lanes.items()),
        years=tuple((year, place(date(year, 1, 1))) for year in range(first.year, last.year, step)),
        on=readiness.on,
        now=place(readiness.on),
    )


def _held(held: Iterable[HeldLabel], words: Words) -> Iterator[Dated]:
    for label in held:
        if label.valid_until is None:
            continue
        name = words.level(label.level)
        awarded = _first_day(label.awarded)
        yield Dated(name, "valid", awarded if awarded and awarded <= label.valid_until else None, label.valid_until)
        if label.renewable_until is not None:
            yield Dated(name, "renewable", label.valid_until + timedelta(days=1), label.renewable_until)


def _windows(readiness: Readiness, words: Words) -> Iterator[Dated]:
    """Yield the windows with an end of their own; a day that slides with every day is not drawn."""
    for level in readiness.levels:
        for item, outcome in level.requirements:
            start = outcome.start or readiness.on
            if item.kind == "window" and outcome.until and not outcome.sliding and start <= outcome.until:
                yield Dated(words.level(level.level), "window", start, outcome.until)


def _first_day(text: str | None) -> date | None:
    """Return the first day of what is known to the day, month or year."""
    if text is None:
        return None
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)
