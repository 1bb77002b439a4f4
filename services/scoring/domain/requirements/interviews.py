"""Benchmarkings: the interview of Bronze, and the pair whose distance Silver asks for (`rules.md` 4)."""

from datetime import date
from itertools import combinations
from typing import Literal, NamedTuple

from services.scoring.domain.calendar import Span, add_months
from services.scoring.domain.history import History, Interview
from services.scoring.domain.labels import awarded_since
from services.scoring.domain.readiness import Outcome
from services.scoring.domain.requirements.judging import item_of, single
from services.scoring.domain.situation import Judge, Situation
from shared.catalogue.model import LevelId, Requirement
from shared.catalogue.rules import FirstBenchmarkingRule, InterviewRule, WindowRule

Place = Literal["before", "inside", "after", "unsure"]


class Window(NamedTuple):
    """When a second interview counts; each bound is a span, because the first one's day may not be known."""

    opens: Span
    closes: Span

    @classmethod
    def after(cls, first: Interview, rule: WindowRule) -> "Window":
        """Return the window after an interview, bounds inclusive, month end clipped."""
        days = first.days
        return cls(
            days.moved(lambda day: add_months(day, rule.from_months)),
            days.moved(lambda day: add_months(day, rule.to_months)),
        )

    def place(self, days: Span) -> Place:
        """Return where `days` lie, if that is certain whichever of them, and of the first interview's, it was."""
        if days.last < self.opens.first:
            return "before"
        if days.first > self.closes.last:
            return "after"
        return "inside" if days.first >= self.opens.last and days.last <= self.closes.first else "unsure"


class Pair(NamedTuple):
    """The interviews that Silver compares; `second` None: still to come. `place`: of the second, or else of today."""

    first: Interview
    second: Interview | None
    place: Place
    window: Window


def find_pair(interviews: tuple[Interview, ...], rule: WindowRule, on: date) -> Pair | None:
    """Return the pair that decides: the best of all ordered pairs, else the interview whose window is next.

    An interview that came too early does not spoil a later one: while no pair lies inside or after, the windows decide
    as if there were no second interview.
    """
    known = [(interview, Window.after(interview, rule)) for interview in interviews]
    pairs = [Pair(a, b, window.place(b.days), window) for (a, window), (b, _) in combinations(known, 2)]
    for wanted in ("inside", "unsure", "after"):
        if found := [pair for pair in pairs if pair.place == wanted]:
            return max(found, key=_latest)
    today = Span(on, on)
    open_pairs = [Pair(first, None, window.place(today), window) for first, window in known]
    for wanted in ("inside", "unsure", "after"):
        if found := [pair for pair in open_pairs if pair.place == wanted]:
            return found[-1]
    if pairs:
        return pairs[0]
    return open_pairs[0] if open_pairs else None


def _latest(pair: Pair) -> tuple[Span, Span]:
    return (pair.second or pair.first).days, pair.first.days


def pending(history: History, level: LevelId | None = None) -> Interview | None:
    """Return the latest interview without a later award (of a level, or of any)."""
    for interview in reversed(history.interviews):
        if not awarded_since(history, interview.days.first, level):
            return interview
    return None


def interview(requirement: Requirement, _rule: InterviewRule, level: LevelId) -> Judge:
    """A benchmarking without a later award of the level; never *not met* (`rules.md` 4, Bronze)."""

    awaited = Outcome("awaited", "unknown", "interview")

    def decide(situation: Situation) -> Outcome:
        found = pending(situation.history, level)
        return awaited if found is None else Outcome("met", "met", arguments={"on": found.text})

    return single(item_of(requirement, "interview"), decide, awaited)


def first_benchmarking(requirement: Requirement, _rule: FirstBenchmarkingRule, window: WindowRule) -> Judge:
    """An earlier Bronze benchmarking, not a valid label (`rules.md` 4, Silver)."""

    def decide(situation: Situation) -> Outcome:
        history = situation.history
        if history.interviews:
            return Outcome("met", "met", arguments={"on": history.interviews[0].text})
        if any(label.level == "bronze" for label in history.labels):
            return Outcome("unanswered", "unknown", "answer")
        return _nothing_yet("missing", situation.on, window)

    return single(item_of(requirement, "interview"), decide)


def _nothing_yet(name: str, on: date, rule: WindowRule) -> Outcome:
    """Even if the first interview were today, a second one would count only from the window's first day."""
    earliest = add_months(on, rule.from_months)
    return Outcome(name, "not_met", arguments={"earliest": earliest.isoformat()}, start=earliest, sliding=True)


def second_benchmarking(requirement: Requirement, rule: WindowRule) -> Judge:
    """A second benchmarking inside the window after the first, over all ordered pairs (`rules.md` 4, Silver)."""

    def decide(situation: Situation) -> Outcome:
        pair = find_pair(situation.history.interviews, rule, situation.on)
        if pair is None:
            return _nothing_yet("no_first", situation.on, rule)
        return _judge_pair(pair)

    return single(item_of(requirement, "window"), decide)


def _judge_pair(pair: Pair) -> Outcome:
    opens, closes = pair.window.opens.last, pair.window.closes.first
    first = {"first": pair.first.text}
    second = {"second": pair.second.text} if pair.second else {}
    earliest, until = {"earliest": opens.isoformat()}, {"until": closes.isoformat()}
    if pair.place == "unsure":
        return Outcome("unsure", "unknown", "answer", first | second | earliest | until, start=opens, until=closes)
    if pair.place == "inside":
        if pair.second:
            return Outcome("met", "met", arguments=first | second)
        return Outcome("open", "unknown", "interview", first | until, until=closes)
    if pair.place == "after":
        return Outcome("late" if pair.second else "past", "unknown", "scheme", first | second | until, until=closes)
    name, more = ("early", second | earliest) if pair.second else ("not_open", earliest | until)
    return Outcome(name, "not_met", arguments=first | more, start=opens, until=None if pair.second else closes)
