"""What indicators must reach together, at the least effort: areas of improvement, named or to be named, or a floor."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from operator import gt
from typing import NamedTuple, TypeAlias

from services.scoring.domain.events import AssessmentSubmitted, SilverArea
from services.scoring.domain.order.levers import Option
from services.scoring.domain.points import Scale
from services.scoring.domain.requirements.areas import YARDSTICK
from services.scoring.domain.requirements.interviews import find_pair
from services.scoring.domain.situation import Situation
from shared.catalogue.model import MAX_POINTS
from shared.catalogue.rules import WindowRule

Options = Mapping[str, Sequence[Option]]


class Choice(NamedTuple):
    """A cheapest way to treat some indicators, and how many ways cost the same."""

    chosen: Mapping[str, Option]
    ways: int


@dataclass(frozen=True, slots=True)
class Snapshots:
    """What areas are compared by. `frozen`: the second interview's snapshot, which later answers do not change."""

    before: AssessmentSubmitted | None
    frozen: AssessmentSubmitted | None

    @classmethod
    def of(cls, situation: Situation, window: WindowRule) -> "Snapshots":
        """Return the snapshots of the pair that decides (`rules.md` 4)."""
        pair = find_pair(situation.history.interviews, window, situation.on)
        if pair is None:
            return cls(None, None)
        frozen = situation.snapshot(pair.second.snapshot) if pair.second else None
        return cls(situation.snapshot(pair.first.snapshot), frozen)


_Path: TypeAlias = "tuple[_Path, Option] | None"
"""The option that was taken last, after those before it: shared, because copying it cost the most."""

_States = dict[tuple[int, ...], tuple[int, int, _Path]]
"""By what the areas still lack: the least effort so far, in how many ways, and one of them."""


class _Area(NamedTuple):
    """How often each scored indicator counts, the points they must reach together, and each of them by itself."""

    weights: Mapping[str, int]
    needed: int
    each: int = YARDSTICK


def improve(
    named: Sequence[SilverArea], before: AssessmentSubmitted, scales: Mapping[str, Scale], options: Options
) -> Choice:
    """Return the cheapest options of the indicators in named areas by which each area that can be improved is."""
    return _cheapest([_area(each, before, scales) for each in named], options)


def reach(floors: Sequence[tuple[int, Sequence[str]]], options: Options) -> Choice:
    """Return the cheapest options by which each score floor is reached by its own indicators (`rules.md` 4, Gold)."""
    areas = [_Area({name: 1 for name in names if options.get(name)}, floor, each=0) for floor, names in floors]
    return _cheapest(areas, options)


def _cheapest(areas: Sequence[_Area], options: Options) -> Choice:
    """Exact: a dynamic programme over the points that the areas still lack.

    An area that no change can bring there asks for nothing; judging the changed answers shows it.
    """
    areas = [area for area in areas if _possible(area, options)]
    inside = dict.fromkeys(name for area in areas for name in area.weights)
    ways = {name: _worthy(options[name], _least(name, areas)) for name in inside}
    ahead = [sum(weight * ways[name][-1].points for name, weight in area.weights.items()) for area in areas]
    states: _States = {tuple(area.needed for area in areas): (0, 1, None)}
    for name, worthy in ways.items():
        weights = [area.weights.get(name, 0) for area in areas]
        ahead = [points - worthy[-1].points * weight for points, weight in zip(ahead, weights, strict=True)]
        states = _following(states, worthy, weights, ahead)
    _, sets, path = states[(0,) * len(areas)]
    return Choice(_eased(dict(zip(inside, _steps(path), strict=True)), areas), sets)


def _following(states: _States, ways: Sequence[Option], weights: Sequence[int], ahead: Sequence[int]) -> _States:
    """Return the states after one more indicator was treated in each of its ways.

    Left out are those from which the points of the indicators `ahead` no longer suffice.
    """
    following: _States = {}
    for lacking, (effort, sets, path) in states.items():
        for option in ways:
            points, total = option.points, effort + option.effort
            left = tuple([max(0, lack - points * weight) for lack, weight in zip(lacking, weights, strict=True)])
            if any(map(gt, left, ahead)):
                continue
            known = following.get(left)
            if known is None or total < known[0]:
                following[left] = (total, sets, (path, option))
            elif total == known[0]:
                following[left] = (total, known[1] + sets, known[2])
    return following


def _steps(path: _Path) -> list[Option]:
    steps: list[Option] = []
    while path is not None:
        path, option = path
        steps.append(option)
    return steps[::-1]


def _eased(chosen: dict[str, Option], areas: Sequence[_Area]) -> dict[str, Option]:
    """Ask for no more points than needed, where fewer cost the same."""
    for name, option in chosen.items():
        for easier in _worthy(option.alike, _least(name, areas)):
            trial = {**chosen, name: easier}
            if all(
                area.needed <= sum(trial[each].points * weight for each, weight in area.weights.items())
                for area in areas
            ):
                chosen[name] = easier
                break
    return chosen


def propose(
    count: int, taken: set[str], before: AssessmentSubmitted, scales: Mapping[str, Scale], options: Options
) -> Choice | None:
    """Return the `count` cheapest indicators, at least one, to name as an area each; None: there are not so many.

    An area of one indicator is never dearer than one of several. Proposed ones share no indicator with the applicant's
    own, and none has a minimum of which nobody knows whether there is one.
    """
    costs: list[tuple[int, str, Option]] = []
    for name, scale in scales.items():
        minimum = scale.indicator.minimum
        if name in taken or not scale.scored or (minimum is not None and minimum.required is None):
            continue
        needed = max(YARDSTICK, scale.declared(before.answers.get(name)).high + 1)
        ways = options[name]
        option = next((easier for each in ways for easier in each.alike if easier.points >= needed), None)
        if needed <= MAX_POINTS and option is not None:
            costs.append((option.effort - ways[0].effort, name, option))
    if len(costs) < count:
        return None
    costs.sort()
    dearest = costs[count - 1][0]
    equal = [cost for cost, _, _ in costs].count(dearest)
    needed_of_equal = sum(cost == dearest for cost, _, _ in costs[:count])
    return Choice({name: option for _, name, option in costs[:count]}, comb(equal, needed_of_equal))


def _area(area: SilverArea, before: AssessmentSubmitted, scales: Mapping[str, Scale]) -> _Area:
    weights = Counter(name for name in area.indicators if name in scales and scales[name].scored)
    start = sum(weight * scales[name].declared(before.answers.get(name)).high for name, weight in weights.items())
    return _Area(weights, start + 1)


def _possible(area: _Area, options: Options) -> bool:
    most = [(weight, _worthy(options[name], area.each)) for name, weight in area.weights.items()]
    return all(worthy for _, worthy in most) and area.needed <= sum(weight * ways[-1].points for weight, ways in most)


def _least(name: str, areas: Sequence[_Area]) -> int:
    return max(area.each for area in areas if name in area.weights)


def _worthy(ways: Sequence[Option], least: int) -> Sequence[Option]:
    return [option for option in ways if option.points >= least]
