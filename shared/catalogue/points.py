"""How an answer becomes points: bands of a number, described levels, a gate without points (`rules.md` 2)."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from shared.catalogue.values import Sourced, Text

MAX_POINTS = 5
"""Points of one scored indicator (`rules.md` 1)."""
BASELINE_POINTS = 2
"""Points of the baseline (`rules.md` 2)."""


class Band(Sourced):
    """Numeric scoring of one field: 2 points at `baseline`, 5 at `excellent` (`rules.md` 2)."""

    kind: Literal["band"] = "band"
    field: str
    direction: Literal["more", "less"]
    baseline: Decimal
    excellent: Decimal
    none: Decimal
    """The stated none: 0 points at it; anything better, but short of the baseline, gives 1."""
    step: Decimal = Decimal(1)

    @cached_property
    def thresholds(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """Values from which 2, 3, 4 and 5 points are given; 3 and 4 are rounded towards the harder side."""
        span = self.excellent - self.baseline
        rounding = ROUND_CEILING if self.direction == "more" else ROUND_FLOOR

        def between(thirds: int) -> Decimal:
            exact = self.baseline + span * thirds / 3
            return (exact / self.step).to_integral_value(rounding) * self.step

        return self.baseline, between(1), between(2), self.excellent

    def points(self, value: Decimal) -> int:
        """Return the points, 0 to 5, of `value`."""
        sign = 1 if self.direction == "more" else -1
        reached = sum(sign * value >= sign * threshold for threshold in self.thresholds)
        if reached:
            return reached + 1
        return int(sign * value > sign * self.none)


class DescribedLevels(Sourced):
    """Scoring by a level, 0 to 5, whose meaning is described; the mark holds for every text.

    A level includes those below it; level 0 is a stated none and needs no text.
    """

    kind: Literal["levels"] = "levels"
    field: str = "level"
    baseline: Text
    excellent: Text
    between: dict[Literal["1", "3", "4"], Text] = Field(default_factory=dict)
    """The levels beside baseline (2) and excellent (5). The loader refuses a set that lacks one."""

    @cached_property
    def texts(self) -> dict[int, Text]:
        """The described levels by their points, ascending."""
        ends = {BASELINE_POINTS: self.baseline, MAX_POINTS: self.excellent}
        return dict(sorted((ends | {int(points): text for points, text in self.between.items()}).items()))


class YesNoGate(Sourced):
    """A gate without points: its boolean field must be true (1.1.0)."""

    kind: Literal["gate"] = "gate"
    field: str
    text: Text


Scoring = Annotated[Band | DescribedLevels | YesNoGate, Field(discriminator="kind")]
