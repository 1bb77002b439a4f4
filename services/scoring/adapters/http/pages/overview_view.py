"""The list of clusters as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.pages.result_view import HeldView, held_views
from services.scoring.application.read_results import Blocked, ClusterCard, Found, Result
from shared.http.texts import Language


@dataclass(frozen=True)
class VerdictView:
    """One level's verdict in words."""

    name: str
    verdict: str
    verdict_name: str


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
    """Return the rows, by name."""
    rows = (_row(card, each, lexicon, language) for card, each in found)
    return tuple(sorted(rows, key=lambda row: row.name.casefold()))


def _row(card: ClusterCard, found: Found, lexicon: Lexicon, language: Language) -> RowView:
    held: tuple[HeldView, ...] = ()
    levels: tuple[VerdictView, ...] = ()
    if isinstance(found, Result):
        words = lexicon.words(found.readiness.catalogue, language)
        held = held_views(found.readiness.held, words)
        levels = tuple(
            VerdictView(words.level(level.level), level.verdict, words.verdict(level))
            for level in found.readiness.levels
        )
    return RowView(card.id, card.name(language), card.provenance, held, levels, isinstance(found, Blocked))
