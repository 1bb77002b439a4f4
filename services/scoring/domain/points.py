"""Points of one indicator: as declared, and as far as proof backs them (`rules.md` 2)."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from services.scoring.domain.answers import number, value_of
from services.scoring.domain.events import Answer
from services.scoring.domain.evidence import NOTHING, Evidence, Way, proven, way
from services.scoring.domain.readiness import IndicatorResult, Range
from shared.catalogue.model import MAX_POINTS, Band, Indicator, Mark, YesNoGate

EXACTLY = tuple(Range(points, points) for points in range(MAX_POINTS + 1))
UP_TO = tuple(Range(0, points) for points in range(MAX_POINTS + 1))
NO_POINTS = EXACTLY[0]
OPEN = UP_TO[MAX_POINTS]


class Results(NamedTuple):
    """Almost all the results that an indicator can have, each made once; by points where there are several."""

    none: IndicatorResult
    unanswered: IndicatorResult
    proven: tuple[IndicatorResult, ...]
    unproven: tuple[IndicatorResult, ...]

    @classmethod
    def of(cls, indicator: str, mark: Mark, owner: str | None) -> "Results":
        """Lay out the results of an indicator; `owner`: the add-on set it is of."""

        def result(declared: Range, backed: Range) -> IndicatorResult:
            return IndicatorResult(indicator, declared, backed, mark, in_progress=False, set=owner)

        return cls(
            none=result(NO_POINTS, NO_POINTS),
            unanswered=result(OPEN, OPEN),
            proven=tuple(result(points, points) for points in EXACTLY),
            unproven=tuple(result(points, UP_TO[points.high]) for points in EXACTLY),
        )


@dataclass(frozen=True, slots=True)
class Scale:
    """One indicator, laid out for the fold. `score` turns the value of `field` into points; a gate gives none."""

    indicator: Indicator
    id: str
    field: str
    scored: bool
    way: Way
    mark: Mark
    score: Callable[[int | Decimal], int]
    results: Results

    @classmethod
    def of(cls, indicator: Indicator, owner: str | None = None) -> "Scale":
        """Lay out one indicator; `owner`: the add-on set it is of."""
        scoring = indicator.scoring
        return cls(
            indicator=indicator,
            id=indicator.id,
            field=scoring.field,
            scored=indicator.max_points > 0,
            way=way(indicator.by_field[scoring.field], scoring.direction if isinstance(scoring, Band) else "more"),
            mark=scoring.mark,
            score=_score(indicator),
            results=Results.of(indicator.id, scoring.mark, owner),
        )

    def declared(self, answer: Answer | None) -> Range:
        """Return the points as answered: [0, 5] while open, 0 where not applicable."""
        if not self.scored or (answer is not None and answer.not_applicable):
            return NO_POINTS
        value = value_of(answer, self.field)
        return OPEN if value is None else EXACTLY[self.score(number(value))]

    def measure(self, answer: Answer | None, evidence: Evidence) -> IndicatorResult:
        """Return the points as declared and as proven: proof raises only the low bound, the high one is as declared."""
        results = self.results
        if not self.scored or (answer is not None and answer.not_applicable):
            return results.none
        if answer is None or answer.value is None or (value := answer.value.get(self.field)) is None:
            return results.unanswered
        amount = Decimal(value) if isinstance(value, str) else value
        declared = self.score(amount)
        if declared == 0:
            return results.none
        proof = evidence.proof(self.indicator, answer, self.field)
        if proof is NOTHING:
            return results.unproven[declared]
        if proof.whole:
            return results.proven[declared]
        part = proven(proof, amount, self.way)
        low = 0 if part is None else min(self.score(part), declared)
        return results.unproven[declared]._replace(backed=Range(low, declared))


def _score(indicator: Indicator) -> Callable[[int | Decimal], int]:
    scoring = indicator.scoring
    if isinstance(scoring, Band):
        return _band(scoring)
    if isinstance(scoring, YesNoGate):
        return lambda _: 0
    return _level


def _level(value: int | Decimal) -> int:
    return int(value) if 0 <= value <= MAX_POINTS else MAX_POINTS * (value > 0)


def _band(band: Band) -> Callable[[int | Decimal], int]:
    """The same as `Band.points`, ten times as fast: it is called for every answer of every fold."""
    sign = 1 if band.direction == "more" else -1
    thresholds = [_plain(sign * threshold) for threshold in band.thresholds]
    none = _plain(sign * band.none)

    def points(value: int | Decimal) -> int:
        signed = sign * value
        reached = bisect_right(thresholds, signed)
        return reached + 1 if reached else int(signed > none)

    return points


def _plain(bound: Decimal) -> int | Decimal:
    """Whole numbers compare faster as integers."""
    return int(bound) if bound == int(bound) else bound


def total(ranges: Iterable[Range]) -> Range:
    """Return the sum of ranges, bound by bound."""
    bounds = tuple(zip(*ranges, strict=True))
    return Range(*map(sum, bounds)) if bounds else NO_POINTS
