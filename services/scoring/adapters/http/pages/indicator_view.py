"""Indicators as the result page shows them: points, and what each number of points is given for."""

from dataclasses import dataclass

from services.scoring.adapters.http.words import Words
from services.scoring.domain.readiness import IndicatorResult, Range, Readiness
from shared.catalogue.criteria_rows import point_rows
from shared.catalogue.model import MAX_POINTS, Band, Indicator


@dataclass(frozen=True)
class MeaningView:
    """What so many points are given for. `now`: the answer gives them; `following`: the next to be reached."""

    points: int
    text: str
    now: bool
    following: bool


@dataclass(frozen=True)
class IndicatorView:
    """Points of one indicator. `answered`: the answer gives one number of points. `assumed`: its bands or levels are.

    `measure`: what the bands are of; None: the levels are described. `reviewed`: as a reviewer found them, if one has.
    """

    id: str
    name: str
    declared: Range
    backed: Range
    in_progress: bool
    answered: bool
    assumed: bool
    measure: str | None
    meanings: tuple[MeaningView, ...]
    reviewed: Range | None = None


@dataclass(frozen=True)
class DimensionView:
    """Indicators of one dimension. `declared` and `backed` are their sums, `max` the most they could be."""

    id: str
    name: str
    indicators: tuple[IndicatorView, ...]

    @property
    def declared(self) -> Range:
        """The sum of declared points."""
        return _sum([each.declared for each in self.indicators])

    @property
    def backed(self) -> Range:
        """The sum of points backed by proof."""
        return _sum([each.backed for each in self.indicators])

    @property
    def max(self) -> int:
        """The most that these indicators give."""
        return MAX_POINTS * len(self.indicators)


def dimension_views(readiness: Readiness, words: Words) -> tuple[DimensionView, ...]:
    """Return the scored indicators by dimension; a yes/no gate has no points and is shown with its level."""
    results = {each.id: each for each in readiness.indicators}
    views: dict[str, list[IndicatorView]] = {}
    for indicator in words.catalogue.indicators.indicators:
        found = results.get(indicator.id)
        if found is not None and indicator.max_points > 0:
            views.setdefault(indicator.dimension, []).append(_indicator(indicator, found, words))
    return tuple(
        DimensionView(dimension.id, getattr(dimension.name, words.language), tuple(views[dimension.id]))
        for dimension in words.catalogue.indicators.dimensions
        if dimension.id in views
    )


def _indicator(indicator: Indicator, found: IndicatorResult, words: Words) -> IndicatorView:
    declared = found.declared
    now = declared.low if declared.low == declared.high else None
    following = None if now is None else now + 1
    return IndicatorView(
        id=indicator.id,
        name=words.question_name(indicator.id),
        declared=declared,
        backed=found.backed,
        in_progress=found.in_progress,
        answered=now is not None,
        assumed=found.mark == "assumed",
        measure=_measure(indicator, words),
        meanings=tuple(
            MeaningView(points, getattr(row.body, words.language), points == now, points == following)
            for points, row in point_rows(indicator).items()
        ),
        reviewed=found.reviewed,
    )


def _measure(indicator: Indicator, words: Words) -> str | None:
    scoring = indicator.scoring
    if not isinstance(scoring, Band):
        return None
    return str(getattr(indicator.by_field[scoring.field].label, words.language))


def _sum(ranges: list[Range]) -> Range:
    return Range(sum(each.low for each in ranges), sum(each.high for each in ranges))
