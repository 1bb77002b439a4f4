"""Held labels: recorded awards, their dates and states (`rules.md` 5). Nothing here is an estimate of readiness."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from services.scoring.domain.calendar import ONE_DAY, Span, add_months, end_of_month, prolong, span, text
from services.scoring.domain.events import LabelRecorded
from services.scoring.domain.history import History
from services.scoring.domain.marks import weakest
from services.scoring.domain.readiness import HeldLabel, HeldState
from shared.catalogue.model import LabelId, LabelsValidity, LabelTerm, Mark


class Award(NamedTuple):
    """One award: several records whose dates may be the same day are one, and the most precise of them counts."""

    days: Span
    text: str
    certificate: date | None


class Term(NamedTuple):
    """Until when an award is valid: a span where its day is not known for certain; None: nobody can tell."""

    award: Award
    expiry: Span | None
    source: Literal["certificate", "computed"] | None
    mark: Mark


Chains = Mapping[LabelId, Sequence[Term]]
"""The terms of each level's dated awards, in order."""


def chains(history: History, validity: LabelsValidity) -> Chains:
    """Return the terms of every level of which there is a record, dated or not."""
    recorded = {label.level for label in history.labels}
    return {
        term.level: _chain(_awards(history, term.level), term, validity)
        for term in validity.terms
        if term.level in recorded
    }


def held(history: History, terms: Chains, validity: LabelsValidity, on: date) -> tuple[HeldLabel, ...]:
    """Return each label of which there is a record, with its state on a date; a level not listed: none."""
    return tuple(_held(history, level, chain, validity.renewable.months, on) for level, chain in terms.items())


def changes(terms: Chains, validity: LabelsValidity) -> list[date]:
    """Return the days on which the state of a label changes."""
    days = []
    for chain in terms.values():
        for term in chain:
            for last in set(term.expiry or ()):
                days += [last + ONE_DAY, prolong(last, validity.renewable.months) + ONE_DAY]
    return days


def awarded_since(history: History, day: date, level: str | None = None) -> bool:
    """Whether an award (of a level, or of any) may be later than `day`, or of the same day.

    One whose date nobody knows was made by the day on which it is attested.
    """
    return any(_latest_day(label) >= day for label in history.labels if level is None or label.level == level)


def _latest_day(record: LabelRecorded) -> date:
    return record.day if record.awarded is None else span(record.awarded, record.precision).last


def _held(history: History, level: LabelId, chain: Sequence[Term], renewable: int, on: date) -> HeldLabel:
    begun = [term for term in chain if term.award.days.first <= on]
    if not begun:
        return _undated(history, level)
    term = _telling(begun, on)
    exact = term.expiry.last if term.expiry and term.expiry.first == term.expiry.last else None
    return HeldLabel(
        level=level,
        state=_state(term.expiry, renewable, on),
        awarded=term.award.text,
        valid_until=exact,
        renewable_until=prolong(exact, renewable) if exact else None,
        date_source=term.source,
        mark=term.mark,
    )


def _telling(terms: list[Term], on: date) -> Term:
    """Return the latest term; while the one before still runs and a renewal's effect is unknown, that one."""
    *_, last = terms
    if last.expiry is None and len(terms) > 1:
        before = terms[-2]
        if before.expiry is not None and on <= before.expiry.first:
            return before
    return last


def _undated(history: History, level: LabelId) -> HeldLabel:
    """A label whose award date nobody knows is *unknown*, whatever else is known of it (`rules.md` 5)."""
    records = (label for label in history.labels if label.level == level)
    until = max((record.valid_until for record in records if record.valid_until), default=None)
    return HeldLabel(level, "unknown", None, until, None, "certificate" if until else None, "unknown")


def _state(expiry: Span | None, renewable: int, on: date) -> HeldState:
    """Return the state on a date; unknown wherever an imprecise date does not tell."""
    if expiry is None:
        return "unknown"
    if on <= expiry.first:
        return "valid"
    if on > prolong(expiry.last, renewable):
        return "lapsed"
    if on > expiry.last and on <= prolong(expiry.first, renewable):
        return "expired_renewable"
    return "unknown"


def _awards(history: History, level: LabelId) -> list[Award]:
    """Return the dated awards of a level in order; records that may mean the same award are merged."""
    found = [(record, _award(record)) for record in history.labels if record.level == level and record.awarded]
    awards: list[Award] = []
    for _, award in sorted(found, key=_precise_first):
        same = next((i for i, known in enumerate(awards) if _overlap(known.days, award.days)), None)
        if same is None:
            awards.append(award)
        elif awards[same].certificate is None:
            awards[same] = awards[same]._replace(certificate=award.certificate)
    return sorted(awards)


def _precise_first(found: tuple[LabelRecorded, Award]) -> tuple[timedelta, date, str]:
    record, award = found
    return (award.days.last - award.days.first, award.days.first, record.id)


def _award(record: LabelRecorded) -> Award:
    assert record.awarded is not None
    days = span(record.awarded, record.precision)
    return Award(days, text(record.awarded, record.precision), record.valid_until)


def _overlap(one: Span, other: Span) -> bool:
    return one.first <= other.last and other.first <= one.last


def _chain(awards: list[Award], term: LabelTerm, validity: LabelsValidity) -> list[Term]:
    """Return the term of each award, each counted from the one before it."""
    terms: list[Term] = []
    for award in awards:
        terms.append(_term(award, terms[-1] if terms else None, term, validity))
    return terms


def _term(award: Award, before: Term | None, term: LabelTerm, validity: LabelsValidity) -> Term:
    """A certificate's date wins; then a renewal, possible to 12 months after expiry; then a new first award."""
    if award.certificate is not None:
        return Term(award, Span(award.certificate, award.certificate), "certificate", "stated")
    first = _first(award, term, validity)
    if before is None:
        return first
    if before.expiry is None:
        return Term(award, None, None, "unknown")
    ends = before.expiry
    if award.days.first > prolong(ends.last, validity.renewable.months):
        return first
    if award.days.first > ends.last and award.days.last <= prolong(ends.first, validity.renewable.months):
        renewed = ends.moved(lambda day: prolong(day, 12 * term.renewal.years))
        return Term(award, renewed, "computed", weakest(before.mark, term.renewal.mark))
    return Term(award, None, None, "unknown")


def _first(award: Award, term: LabelTerm, validity: LabelsValidity) -> Term:
    months = 12 * term.first.years
    ends = award.days.moved(lambda day: end_of_month(add_months(day, months)))
    return Term(award, ends, "computed", weakest(term.first.mark, validity.end_of_month.mark))
