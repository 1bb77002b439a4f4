"""Which evidence counts on a date, and how much of a value it proves (`rules.md` 2)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from services.scoring.domain.calendar import add_months
from services.scoring.domain.events import Answer, EvidenceAttached
from services.scoring.domain.history import History
from shared.catalogue.model import AnswerField, Question

Number = int | Decimal
Way = Literal["sum", "most", "least"]
"""How partial proofs of one value join: counts add up, of degrees the best counts, of *less is better* the smallest."""

LARGEST_DEGREE = 1_000
"""A field that cannot exceed this is a degree (a level, a percentage, months); anything else is a count."""


class Proof(NamedTuple):
    """What the evidence proves of one field: all of it, or the amounts that each piece says."""

    whole: bool
    amounts: tuple[int, ...] = ()


NOTHING = Proof(whole=False)
EVERYTHING = Proof(whole=True)


def way(field: AnswerField, direction: str = "more") -> Way:
    """Return how partial proofs of `field` join."""
    if direction == "less":
        return "least"
    count = field.type == "integer" and (field.maximum is None or field.maximum > LARGEST_DEGREE)
    return "sum" if count else "most"


def proven(proof: Proof, value: Number, how: Way) -> Number | None:
    """Return the proven part of a declared `value`, never better than it; None: nothing is proven."""
    if proof.whole:
        return value
    if not proof.amounts:
        return None
    if how == "least":
        return max(value, min(proof.amounts))
    return min(value, sum(proof.amounts) if how == "sum" else max(proof.amounts))


class Evidence:
    """The evidence of a history on a date: documented or verified, dated on or before it."""

    __slots__ = ("_by_id", "_by_question", "_on")

    def __init__(self, history: History, on: date) -> None:
        self._on = on
        self._by_id = {
            piece.id: piece for piece in history.evidence.values() if piece.strength != "stated" and piece.dated <= on
        }
        self._by_question: Mapping[str, list[EvidenceAttached]] = defaultdict(list)
        for piece in self._by_id.values():
            for question in piece.indicators:
                self._by_question[question].append(piece)

    def named(self, question: str, answer: Answer | None) -> Sequence[EvidenceAttached]:
        """Return the pieces that name the question or that its answer names, expired ones too."""
        pieces: Sequence[EvidenceAttached] = self._by_question.get(question, ())
        if answer is None or not answer.evidence:
            return pieces
        others = (self._by_id.get(piece) for piece in answer.evidence)
        return [*pieces, *{other.id: other for other in others if other and question not in other.indicators}.values()]

    def counted(self, question: Question, answer: Answer | None) -> list[EvidenceAttached]:
        """Return the pieces that count for an answer: what a reviewer of it judges."""
        return [piece for piece in self.named(question.id, answer) if not expired(piece, question, self._on)]

    def proof(self, question: Question, answer: Answer | None, field: str) -> Proof:
        """Return what the unexpired pieces prove of one field of the question.

        A piece whose `supports` names none of the question's fields proves the whole answer.
        """
        pieces = self.named(question.id, answer)
        if not pieces:
            return NOTHING
        amounts: list[int] = []
        for piece in pieces:
            if expired(piece, question, self._on):
                continue
            supports = piece.supports
            if not supports or question.by_field.keys().isdisjoint(supports):
                return EVERYTHING
            if field in supports:
                amounts.append(supports[field])
        return Proof(whole=False, amounts=tuple(amounts)) if amounts else NOTHING


def expired(piece: EvidenceAttached, question: Question, on: date) -> bool:
    """Whether the shelf life of a piece, last day included, has passed for a question."""
    months = question.shelf_life.months
    return months is not None and add_months(piece.dated, months) < on
