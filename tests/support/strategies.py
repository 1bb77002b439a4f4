"""Hypothesis strategies: small catalogues, and whatever may happen to a cluster."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import get_args

from hypothesis import strategies as st

from services.scoring.domain.events import Answer, LabelId, Precision, Step, Strength
from shared.catalogue.model import Catalogue
from tests.support.criteria import TYPES, band, bronze, catalogue, gate, gold, levels, silver
from tests.support.histories import NOT_APPLICABLE, UNKNOWN, Story, said

FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2027, 12, 31)
days = st.dates(FIRST_DAY, LAST_DAY)
QUESTIONS = ("1.1.0", "1.1.1", "1.1.2", "2.4", "3.2", "4.1.5")
PRECISIONS: tuple[Precision, ...] = ("day", "day", "day", "month", "year")
STRENGTHS: tuple[Strength, ...] = ("documented", "verified", "stated")
LABELS: tuple[LabelId, ...] = ("bronze", "silver", "gold")
NOBODY = "no record has this id"
MEMBERS = (0, 1, 14, 15, 18, 24, 32, 40)
MONTHS = (120, 60, 36, 28, 20, 12)
"""Values of 4.1.5, from 0 to 5 points."""


@cache
def small() -> Catalogue:
    """Return six indicators of every kind, Bronze, Silver with one area, and Gold."""
    indicators = [
        gate(),
        levels("1.1.1", extra=TYPES),
        band("1.1.2", "more", 0, 15, 40),
        levels("2.4"),
        levels("3.2", required="none"),
        band("4.1.5", "less", 120, 36, 12, months=36),
    ]
    return catalogue(indicators, [bronze(), silver(areas=1), gold()])


@st.composite
def values(draw: st.DrawFn, question: str) -> Answer:
    """Return a stated answer."""
    if question == "1.1.0":
        return said(all_signed=draw(st.booleans()))
    if question == "1.1.1":
        return said(**{each: draw(st.integers(0, 3)) for each in TYPES}, level=draw(st.integers(0, 5)))
    if question == "1.1.2":
        return said(committed=draw(st.sampled_from(MEMBERS)))
    if question == "4.1.5":
        return said(value=draw(st.sampled_from(MONTHS)))
    if question == "eligibility.initiative":
        return said(kind=draw(st.sampled_from(("regional", "other"))))
    if question == "eccp.listed":
        return said(listed=draw(st.sampled_from(("yes", "no", "waived"))))
    return said(level=draw(st.integers(0, 5)))


def any_answer(question: str) -> st.SearchStrategy[Answer]:
    """Return stated answers mostly, and open or not applicable ones."""
    return st.one_of(values(question), values(question), values(question), st.sampled_from((UNKNOWN, NOT_APPLICABLE)))


def answers() -> st.SearchStrategy[Mapping[str, Answer]]:
    """Return answers to some of the questions of the small catalogue."""
    questions = (*QUESTIONS, "eligibility.initiative", "eccp.listed")
    return st.fixed_dictionaries({}, optional={question: any_answer(question) for question in questions})


@st.composite
def stories(draw: st.DrawFn, most: int = 12) -> Story:
    """Return a cluster's history under the small catalogue: any records, in any order, withdrawals among them."""
    story = Story()
    for happens in draw(st.lists(st.sampled_from(_HAPPENINGS), max_size=most)):
        happens(draw, story)
    return story


def _registered(draw: st.DrawFn, story: Story) -> None:
    sector = draw(st.sampled_from((None, "food")))
    members = draw(st.sampled_from((None, 13, 20)))
    facts = {} if members is None else {"members_total": members}
    story.registered(draw(days), sector, **facts)


def _assessed(draw: st.DrawFn, story: Story) -> None:
    areas = draw(st.lists(st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=2, unique=True), max_size=2))
    story.assessed(draw(days), draw(answers()), areas)


def _benchmarked(draw: st.DrawFn, story: Story) -> None:
    precision = draw(st.sampled_from(PRECISIONS))
    story.benchmarked(draw(days), precision, draw(st.sampled_from((None, *assessments(story)))))


def _attached(draw: st.DrawFn, story: Story) -> None:
    on = draw(days)
    named = draw(st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=3, unique=True))
    strength = draw(st.sampled_from(STRENGTHS))
    supports = draw(st.sampled_from((None, None, {"committed": 13}, {"committed": 5}, {"level": 2}, {"value": 30})))
    story.attached(on, *named, dated=draw(st.dates(FIRST_DAY, on)), strength=strength, supports=supports)


def _labelled(draw: st.DrawFn, story: Story) -> None:
    level = draw(st.sampled_from(LABELS))
    awarded = draw(st.one_of(st.none(), days))
    precision = draw(st.sampled_from(PRECISIONS))
    story.labelled(level, awarded, precision, valid_until=draw(st.one_of(st.none(), st.none(), days)))


def _advised(draw: st.DrawFn, story: Story) -> None:
    story.advised(draw(days), draw(st.sampled_from(QUESTIONS)))


def _withdrew(draw: st.DrawFn, story: Story) -> None:
    if known := assessments(story):
        story.withdrew_assessment(draw(days), draw(st.sampled_from(known)))
    if known := evidence(story):
        story.withdrew_evidence(draw(days), draw(st.sampled_from(known)))


def _put_right(draw: st.DrawFn, story: Story) -> None:
    """Correct anything by its own kind or another's, from two sources whose numbers say nothing of each other."""
    known = [event.id for event in story.events] or [NOBODY]
    record = draw(st.sampled_from(known))
    told = {
        "recorded": datetime.combine(draw(days), time(12), UTC),
        "source": draw(st.sampled_from(("branda.intake", "archive"))),
        "sequence": draw(st.integers(1, 3)),
    }
    kind = draw(st.integers(0, 2))
    if kind == 0:
        snapshot = draw(st.sampled_from((None, *assessments(story))))
        story.corrected_benchmarking(record, draw(days), draw(st.sampled_from(PRECISIONS)), snapshot, **told)
    elif kind == 1:
        story.corrected_label(record, draw(st.sampled_from(LABELS)), draw(days), **told)
    else:
        story.corrected_session(record, draw(days), draw(st.sampled_from(QUESTIONS)), **told)


def _took_back(draw: st.DrawFn, story: Story) -> None:
    known = [event.id for event in story.events] or [NOBODY]
    story.took_back(draw(days), draw(st.sampled_from(known)))


def _stepped(draw: st.DrawFn, story: Story) -> None:
    planned = draw(st.one_of(st.none(), days))
    story.stepped(draw(st.sampled_from(LABELS)), draw(st.sampled_from(get_args(Step))), draw(days), planned)


_HAPPENINGS = (
    _registered,
    _assessed,
    _assessed,
    _assessed,
    _benchmarked,
    _benchmarked,
    _attached,
    _attached,
    _attached,
    _labelled,
    _advised,
    _withdrew,
    _put_right,
    _put_right,
    _took_back,
    _stepped,
)


def assessments(story: Story) -> list[str]:
    """Return the ids of all assessments of a story."""
    return list(story.history.snapshots)


def evidence(story: Story) -> list[str]:
    """Return the ids of the evidence that is not withdrawn at the end of a story."""
    return list(story.history.evidence)
