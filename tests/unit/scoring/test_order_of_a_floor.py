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


Floors = Sequence[tuple[int, Sequence[str]]]


def reached(chosen: Mapping[str, Option], floors: Floors) -> bool:
    return all(sum(chosen[name].points for name in names if name in chosen) >= floor for floor, names in floors)


def brute_force(floors: Floors, ways: Mapping[str, Sequence[Option]]) -> tuple[int, int] | None:
    """Return the least effort and how many choices have it; None: some floor is out of reach."""
    able = {name: ways[name] for name in ways if ways[name] and any(name in names for _, names in floors)}
    efforts = [
        sum(option.effort for option in chosen)
        for chosen in product(*able.values())
        if reached(dict(zip(able, chosen, strict=True)), floors)
    ]
    return (min(efforts), efforts.count(min(efforts))) if efforts else None


@given(st.integers(1, 20), st.fixed_dictionaries({name: some_ways() for name in NAMES}))
def test_floor_is_reached_with_the_least_effort_of_all(floor: int, ways: dict[str, tuple[Option, ...]]) -> None:
    expected = brute_force([(floor, NAMES)], ways)
    choice = reach([(floor, NAMES)], ways)
    if expected is None:
        assert choice.chosen == {}
    else:
        assert (sum(option.effort for option in choice.chosen.values()), choice.ways) == expected
        assert reached(choice.chosen, [(floor, NAMES)])


@given(
    st.lists(st.tuples(st.integers(1, 8), st.lists(st.sampled_from(NAMES), unique=True, min_size=1)), max_size=3),
    st.fixed_dictionaries({name: some_ways() for name in NAMES}),
)
def test_floors_of_several_sets_are_reached_together(
    floors: list[tuple[int, list[str]]], ways: dict[str, tuple[Option, ...]]
) -> None:
    expected = brute_force(floors, ways)
    choice = reach(floors, ways)
    if expected is not None:
        assert (sum(option.effort for option in choice.chosen.values()), choice.ways) == expected
        assert reached(choice.chosen, floors)
