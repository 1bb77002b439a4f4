"""The list of clusters as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.pages.result_view import HeldView, VerdictView, held_views, verdict_views
from services.scoring.application.read_results import Blocked, ClusterCard, Found, Result
from shared.http.texts import Language

ALPHABET = " 0123456789aąbcčdeęėfghiįyjklmnopqrsštuųūvwxzž"


@dataclass(frozen=True)
class RowView:
    """One cluster of the list."""

    id: str
    name: str
    provenance: Literal["public", "synthetic"] | None
    held: tuple[HeldView, ...]
    levels: tuple[VerdictView, ...]
    blocked: bool


def overview_view(
    found: Iterable[tuple[ClusterCard, Found]], lexicon: Lexicon, language: Language
) -> tuple[RowView, ...]:
    """Return the rows in alphabetical order."""
    rows = (_row(card, each, lexicon, language) for card, each in found)
    return tuple(sorted(rows, key=lambda row: alphabetical(row.name)))


def alphabetical(name: str) -> list[int]:
    """Return what puts `name` at its place in a Lithuanian list: č after c, y beside i, quotes ignored."""
    return [ALPHABET.find(letter) for letter in name.casefold() if letter.isalnum() or letter == " "]


def _row(card: ClusterCard, found: Found, lexicon: Lexicon, language: Language) -> RowView:
    held: tuple[HeldView, ...] = ()
    levels: tuple[VerdictView, ...] = ()
    if isinstance(found, Result):
        words = lexicon.words(found.readiness.catalogue, language)
        held = held_views(found.readiness.held, words)
        levels = verdict_views(found.readiness, words)
    return RowView(card.id, card.name(language), card.provenance, held, levels, isinstance(found, Blocked))
