"""Records that may lead to a missing document are offered by the catalogue's evidence map; they prove nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.domain.offers import MOST, evidence_offers
from tests.support.golden import catalogues
from tests.support.histories import NOT_APPLICABLE, UNKNOWN, Story, said
from tests.support.results import readiness_of

ON = date(2026, 11, 16)
ECEI = catalogues().named("ecei@1")
CATEGORIES = ("strategy", "financial", "legal", "marketing", "international", "management", "label", "workshop")


def offered(story: Story, on: date = ON) -> dict[str, list[tuple[str, date]]]:
    """Return kind and day of the records that are offered, by indicator."""
    current = story.history.as_of(on).current
    found = evidence_offers(story.history, ECEI, on, current.id if current else None)
    assert all(each.offers for each in found.lacking)
    return {each.indicator: [(offer.route.record, offer.on) for offer in each.offers] for each in found.lacking}


def stated() -> Story:
    story = Story()
    answers = {"4.1.2": said(level=3), "4.5": said(level=3), "1.1.0": said(all_signed=True)}
    story.assessed(date(2026, 11, 1), answers, catalogue="ecei@1")
    return story


def test_a_session_is_offered_for_what_its_kind_may_support() -> None:
    story = stated()
    story.advised(date(2026, 3, 3))
    story.advised(date(2026, 4, 4), category="legal")
    assert offered(story) == {
        "1.1.0": [("consultancy.legal", date(2026, 4, 4))],
        "4.1.2": [("consultancy.strategy", date(2026, 3, 3))],
    }


def test_a_session_that_names_its_indicators_is_offered_for_these_only() -> None:
    story = stated()
    story.advised(date(2026, 3, 3), "4.1.3")
    story.advised(date(2026, 3, 4), "4.5")
    assert offered(story) == {}
    story.advised(date(2026, 3, 5), "4.5", category="workshop")
    assert offered(story) == {"4.5": [("consultancy.workshop", date(2026, 3, 5))]}


def test_a_session_about_the_label_supports_nothing() -> None:
    story = stated()
    story.advised(date(2026, 3, 3), category="label")
    assert offered(story) == {}


def test_what_is_shown_needs_no_offer_and_partly_shown_does() -> None:
    story = stated()
    story.advised(date(2026, 3, 3))
    story.attached(date(2026, 4, 1), "4.1.2", supports={"level": 2})
    assert list(offered(story)) == ["4.1.2"]
    story.attached(date(2026, 4, 2), "4.1.2")
    assert offered(story) == {}


@pytest.mark.parametrize("answer", [UNKNOWN, NOT_APPLICABLE, said(level=0), None])
def test_without_a_stated_answer_there_is_nothing_to_show(answer: object) -> None:
    story = Story()
    story.assessed(date(2026, 11, 1), {} if answer is None else {"4.1.2": answer}, catalogue="ecei@1")  # type: ignore[dict-item]
    story.advised(date(2026, 3, 3))
    assert offered(story) == {}


@pytest.mark.parametrize(("session", "fresh"), [(date(2023, 11, 16), True), (date(2023, 11, 15), False)])
def test_papers_that_would_be_too_old_are_not_offered(session: date, fresh: bool) -> None:
    """A strategy is good for 36 months, last day included."""
    story = stated()
    story.advised(session)
    assert bool(offered(story)) is fresh


def test_the_latest_records_come_first_and_older_ones_are_left_out() -> None:
    story = stated()
    days = [date(2026, month, 3) for month in (5, 2, 4, 3, 1)]
    for day in days:
        story.advised(day)
    assert [day for _, day in offered(story)["4.1.2"]] == sorted(days, reverse=True)[:MOST]


def test_a_session_to_come_is_not_offered() -> None:
    story = stated()
    story.advised(date(2026, 11, 17))
    assert offered(story) == {}


def test_a_cancelled_session_is_gone_and_a_corrected_one_counts_as_corrected() -> None:
    story = stated()
    story.took_back(date(2026, 3, 5), story.advised(date(2026, 3, 3)))
    story.corrected_session(story.advised(date(2026, 3, 4)), date(2026, 3, 6), "1.1.0")
    assert offered(story) == {"1.1.0": [("consultancy.legal", date(2026, 3, 6))]}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.dates(date(2023, 1, 1), ON), st.sampled_from(CATEGORIES)), max_size=6), st.data())
def test_offers_follow_the_map_and_change_no_points(sessions: list[tuple[date, str]], data: st.DataObject) -> None:
    routes = {route.record: route.indicators for route in ECEI.evidence_map.routes}
    story = stated()
    before = readiness_of(story, ON, ECEI)
    for day, category in sessions:
        story.advised(day, *data.draw(st.sets(st.sampled_from(["4.1.2", "4.5", "1.1.0"]))), category=category)
    for indicator, offers in offered(story).items():
        assert all(indicator in routes[kind] for kind, _ in offers)
        assert all((day, kind.removeprefix("consultancy.")) in sessions for kind, day in offers)
    after = readiness_of(story, ON, ECEI)
    assert (after.points, after.levels) == (before.points, before.levels)
