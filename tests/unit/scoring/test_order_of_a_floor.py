"""What indicators reach together costs as little as any way of treating them (`rules.md` 4, Gold)."""

from collections.abc import Mapping, Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.order.improvement import reach
from services.scoring.domain.order.levers import Option

NAMES = ("2.1", "2.2.1", "2.4", "3.2")


@st.composite
def some_ways(draw: st.DrawFn) -> tuple[Option, ...]:
    """Return ways of rising effort and points, as of one indicator; none where its need cannot be met."""
    efforts = sorted(draw(st.sets(st.integers(0, 6), max_size=4)))
    points = sorted(draw(st.sets(st.integers(0, 5), min_size=len(efforts), max_size=len(efforts))))
    found = [Option(effort, each, None) for effort, each in zip(efforts, points, strict=True)]
    return tuple(option._replace(alike=(option,)) for option in found)


def brute_force(floor: int, ways: Mapping[str, Sequence[Option]]) -> tuple[int, int] | None:
    """Return the least effort and how many choices have it; None: the floor is out of reach."""
    able = [each for each in ways.values() if each]
    efforts = [
        sum(option.effort for option in chosen)
        for chosen in product(*able)
        if sum(option.points for option in chosen) >= floor
    ]
    return (min(efforts), efforts.count(min(efforts))) if efforts else None


@given(st.integers(1, 20), st.fixed_dictionaries({name: some_ways() for name in NAMES}))
def test_floor_is_reached_with_the_least_effort_of_all(floor: int, ways: dict[str, tuple[Option, ...]]) -> None:
    expected = brute_force(floor, ways)
    choice = reach(floor, ways)
    if expected is None:
        assert choice.chosen == {}
    else:
        assert (sum(option.effort for option in choice.chosen.values()), choice.ways) == expected
        assert sum(option.points for option in choice.chosen.values()) >= floor
