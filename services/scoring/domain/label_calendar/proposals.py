"""What to settle by when: planned backwards from the dates that end something (`rules.md` 5)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from services.scoring.domain.calendar import Span, end_of_month
from services.scoring.domain.history import History
from services.scoring.domain.label_calendar.model import Entry, Kind, entry_of
from services.scoring.domain.label_calendar.planning import Backwards, Proposal, before_deadline, before_interview
from services.scoring.domain.label_calendar.steps import under_way
from services.scoring.domain.label_calendar.windows import ruled
from services.scoring.domain.labels import Chains
from services.scoring.domain.marks import weakest
from services.scoring.domain.readiness import HeldLabel
from services.scoring.domain.requirements.interviews import find_pair, pending
from shared.catalogue.model import Catalogue, Level, LevelId, Mark
from shared.catalogue.rules import InterviewRule


class Deadline(NamedTuple):
    """The last day of what is held, and how surely it is known."""

    day: date
    mark: Mark


def proposals(
    history: History, catalogue: Catalogue, terms: Chains, labels: Sequence[HeldLabel], on: date
) -> Iterator[Entry]:
    """Yield what a renewal and a second interview need beforehand, as of the day `on`; passed days say so."""
    deadlines: dict[LevelId, Deadline | None] = {label.level: _deadline(label, catalogue) for label in labels}
    for level in catalogue.levels:
        deadline = deadlines.get(level.level)
        if level.process is not None and deadline is not None and not _interviewed(history, level, terms):
            plan = before_deadline(deadline.day, deadline.mark, level.process)
            day = deadline.day.isoformat()
            yield _proposal(plan.interview_by, "interview_by", level, on, deadline=day)
            yield from _agree(history, level, plan, terms, on)
            if plan.prepare_from is not None:
                interview = plan.interview_by.day.isoformat()
                yield _proposal(plan.prepare_from, "prepare_from", level, on, interview=interview)
    # The months of preparation are those before the audit, so that a second benchmarking is only to be agreed on.
    for level, requirement, rule in ruled(catalogue):
        pair = find_pair(history.interviews, rule, on)
        if level.process is None or deadlines.get(level.level) is not None:
            continue
        if pair is not None and pair.second is None and pair.place != "after":
            plan = before_interview(pair.window.closes.first, requirement.mark, level.process)
            yield from _agree(history, level, plan, terms, on)


def _deadline(label: HeldLabel, catalogue: Catalogue) -> Deadline | None:
    """A valid label should be renewed before it ends, an expired one before that is too late."""
    if label.state == "valid" and label.valid_until is not None:
        return Deadline(label.valid_until, label.mark)
    if label.state == "expired_renewable" and label.renewable_until is not None:
        return Deadline(label.renewable_until, weakest(label.mark, catalogue.validity.renewable.mark))
    return None


def _interviewed(history: History, level: Level, terms: Chains) -> bool:
    """Whether the interview of the renewal is over: recorded as a step, or as a benchmarking where that is one.

    An award is of the month of its interview (`domain.md` 1.2), so that only one of a later month is another.
    """
    awarded = _awarded(level, terms)
    way = under_way(history, level.level, awarded)
    if way is not None and way.step in ("interviewed", "report"):
        return True
    if not any(isinstance(each.rule, InterviewRule) for each in level.requirements):
        return False
    interview = pending(history, level.level)
    return interview is not None and (awarded is None or interview.days.first > end_of_month(awarded.last))


def _awarded(level: Level, terms: Chains) -> Span | None:
    chain = next((chain for name, chain in terms.items() if name == level.level), ())
    return chain[-1].award.days if chain else None


def _agree(history: History, level: Level, plan: Backwards, terms: Chains, on: date) -> Iterator[Entry]:
    """What is agreed already need not be agreed again."""
    way = under_way(history, level.level, _awarded(level, terms))
    if way is None or way.step == "contacted":
        yield _proposal(plan.agree_by, "agree_by", level, on, interview=plan.interview_by.day.isoformat())


def _proposal(proposal: Proposal, kind: Kind, level: Level, on: date, **more: str) -> Entry:
    days = Span(proposal.day, proposal.day)
    entry = entry_of(days, kind, level.level, proposal.mark, "proposal", **more)
    return entry._replace(passed=proposal.day < on)
