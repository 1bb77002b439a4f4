"""What can be done about the points of one indicator, and what each step costs."""

from collections import defaultdict
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from services.scoring.domain.answers import is_open, number, value_of
from services.scoring.domain.events import AssessmentSubmitted, Value
from services.scoring.domain.order.model import Change, What
from services.scoring.domain.points import Scale
from services.scoring.domain.situation import Situation
from shared.catalogue.model import MAX_POINTS, Band


class Need(NamedTuple):
    """What a level asks of one indicator by itself: requirements that are still open, points, a count and its effort.

    `settled`: nothing is open, so that leaving the indicator as it is will do.
    """

    requirements: tuple[str, ...] = ()
    points: int = 0
    at_least: int = 0
    effort: int = 0

    @property
    def settled(self) -> bool:
        """Whether the indicator may stay as it is."""
        return not self.requirements


class Option(NamedTuple):
    """One way to treat an indicator. `points` are the proven ones by which areas of improvement are judged.

    `alike`: all ways of this effort, this one included, the one with the fewest points first: no more is asked for than
    is needed, although it may cost nothing.
    """

    effort: int
    points: int
    change: Change | None
    alike: tuple["Option", ...] = ()


def options(situation: Situation, scale: Scale, need: Need, frozen: AssessmentSubmitted | None) -> tuple[Option, ...]:
    """Return the ways to treat one scored indicator, the cheapest first; of equal effort only the best.

    Each gives more points than the one before it. Empty: the need cannot be met by any change, as of an indicator that
    is said to be not applicable. `frozen`: the second interview's snapshot. Then answers of today change nothing about
    areas, only proof does.
    """
    judged_by = _frozen_points(situation, scale, frozen) if frozen else None
    by_effort: dict[int, list[Option]] = defaultdict(list)
    if need.settled:
        stays = judged_by[0] if judged_by else situation.scores[scale.id].backed.low
        by_effort[0].append(Option(0, stays, None))
    for change in _changes(situation, scale, need):
        points = judged_by[1] if judged_by else change.points or 0
        by_effort[change.effort].append(Option(change.effort, points, change))
    rising: list[Option] = []
    for _, alike in sorted(by_effort.items()):
        best = max(alike, key=lambda each: each.points)
        if not rising or best.points > rising[-1].points:
            rising.append(best._replace(alike=tuple(alike)))
    return tuple(rising)


def _frozen_points(situation: Situation, scale: Scale, frozen: AssessmentSubmitted) -> tuple[int, int]:
    """Return the proven points of a frozen snapshot as it stands, and with a document more."""
    answer = frozen.answers.get(scale.id)
    score = scale.measure(answer, situation.evidence)
    return score.backed.low, score.declared.low


def _changes(situation: Situation, scale: Scale, need: Need) -> list[Change]:
    """Return a change for each number of points that can be reached; never of what is not applicable.

    An open answer promises nothing, so its steps are counted from none: the effort is at most what is said.
    """
    answer = situation.answer(scale.id)
    if answer is not None and answer.not_applicable:
        return []
    stated = value_of(answer, scale.field)
    start = situation.scores[scale.id].declared.low
    found = []
    for target in range(start if stated is not None else 1, MAX_POINTS + 1):
        value = _value(scale, target, stated, need.at_least)
        points = scale.score(number(value))
        if points < max(need.points, target):
            continue
        kind: What = "answer" if is_open(answer) or stated is None else "document" if value == stated else "raise"
        effort = max(need.effort, scale.indicator.effort.per_step * max(1, points - start))
        found.append(
            Change(kind, need.requirements, scale.id, points, {scale.field: value}, document=True, effort=effort)
        )
    return found


def _value(scale: Scale, target: int, stated: Value | None, at_least: int) -> Value:
    """Return the easiest value that gives at least `target` points and is no worse than what is stated."""
    scoring = scale.indicator.scoring
    if not isinstance(scoring, Band):
        return max(target, at_least)
    sign = 1 if scoring.direction == "more" else -1
    wanted_value = scoring.none + sign * scoring.step if target == 1 else scoring.thresholds[max(0, target - 2)]
    if target == 0:
        wanted_value = scoring.none
    if stated is not None and sign * number(stated) >= sign * wanted_value:
        if sign < 0 or number(stated) >= at_least:
            return stated
        wanted_value = Decimal(number(stated))
    if sign > 0:
        wanted_value = max(wanted_value, Decimal(at_least))
    return _written(scale, wanted_value, scoring)


def _written(scale: Scale, value: Decimal, scoring: Band) -> Value:
    if scale.indicator.by_field[scale.field].type == "decimal":
        return str(value)
    return int(value.to_integral_value(ROUND_CEILING if scoring.direction == "more" else ROUND_FLOOR))
