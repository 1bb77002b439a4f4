"""Which results a cluster has, and how they are ordered."""

from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

from services.scoring.domain.history import History

ENGINE = 3
"""Number of the engine: raised with every change of the code that may change a result. First part of every revision."""

Revision = tuple[int, int, int, str]
"""(engine, catalogue confirmations, events, on), compared in that order; a head gives way only to a greater one."""


class Confirmed(NamedTuple):
    """What a fold knew of the agency's confirmations: how many there were, and the digest of them all.

    Those of all catalogues are counted together, so that the number only rises. `sha256` None: there were none.
    """

    number: int = 0
    sha256: str | None = None


NOTHING_CONFIRMED = Confirmed()


class Head(NamedTuple):
    """One result to be kept: of `assessment` (None: the cluster has none) on a date."""

    assessment: str | None
    on: date
    current: bool


def heads(history: History, today: date) -> tuple[Head, ...]:
    """Return the heads of a cluster; the current one last.

    A superseded head is frozen at its successor's `assessed_on` (`rules.md` 7). Withdrawn assessments have no head; the
    head without an assessment exists only while there is none.
    """
    assessments = history.as_of(today).assessments
    if not assessments:
        return (Head(None, today, True),)
    frozen = (Head(assessment.id, successor.assessed_on, False) for assessment, successor in pairwise(assessments))
    return (*frozen, Head(assessments[-1].id, today, True))


def inputs(history: History, head: Head, catalogue_sha256: str, confirmed: Confirmed) -> str | None:
    """Return the digest of what a superseded head is judged by: the criteria, and the events up to its day.

    While it, the engine and the day stay the same, so does all of the result but what is counted of the whole history:
    its revision, and the events of its passport (`rules.md` 7). `None`: any event may change it – a current head, for
    its next change looks ahead, and one whose successor's event is of a later day than the successor says.
    """
    if head.current:
        return None
    until = history.as_of(head.on)
    superseded = until.current is not None and until.current.id != head.assessment
    return sha256(f"{catalogue_sha256} {confirmed.sha256} {until.sha256}".encode()).hexdigest() if superseded else None


def revision(history: History, on: date, confirmations: int = 0) -> Revision:
    """Return the revision of a result of `history` on a date; `confirmations`: how many are known (`rules.md` 3)."""
    return (ENGINE, confirmations, len(history.events), on.isoformat())
