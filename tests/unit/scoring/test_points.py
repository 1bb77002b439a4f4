"""Points of one indicator: declared, and backed by proof that counts on the day."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.calendar import add_months
from services.scoring.domain.events import Answer, Strength
from services.scoring.domain.evidence import Evidence
from services.scoring.domain.points import Scale
from services.scoring.domain.readiness import IndicatorResult, Range
from shared.catalogue.model import Band, Indicator
from tests.support.criteria import ALL, BANDS, band, catalogue, field, full, gate, indicator, levels
from tests.support.histories import NOT_APPLICABLE, UNKNOWN, Story, said
from tests.support.results import outcome, readiness_of

ON = date(2026, 11, 16)
SMALL = catalogue([gate(), band("1.1.2", "more", 0, 15, 40), levels("2.4"), band("4.1.5", "less", 120, 36, 12)], [])


def points_of(story: Story, name: str, on: date = ON) -> IndicatorResult:
    return next(result for result in readiness_of(story, on, SMALL).indicators if result.id == name)


def answered(name: str, answer: Answer | None) -> Story:
    story = Story()
    story.assessed(date(2026, 11, 1), {name: answer} if answer else {})
    return story


@pytest.mark.parametrize("name", sorted(BANDS))
def test_a_laid_out_band_gives_the_points_of_the_catalogue(name: str) -> None:
    of_catalogue = next(each for each in full().indicators.indicators if each.id == name)
    assert isinstance(of_catalogue.scoring, Band)
    score = Scale.of(of_catalogue).score
    for value in range(130):
        assert score(value) == of_catalogue.scoring.points(Decimal(value))


@given(
    st.sampled_from(["more", "less"]),
    st.lists(st.decimals(0, 50, places=1), min_size=3, max_size=3, unique=True).map(sorted),
    st.decimals(-5, 60, places=2),
)
def test_bands_with_fractions_give_the_points_of_the_catalogue(
    direction: str, bounds: list[Decimal], value: Decimal
) -> None:
    none, baseline, excellent = bounds if direction == "more" else bounds[::-1]
    scoring = {"kind": "band", "field": "v", "direction": direction, "step": Decimal("0.1")}
    scoring |= {"none": none, "baseline": baseline, "excellent": excellent}
    one = indicator("2.2.1", scoring, [field("v", "decimal")])
    assert isinstance(one.scoring, Band)
    assert Scale.of(one).score(value) == one.scoring.points(value)


def test_a_decimal_travels_as_text_and_is_measured_as_a_number() -> None:
    scoring = {"kind": "band", "field": "v", "direction": "more", "step": Decimal("0.1")}
    scoring |= {"none": 0, "baseline": Decimal("1.5"), "excellent": Decimal("3")}
    scale = Scale.of(indicator("2.2.1", scoring, [field("v", "decimal")]))
    measured = [scale.measure(said(v=value), Evidence(Story().history, ON)).declared for value in ("1.4", "1.5", "10")]
    assert measured == [Range(1, 1), Range(2, 2), Range(5, 5)]


def test_a_missing_and_an_unknown_answer_are_open() -> None:
    for answer in (None, UNKNOWN):
        assert points_of(answered("2.4", answer), "2.4").declared == Range(0, 5)
        assert points_of(answered("2.4", answer), "2.4").backed == Range(0, 5)


def test_a_stated_none_and_not_applicable_give_no_points() -> None:
    assert points_of(answered("2.4", said(level=0)), "2.4").declared == Range(0, 0)
    assert points_of(answered("2.4", NOT_APPLICABLE), "2.4").declared == Range(0, 0)


def test_the_gate_has_no_points_even_while_it_is_open() -> None:
    assert points_of(answered("2.4", None), "1.1.0").backed == Range(0, 0)


def test_an_answer_without_proof_is_backed_from_nothing_up_to_what_is_declared() -> None:
    result = points_of(answered("2.4", said(level=3)), "2.4")
    assert (result.declared, result.backed) == (Range(3, 3), Range(0, 3))


@pytest.mark.parametrize(("strength", "low"), [("stated", 0), ("documented", 3), ("verified", 3)])
def test_only_documented_or_verified_evidence_counts(strength: Strength, low: int) -> None:
    story = answered("2.4", said(level=3))
    story.attached(date(2026, 11, 2), "2.4", strength=strength)
    assert points_of(story, "2.4").backed == Range(low, 3)


def test_evidence_counts_for_what_an_answer_names_it_for() -> None:
    story = Story()
    other = story.attached(date(2026, 10, 1), "1.1.2")
    story.assessed(date(2026, 11, 1), {"2.4": Answer(value={"level": 4}, evidence=(other, "not-arrived"))})
    assert points_of(story, "2.4").backed == Range(4, 4)


def test_proof_raises_nothing_where_no_answer_is() -> None:
    story = answered("2.4", UNKNOWN)
    story.attached(date(2026, 11, 2), "2.4")
    assert points_of(story, "2.4").backed == Range(0, 5)


@pytest.mark.parametrize("dated", [date(2024, 2, 29), date(2024, 8, 31), date(2023, 5, 15)])
def test_evidence_counts_from_its_date_until_its_shelf_life_has_passed(dated: date) -> None:
    story = Story()
    story.assessed(date(2020, 1, 1), {"2.4": said(level=3)})
    story.attached(date(2020, 1, 2), "2.4", dated=dated)
    last = add_months(dated, 24)
    before, after = date.fromordinal(dated.toordinal() - 1), date.fromordinal(last.toordinal() + 1)
    lows = [points_of(story, "2.4", day).backed.low for day in (before, dated, last, after)]
    assert lows == [0, 3, 3, 0]


def test_an_agreement_does_not_age() -> None:
    story = Story()
    story.assessed(date(2020, 1, 1), {"1.1.0": said(all_signed=True)})
    story.attached(date(2001, 1, 2), "1.1.0")
    assert outcome(readiness_of(story, ON), "minimum.1.1.0").name == "gate_met"


def test_partial_proof_of_a_count_adds_up_and_never_exceeds_what_is_declared() -> None:
    story = answered("1.1.2", said(committed=24))
    story.attached(date(2026, 11, 2), "1.1.2", supports={"committed": 13})
    assert points_of(story, "1.1.2").backed == Range(1, 3)
    story.attached(date(2026, 11, 3), "1.1.2", supports={"committed": 4})
    assert points_of(story, "1.1.2").backed == Range(2, 3)
    story.attached(date(2026, 11, 4), "1.1.2", supports={"committed": 900})
    assert points_of(story, "1.1.2").backed == Range(3, 3)


def test_of_degrees_the_best_proof_counts() -> None:
    story = answered("2.4", said(level=5))
    story.attached(date(2026, 11, 2), "2.4", supports={"level": 2})
    story.attached(date(2026, 11, 3), "2.4", supports={"level": 3})
    assert points_of(story, "2.4").backed == Range(3, 5)


def test_where_less_is_better_proof_shows_at_most_its_figure() -> None:
    story = answered("4.1.5", said(value=10))
    story.attached(date(2026, 11, 2), "4.1.5", supports={"value": 40})
    assert points_of(story, "4.1.5").backed == Range(1, 5)
    story.attached(date(2026, 11, 3), "4.1.5", supports={"value": 30})
    assert points_of(story, "4.1.5").backed == Range(2, 5)
    story.attached(date(2026, 11, 4), "4.1.5", supports={"value": 1})
    assert points_of(story, "4.1.5").backed == Range(5, 5)


def test_a_piece_that_supports_another_question_proves_the_whole_answer_here() -> None:
    story = answered("2.4", said(level=4))
    story.attached(date(2026, 11, 2), "2.4", "1.1.2", supports={"committed": 3})
    assert points_of(story, "2.4").backed == Range(4, 4)


def test_a_session_marks_its_indicators_in_progress_for_a_year_or_until_evidence() -> None:
    story = answered("2.4", said(level=1))
    story.advised(date(2026, 11, 3), "2.4")
    assert [points_of(story, name, ON).in_progress for name in ("2.4", "1.1.2")] == [True, False]
    assert points_of(story, "2.4", date(2027, 11, 3)).in_progress
    assert not points_of(story, "2.4", date(2027, 11, 4)).in_progress
    story.attached(date(2026, 11, 10), "2.4")
    assert not points_of(story, "2.4", ON).in_progress


def test_older_evidence_leaves_an_indicator_in_progress() -> None:
    story = answered("2.4", said(level=1))
    story.attached(date(2026, 11, 2), "2.4")
    story.advised(date(2026, 11, 3), "2.4")
    assert points_of(story, "2.4", ON).in_progress


def test_the_maximum_is_150_and_the_floor_of_gold_120() -> None:
    points = readiness_of(Story(), ON).points
    assert (points.max, points.floor, points.declared, points.backed) == (150, 120, Range(0, 150), Range(0, 150))
    assert len(ALL) == 31


def test_all_indicators_are_in_the_result_in_the_catalogue_s_order() -> None:
    of_catalogue: list[Indicator] = list(full().indicators.indicators)
    assert [result.id for result in readiness_of(Story(), ON).indicators] == [each.id for each in of_catalogue]


@pytest.mark.parametrize("name", ["1.1.0", "2.4"])
def test_a_gate_and_what_is_not_applicable_have_no_points_to_declare(name: str) -> None:
    scale = Scale.of(full().questions[name])  # type: ignore[arg-type]
    given = [NOT_APPLICABLE, said(all_signed=True)] if name == "1.1.0" else [NOT_APPLICABLE]
    assert [scale.declared(answer) for answer in given] == [Range(0, 0)] * len(given)


def test_every_result_of_an_add_on_s_indicator_names_its_set() -> None:
    results = Scale.of(levels("2.4"), "lt@1").results
    each = [results.none, results.unanswered, *results.proven, *results.unproven]
    assert {result.set for result in each} == {"lt@1"}
    assert {result.id for result in each} == {"2.4"}


def test_of_a_value_that_is_better_when_it_is_smaller_the_smallest_proof_counts() -> None:
    assert Scale.of(band("4.1.5", "less", 120, 36, 12)).way == "least"
    assert Scale.of(band("1.1.2", "more", 0, 15, 40)).way == "sum"
