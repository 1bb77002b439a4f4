"""What a benchmark says: a figure of ours, the same work done bare, and the goal beside it."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Measure:
    """One value per round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return statistics.median(self.rounds)

    @property
    def lowest(self) -> float:
        """The least of the rounds."""
        return min(self.rounds)

    @property
    def highest(self) -> float:
        """The greatest of the rounds."""
        return max(self.rounds)

    def over(self, other: "Measure") -> "Measure":
        """Return the ratio round by round: rounds are interleaved, so each pair saw the same machine."""
        return Measure(tuple(mine / theirs for mine, theirs in zip(self.rounds, other.rounds, strict=True)))


@dataclass(frozen=True)
class Goal:
    """A bound of design 10, on the `ratio` to bare or on our own `value`."""

    of: Literal["ratio", "value"]
    bound: Literal["≥", "≤"]
    limit: float

    def met_by(self, median: float) -> bool:
        """Say whether a median keeps the bound."""
        return median >= self.limit if self.bound == "≥" else median <= self.limit


@dataclass(frozen=True)
class Figure:
    """One line of the table; `unit` is that of `ours` and `bare`, `note` says what the numbers rest on."""

    name: str
    unit: str
    ours: Measure
    bare: Measure | None = None
    goal: Goal | None = None
    note: str = ""

    @property
    def ratio(self) -> Measure | None:
        """Ours over bare, None if nothing bare was measured."""
        return self.ours.over(self.bare) if self.bare is not None else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None if there is none."""
        if self.goal is None:
            return None
        judged = self.ratio if self.goal.of == "ratio" else self.ours
        assert judged is not None, f"{self.name} has a goal for its ratio and nothing bare"
        return self.goal.met_by(judged.median)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the nearest-rank percentile; `values` in any order, not empty."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(percent / 100 * len(ordered) + 0.5) - 1))]
