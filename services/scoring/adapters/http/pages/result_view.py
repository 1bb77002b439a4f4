"""A result as its page shows it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.scoring.adapters.http.pages.indicator_view import DimensionView, dimension_views
from services.scoring.adapters.http.pages.level_view import LevelView, level_views
from services.scoring.adapters.http.pages.review_view import ReviewsView, reviews_view
from services.scoring.adapters.http.pages.timeline_view import TimelineView, timeline_view
from services.scoring.adapters.http.words import Words
from services.scoring.application.read_results import AssessmentCard, ClusterCard, Result
from services.scoring.domain.heads import Revision
from services.scoring.domain.readiness import HeldLabel, HeldState, Passport, Points, Range, Readiness
from shared.catalogue.model import LevelId, Mark
from shared.http.texts import Language

MARKS: tuple[Mark, ...] = ("stated", "inferred", "assumed", "unknown")


@dataclass(frozen=True)
class ClusterView:
    """Whose result it is."""

    id: str
    name: str
    provenance: Literal["public", "synthetic"] | None


@dataclass(frozen=True)
class VerdictView:
    """One level's verdict in words."""

    level: str
    name: str
    verdict: str
    verdict_name: str


@dataclass(frozen=True)
class HeldView:
    """A recorded award in words. `until`, `renewable`: its last days as known; `assumed`: by an assumed rule."""

    level: str
    name: str
    text: str
    awarded: str | None
    state: HeldState
    until: date | None
    renewable: date | None
    assumed: bool


@dataclass(frozen=True)
class AssessmentView:
    """One assessment of the cluster in the history, with its verdicts. `shown`: it is the one on this page."""

    card: AssessmentCard
    current: bool
    shown: bool
    on: date
    backed: Range
    levels: tuple[VerdictView, ...]


@dataclass(frozen=True)
class ResultView:
    """Everything on the page of one result. `goal`: the level that the page leads to; `named`: the cluster named it."""

    assessment: AssessmentCard | None
    on: date
    current: bool
    held: tuple[HeldView, ...]
    goal: str
    named: bool
    levels: tuple[LevelView, ...]
    mark_names: Mapping[Mark, str]
    points: Points
    dimensions: tuple[DimensionView, ...]
    timeline: TimelineView | None
    catalogue: str
    revision: Revision
    next_change: date | None
    passport: Passport
    reviews: ReviewsView | None

    @property
    def indicator_count(self) -> int:
        """How many indicators are listed."""
        return sum(len(dimension.indicators) for dimension in self.dimensions)


def cluster_view(cluster: ClusterCard, language: Language) -> ClusterView:
    """Return the cluster's name in the reader's language."""
    return ClusterView(cluster.id, cluster.name(language), cluster.provenance)


def held_views(held: tuple[HeldLabel, ...], words: Words) -> tuple[HeldView, ...]:
    """Return the recorded awards in words."""
    return tuple(
        HeldView(
            level=each.level,
            name=words.level(each.level),
            text=words.held(each),
            awarded=each.awarded,
            state=each.state,
            until=each.valid_until,
            renewable=each.renewable_until,
            assumed=each.mark == "assumed" and each.date_source != "certificate" and each.valid_until is not None,
        )
        for each in held
    )


def goal_of(levels: Sequence[LevelId], held: Iterable[HeldLabel], target: str | None) -> str:
    """Return the level to which the page leads: the cluster's target, else the next above the highest valid label.

    As the first screen of intake chooses it; whoever holds the highest label is led to its renewal.
    """
    if target in levels:
        return str(target)
    valid = [levels.index(each.level) for each in held if each.state == "valid" and each.level in levels]
    return levels[min(max(valid, default=-1) + 1, len(levels) - 1)]


def result_view(
    result: Result, assessment: AssessmentCard | None, words: Words, target: str | None = None
) -> ResultView:
    """Return everything that the page of `result` shows; `target`: the label that the cluster named as its goal."""
    readiness = result.readiness
    goal = goal_of([each.level for each in readiness.levels], readiness.held, target)
    return ResultView(
        assessment=assessment,
        on=readiness.on,
        current=result.current,
        held=held_views(readiness.held, words),
        goal=goal,
        named=goal == target,
        levels=level_views(readiness.levels, words),
        mark_names={mark: words.wording.mark(mark, words.language) for mark in MARKS},
        points=readiness.points,
        dimensions=dimension_views(readiness, words),
        timeline=timeline_view(readiness, words),
        catalogue=readiness.catalogue,
        revision=readiness.revision,
        next_change=readiness.next_change,
        passport=readiness.passport,
        reviews=reviews_view(readiness, words),
    )


def history_view(
    found: Iterable[tuple[AssessmentCard, Result]], shown: str | None, words_of: Callable[[str], Words]
) -> tuple[AssessmentView, ...]:
    """Return the assessments in the order given; `words_of` gives the words of a catalogue."""
    return tuple(
        AssessmentView(
            card=card,
            current=result.current,
            shown=card.id == shown,
            on=result.readiness.on,
            backed=result.readiness.points.backed,
            levels=verdict_views(result.readiness, words_of(result.readiness.catalogue)),
        )
        for card, result in found
    )


def verdict_views(readiness: Readiness, words: Words) -> tuple[VerdictView, ...]:
    """Return the verdict of each level in words."""
    return tuple(
        VerdictView(each.level, words.level(each.level), each.verdict, words.verdict(each)) for each in readiness.levels
    )


def columns(rows: Iterable[Iterable[VerdictView]]) -> dict[str, str]:
    """Return the names of the levels that some row has, by level and in their order: a column of a list each."""
    return {each.level: each.name for verdicts in rows for each in verdicts}
