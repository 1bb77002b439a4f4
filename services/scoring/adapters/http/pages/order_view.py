"""One possible order to a level, as the result page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.scoring.adapters.http.order_words import change_about, change_text, notes
from services.scoring.adapters.http.pages.level_view import ORDER, GroupKey, group_of
from services.scoring.adapters.http.words import Words
from services.scoring.domain.order.model import Change, Order
from services.scoring.domain.readiness import RequirementResult
from shared.catalogue.typography import as_sentence

NAMED = 4
"""So many requirements of one group are named in full; of more, those that have a number are named by it."""


@dataclass(frozen=True)
class ChangeView:
    """One change: what it is about (None: the text says it), and what to do."""

    number: str | None
    name: str | None
    text: str
    effort: int


@dataclass(frozen=True)
class LeftView:
    """What the changes do not settle, by who does."""

    key: GroupKey
    count: int
    names: str


@dataclass(frozen=True)
class OrderView:
    """The least effort to one level."""

    level: str
    name: str
    changes: tuple[ChangeView, ...]
    effort: int
    earliest: date | None
    until: date | None
    left: tuple[LeftView, ...]
    locked: tuple[str, ...]
    notes: tuple[str, ...]


def order_views(orders: Iterable[Order], words: Words) -> tuple[OrderView, ...]:
    """Return the orders in words."""
    return tuple(_order(order, words) for order in orders)


def _order(order: Order, words: Words) -> OrderView:
    return OrderView(
        level=order.level,
        name=words.level(order.level),
        changes=tuple(_change(change, words) for change in order.changes),
        effort=order.effort,
        earliest=order.earliest,
        until=order.until,
        left=_left(order.left, words),
        locked=tuple(words.requirement(each) for each in order.locked),
        notes=tuple(notes(words, order)[:-1]),
    )


def _change(change: Change, words: Words) -> ChangeView:
    text, about = change_text(words, change), change_about(words, change)
    if change.question is None or about is None:
        return ChangeView(None, None, text, change.effort)
    number = change.question if words.is_indicator(change.question) else None
    named = about == words.wording.indicator(change.question, words.language)
    name = words.question_name(change.question) if named else about
    return ChangeView(number, name, as_sentence(text.removeprefix(f"{about}: ")), change.effort)


def _left(results: Iterable[RequirementResult], words: Words) -> tuple[LeftView, ...]:
    found: dict[GroupKey, list[RequirementResult]] = {key: [] for key in ORDER}
    for result in results:
        found[group_of(result)].append(result)
    return tuple(LeftView(key, len(each), _names(each, words)) for key, each in found.items() if each)


def _names(results: list[RequirementResult], words: Words) -> str:
    names = []
    for item, _ in results:
        short = len(results) > NAMED and item.indicator is not None and words.is_indicator(item.indicator)
        names.append(str(item.indicator) if short else words.requirement_name(item.id, item.indicator))
    return ", ".join(dict.fromkeys(names))
