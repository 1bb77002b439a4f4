"""Planning backwards from a date: when the interview must be, when to agree on it, when to begin (`rules.md` 5).

All of it is a proposal: it rests on how long things usually take, as the catalogue says (`Process`).
"""

from datetime import date, timedelta
from typing import NamedTuple

from services.scoring.domain.calendar import add_months
from services.scoring.domain.marks import weakest
from shared.catalogue.model import Mark, Process


class Proposal(NamedTuple):
    """A last day for something, and how surely the lengths are known that it rests on."""

    day: date
    mark: Mark


class Backwards(NamedTuple):
    """What comes before an interview. `prepare_from` None: no preparation is known to be needed."""

    interview_by: Proposal
    agree_by: Proposal
    prepare_from: Proposal | None


def before_deadline(deadline: date, mark: Mark, process: Process) -> Backwards:
    """Plan for the report to be there on the day `deadline`, which is known as surely as `mark` says.

    That it should be there by then is our reading, so the plan is inferred at best; the report takes as long as the
    longest source says. Valid until 30 April 2027, five weeks, one month: interview by
    26 March, agreed by 26 February (`words.md`).
    """
    report = process.report
    return before_interview(deadline - timedelta(weeks=report.most), weakest(mark, report.mark, "inferred"), process)


def before_interview(last: date, mark: Mark, process: Process) -> Backwards:
    """Plan for an interview on the day `last` at the latest, which is known as surely as `mark` says."""
    agree, preparation = process.agree, process.preparation
    prepare = None
    if preparation is not None:
        prepare = Proposal(add_months(last, -preparation.most), weakest(mark, preparation.mark))
    agreed = Proposal(add_months(last, -agree.months), weakest(mark, agree.mark))
    return Backwards(Proposal(last, mark), agreed, prepare)
