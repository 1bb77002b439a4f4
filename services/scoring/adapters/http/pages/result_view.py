"""A result as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.scoring.adapters.http.pages.level_view import LevelView, level_views
from services.scoring.adapters.http.words import Words
from services.scoring.application.read_results import AssessmentCard, ClusterCard, Result
from services.scoring.domain.heads import Revision
from services.scoring.domain.readiness import HeldLabel, Passport, Points, Range, Readiness
from shared.catalogue.model import Indicator, Mark
from shared.http.texts import Language

MARKS: tuple[Mark, ...] = ("stated", "inferred", "assumed", "unknown")


@dataclass(frozen=True)
class ClusterView:
    """Whose result it is."""

    id: str
    name: str
    provenance: Literal["public", "synthetic"] | None


@dataclass(frozen=True)
class HeldView:
    """A recorded award in words."""

    level: str
    name: str
    text: str
    awarded: str | None


@dataclass(frozen=True)
class IndicatorView:
    """Points of one indicator; None for a yes/no gate, which has none."""

    id: str
    name: str
    declared: Range
    backed: Range
    in_progress: bool


@dataclass(frozen=True)
class DimensionView:
    """Indicators of one dimension."""

    name: str
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True)
class ResultView:
    """Everything on the page of one result."""

    assessment: AssessmentCard | None
    on: date
    current: bool
    held: tuple[HeldView, ...]
    levels: tuple[LevelView, ...]
    mark_names: Mapping[Mark, str]
    points: Points
    dimensions: tuple[DimensionView, ...]
    catalogue: str
    revision: Revision
    next_change: date | None
    passport: Passport

    @property
    def steps(self) -> bool:
        """Whether anything is left to do."""
        return any(level.steps for level in self.levels)

    @property
    def indicator_count(self) -> int:
        """How many indicators are listed."""
        return sum(len(dimension.indicators) for dimension in self.dimensions)


def cluster_view(cluster: ClusterCard, language: Language) -> ClusterView:
    """Return the cluster's name in the reader's language."""
    return ClusterView(cluster.id, cluster.name(language), cluster.provenance)


def held_views(held: tuple[HeldLabel, ...], words: Words) -> tuple[HeldView, ...]:
    """Return the recorded awards in words."""
    return tuple(HeldView(each.level, words.level(each.level), words.held(each), each.awarded) for each in held)


def result_view(result: Result, assessment: AssessmentCard | None, words: Words) -> ResultView:
    """Return everything that the page of `result` shows."""
    readiness = result.readiness
    return ResultView(
        assessment=assessment,
        on=readiness.on,
        current=result.current,
        held=held_views(readiness.held, words),
        levels=level_views(readiness.levels, words),
        mark_names={mark: words.wording.mark(mark, words.language) for mark in MARKS},
        points=readiness.points,
        dimensions=_dimensions(readiness, words),
        catalogue=readiness.catalogue,
        revision=readiness.revision,
        next_change=readiness.next_change,
        passport=readiness.passport,
    )


def _dimensions(readiness: Readiness, words: Words) -> tuple[DimensionView, ...]:
    results = {each.id: each for each in readiness.indicators}
    views: dict[str, list[IndicatorView]] = {}
    for indicator in words.catalogue.indicators.indicators:
        found = results.get(indicator.id)
        if found is not None and _scored(indicator):
            view = IndicatorView(
                indicator.id, words.question_name(indicator.id), found.declared, found.backed, found.in_progress
            )
            views.setdefault(indicator.dimension, []).append(view)
    return tuple(
        DimensionView(getattr(dimension.name, words.language), tuple(views[dimension.id]))
        for dimension in words.catalogue.indicators.dimensions
        if dimension.id in views
    )


def _scored(indicator: Indicator) -> bool:
    return indicator.max_points > 0
