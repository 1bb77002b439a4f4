"""The list of clusters as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.pages.result_view import HeldView, VerdictView, held_views
from services.scoring.adapters.http.words import Words
from services.scoring.application.list_results import Listed, Reason
from services.scoring.application.read_results import Blocked
from services.scoring.application.read_rows import Row
from services.scoring.domain.readiness import HeldLabel
from shared.http.texts import Language

ALPHABET = " 0123456789aąbcčdeęėfghiįyjklmnopqrsštuųūvwxzž"


@dataclass(frozen=True)
class RowView:
    """One cluster of the list. `reason`: why it needs attention; `until`: the day that makes it pressing."""

    id: str
    name: str
    provenance: Literal["public", "synthetic"] | None
    held: tuple[HeldView, ...]
    levels: tuple[VerdictView, ...]
    blocked: bool
    reason: Reason | None
    until: str | None


def row_views(listed: Sequence[Listed], lexicon: Lexicon, language: Language) -> tuple[RowView, ...]:
    """Return the rows in the order given."""
    return tuple(_row(each, lexicon, language) for each in listed)


def alphabetical(name: str) -> list[int]:
    """Return what puts `name` at its place in a Lithuanian list: č after c, y beside i, quotes ignored."""
    return [ALPHABET.find(letter) for letter in name.casefold() if letter.isalnum() or letter == " "]


def _row(listed: Listed, lexicon: Lexicon, language: Language) -> RowView:
    held: tuple[HeldView, ...] = ()
    levels: tuple[VerdictView, ...] = ()
    card, found = listed.card, listed.found
    if isinstance(found, Row):
        held = held_views_of(found, lexicon, language)
        levels = verdict_views_of(found, lexicon, language)
    return RowView(
        id=card.id,
        name=card.name(language),
        provenance=card.provenance,
        held=held,
        levels=levels,
        blocked=isinstance(found, Blocked),
        reason=listed.reason,
        until=listed.until,
    )


def held_views_of(row: Row, lexicon: Lexicon, language: Language) -> tuple[HeldView, ...]:
    """Return the held labels of a result in one line."""
    words = lexicon.words(row.values["catalogue"], language)
    return held_views(tuple(map(_label, row.values["held"])), words)


def verdict_views_of(row: Row, lexicon: Lexicon, language: Language) -> tuple[VerdictView, ...]:
    """Return the verdicts of a result in one line."""
    words = lexicon.words(row.values["catalogue"], language)
    return tuple(_verdict(level, verdict, words) for level, verdict in row.values["verdicts"].items())


def _verdict(level: str, verdict: str, words: Words) -> VerdictView:
    return VerdictView(level, words.level(level), verdict, words.verdict_of(level, verdict))


def _label(values: Mapping[str, Any]) -> HeldLabel:
    """Return a held label as `document.held_label` wrote it."""
    return HeldLabel(
        level=values["level"],
        state=values["state"],
        awarded=values["awarded"],
        valid_until=_day(values["valid_until"]),
        renewable_until=_day(values["renewable_until"]),
        date_source=values["date_source"],
        mark=values["mark"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
