"""The indicators that a programme adds, as the result page shows them: apart from the label's own (ADR 0011)."""

from dataclasses import dataclass

from services.scoring.adapters.http.words import Words
from services.scoring.domain.readiness import AddonPoints, IndicatorResult, Range, Readiness
from shared.catalogue.model import IndicatorSet


@dataclass(frozen=True)
class AddonIndicatorView:
    """Points of one indicator. `assumed`: its bands or levels are."""

    id: str
    name: str
    declared: Range
    backed: Range
    in_progress: bool
    assumed: bool


@dataclass(frozen=True)
class AddonDimensionView:
    """Scored indicators of one dimension."""

    name: str
    indicators: tuple[AddonIndicatorView, ...]


@dataclass(frozen=True)
class AddonView:
    """One add-on set with its sums."""

    name: str
    note: str | None
    points: AddonPoints
    dimensions: tuple[AddonDimensionView, ...]


def addon_views(readiness: Readiness, words: Words) -> tuple[AddonView, ...]:
    """Return the add-on sets of the result's criteria; most criteria have none."""
    sums = {each.set: each for each in readiness.addons}
    results = {each.id: each for each in readiness.indicators}
    return tuple(_view(each, sums[each.id], results, words) for each in words.catalogue.addons if each.id in sums)


def _view(chosen: IndicatorSet, sums: AddonPoints, results: dict[str, IndicatorResult], words: Words) -> AddonView:
    found: dict[str, list[AddonIndicatorView]] = {}
    for indicator in chosen.indicators:
        result = results.get(indicator.id)
        if result is not None and indicator.max_points > 0:
            found.setdefault(indicator.dimension, []).append(_indicator(result, words))
    return AddonView(
        name=getattr(chosen.title, words.language),
        note=getattr(chosen.note, words.language) if chosen.note else None,
        points=sums,
        dimensions=tuple(
            AddonDimensionView(getattr(each.name, words.language), tuple(found[each.id]))
            for each in chosen.dimensions
            if each.id in found
        ),
    )


def _indicator(result: IndicatorResult, words: Words) -> AddonIndicatorView:
    name = words.question_name(result.id)
    assumed = result.mark == "assumed"
    return AddonIndicatorView(result.id, name, result.declared, result.backed, result.in_progress, assumed)
