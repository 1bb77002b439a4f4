"""Reviewers' decisions as the result page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.scoring.adapters.http.words import Words
from services.scoring.domain.readiness import Readiness, Review

State = Literal["confirmed", "changed", "returned", "checked", "reopened", "disputed", "own", "same_reviewer"]


@dataclass(frozen=True)
class DecisionView:
    """One decision. `found`: what the reviewer found instead of what was answered, each field with its value."""

    state: State
    on: date
    role: str
    adviser: bool
    due: date | None
    found: tuple[tuple[str, bool | str], ...]


@dataclass(frozen=True)
class ReviewView:
    """One question with what reviewers decided about it."""

    number: str | None
    name: str
    decisions: tuple[DecisionView, ...]


@dataclass(frozen=True)
class ReviewsView:
    """All decisions about an assessment. `settled`: to how many of its questions a decision stands that confirms."""

    questions: tuple[ReviewView, ...]
    settled: int


def reviews_view(readiness: Readiness, words: Words) -> ReviewsView | None:
    """Return what reviewers decided; None while nobody has."""
    if not readiness.reviews:
        return None
    by_question: dict[str, list[Review]] = {}
    for each in readiness.reviews:
        by_question.setdefault(each.question, []).append(each)
    confirmed = [each for each in readiness.reviews if each.status == "stands" and each.decision == "confirmed"]
    return ReviewsView(tuple(_question(name, found, words) for name, found in by_question.items()), len(confirmed))


def _question(name: str, reviews: Iterable[Review], words: Words) -> ReviewView:
    number = name if words.is_indicator(name) else None
    return ReviewView(number, words.question_name(name), tuple(_decision(each, words) for each in reviews))


def _decision(review: Review, words: Words) -> DecisionView:
    return DecisionView(
        state=_state(review),
        on=review.on,
        role=review.role,
        adviser=not review.independent,
        due=review.due,
        found=words.value(review.question, review.value or {}) if review.decision == "confirmed" else (),
    )


def _state(review: Review) -> State:
    if review.status != "stands":
        return review.status
    if review.decision == "confirmed":
        return "changed" if review.value else "confirmed"
    return "returned"
