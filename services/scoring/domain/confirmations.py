"""What the agency confirms of a catalogue: marks, never numbers (`rules.md` 3). Other numbers are a new version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from services.scoring.domain.errors import UnusableConfirmationError
from shared.catalogue.confirmable import FLOOR, Part, refusal
from shared.catalogue.model import Catalogue, Indicator, IndicatorSet, Level, Model, Sourced

M = TypeVar("M", bound=Model)
S = TypeVar("S", bound=Sourced)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One value is confirmed as it stands.

    `item`: an indicator (its `minimum`, or the bands or levels of its `scoring`), a requirement, or `floor`. `by`: who
    (an organisation), `source`: on which paper, `on`: since when.
    """

    item: str
    part: Part
    by: str
    source: str
    on: date


Wanted = Mapping[tuple[Part, str], Confirmation]


def confirm(catalogue: Catalogue, confirmations: Iterable[Confirmation]) -> Catalogue:
    """Return `catalogue` with the marks of what is confirmed; order and repetition do not matter.

    Its hash stays that of its files: a result says beside it how many confirmations it rests on (design 1).

    Raises:
        UnusableConfirmationError: the catalogue has no such item or part, or nobody knows its rule.
    """
    in_order = sorted(confirmations, key=lambda each: (each.part, each.item, each.on, each.source, each.by))
    wanted: Wanted = {(each.part, each.item): each for each in reversed(in_order)}
    _refuse_unknown(catalogue, wanted)
    if not wanted:
        return catalogue
    return _with(
        catalogue,
        floor=_stated(catalogue.floor, wanted.get(("floor", FLOOR))),
        indicators=_set(catalogue.indicators, wanted),
        addons=tuple(_set(each, wanted) for each in catalogue.addons),
        levels=tuple(_level(each, wanted) for each in catalogue.levels),
    )


def _refuse_unknown(catalogue: Catalogue, wanted: Wanted) -> None:
    for part, item in wanted:
        if (reason := refusal(catalogue, part, item)) is not None:
            raise UnusableConfirmationError(reason)


def _set(chosen: IndicatorSet, wanted: Wanted) -> IndicatorSet:
    return _with(chosen, indicators=tuple(_indicator(each, wanted) for each in chosen.indicators))


def _indicator(indicator: Indicator, wanted: Wanted) -> Indicator:
    scoring, minimum = wanted.get(("scoring", indicator.id)), wanted.get(("minimum", indicator.id))
    if scoring is None and minimum is None:
        return indicator
    return _with(
        indicator,
        scoring=_stated(indicator.scoring, scoring),
        minimum=_stated(indicator.minimum, minimum) if indicator.minimum is not None else None,
    )


def _level(level: Level, wanted: Wanted) -> Level:
    requirements = tuple(_stated(each, wanted.get(("requirement", each.id))) for each in level.requirements)
    return _with(level, requirements=requirements)


def _stated(value: S, confirmation: Confirmation | None) -> S:
    if confirmation is None:
        return value
    return _with(value, mark="stated", source=confirmation.source, since=confirmation.on)


def _with(model: M, **changes: Any) -> M:
    """Return a model with other values; a plain copy would keep what the old one has computed already."""
    kept = {name: getattr(model, name) for name in type(model).model_fields}
    return type(model).model_validate(kept | changes)
