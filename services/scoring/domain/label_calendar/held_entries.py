"""Dates of held labels: awards, expiry, the end of the renewal window, lapse (`rules.md` 5)."""

from collections.abc import Iterator, Sequence

from services.scoring.domain.calendar import ONE_DAY, Span, prolong
from services.scoring.domain.history import History
from services.scoring.domain.label_calendar.model import Entry, entry_of
from services.scoring.domain.labels import Chains, Term
from services.scoring.domain.marks import weakest
from shared.catalogue.model import LabelId, LabelsValidity


def held_entries(history: History, terms: Chains, validity: LabelsValidity) -> Iterator[Entry]:
    """Yield the dates of every recorded award; those of one without an award date as far as they are known."""
    for level, chain in terms.items():
        for place, term in enumerate(chain):
            following = chain[place + 1] if place + 1 < len(chain) else None
            yield from _term(level, term, chain[:place], following, validity)
        if not chain:
            yield from _undated(history, level)


def _term(
    level: LabelId, term: Term, before: Sequence[Term], following: Term | None, validity: LabelsValidity
) -> Iterator[Entry]:
    awarded = term.award.days
    yield entry_of(awarded, "awarded", level, "stated", "recorded")
    if term.expiry is None or term.source is None:
        if before and before[-1].expiry is not None:
            yield entry_of(awarded, "renewed_early", level, "unknown", "recorded")
        return
    yield entry_of(term.expiry, "expires", level, term.mark, term.source)
    ends = Span(*(prolong(last, validity.renewable.months) for last in term.expiry))
    if following is not None and following.award.days.first <= ends.last:
        return
    mark = weakest(term.mark, validity.renewable.mark)
    yield entry_of(ends, "renewable_until", level, mark, "computed")
    if ends.first == ends.last:
        over = ends.last + ONE_DAY
        yield entry_of(Span(over, over), "lapses", level, mark, "computed")


def _undated(history: History, level: LabelId) -> Iterator[Entry]:
    """A label whose award date nobody knows: who says so and when, and what its certificate says (`rules.md` 5)."""
    for record in history.labels:
        if record.level == level:
            yield entry_of(Span(record.day, record.day), "reported", level, "unknown", "recorded")
            if record.valid_until is not None:
                until = Span(record.valid_until, record.valid_until)
                yield entry_of(until, "expires", level, "stated", "certificate")
