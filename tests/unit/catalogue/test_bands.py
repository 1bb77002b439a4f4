"""Numeric bands: thresholds towards the harder side, monotone points (`rules.md` 2)."""

from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.catalogue.model import Band


def band(direction: Literal["more", "less"], none: int, baseline: int, excellent: int, step: str = "1") -> Band:
    return Band(
        mark="assumed",
        source="test",
        field="value",
        direction=direction,
        none=Decimal(none),
        baseline=Decimal(baseline),
        excellent=Decimal(excellent),
        step=Decimal(step),
    )


MEMBERS = band("more", 0, 15, 40)
LEAVERS = band("less", 100, 20, 10)


def test_thresholds_are_rounded_towards_the_harder_side() -> None:
    assert [int(each) for each in MEMBERS.thresholds] == [15, 24, 32, 40]
    assert [int(each) for each in LEAVERS.thresholds] == [20, 16, 13, 10]


def test_a_finer_step_rounds_finer() -> None:
    assert [str(each) for each in band("more", 0, 1, 2, "0.1").thresholds] == ["1", "1.4", "1.7", "2"]


@pytest.mark.parametrize(
    ("value", "points"),
    [(0, 0), (1, 1), (14, 1), (15, 2), (23, 2), (24, 3), (31, 3), (32, 4), (39, 4), (40, 5), (500, 5)],
)
def test_more_members_give_more_points(value: int, points: int) -> None:
    assert MEMBERS.points(Decimal(value)) == points


@pytest.mark.parametrize(
    ("value", "points"),
    [(100, 0), (99, 1), (21, 1), (20, 2), (17, 2), (16, 3), (14, 3), (13, 4), (11, 4), (10, 5), (0, 5)],
)
def test_fewer_leavers_give_more_points(value: int, points: int) -> None:
    assert LEAVERS.points(Decimal(value)) == points


@st.composite
def any_band(draw: st.DrawFn) -> Band:
    none, first, second = sorted(draw(st.sets(st.integers(0, 300), min_size=3, max_size=3)))
    if draw(st.booleans()):
        return band("more", none, first, second)
    return band("less", second, first, none)


@given(any_band(), st.integers(-10, 400), st.integers(-10, 400))
def test_a_better_value_never_gives_fewer_points(scale: Band, one: int, other: int) -> None:
    worse, better = sorted((one, other), reverse=scale.direction == "less")

    assert scale.points(Decimal(worse)) <= scale.points(Decimal(better))


@given(any_band())
def test_the_named_values_have_the_named_points(scale: Band) -> None:
    assert scale.points(scale.none) == 0
    assert scale.points(scale.excellent) == 5
    assert scale.points(scale.baseline) in range(2, 6)
