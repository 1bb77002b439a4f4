"""Labels and windows in time: which stretches are drawn, where, and that the table says the same."""

import re
from datetime import date
from pathlib import Path

from services.scoring.adapters.http.pages.timeline_view import timeline_view
from services.scoring.adapters.http.words import Words
from services.scoring.domain.readiness import Readiness
from shared.catalogue.wording import Wording
from tests.support.criteria import full
from tests.support.histories import Story
from tests.support.result_cases import CATALOGUES
from tests.support.result_site import Site
from tests.support.results import readiness_of
from tests.unit.scoring_web.test_result_page import page, words
from tests.unit.scoring_web.test_result_page_more import section

WORDS = Words(Wording.load(Path(CATALOGUES), "ecei@1"), "en")
ON = date(2026, 11, 16)


def drawn(story: Story, on: date = ON) -> Readiness:
    return readiness_of(story, on, full())


def test_label_lasts_to_its_end_and_its_renewal_begins_the_day_after() -> None:
    story = Story()
    story.labelled("bronze", date(2025, 4, 30), valid_until=date(2027, 4, 30))
    view = timeline_view(drawn(story), WORDS)
    assert view is not None
    valid, renewable = view.lanes[0].spans
    assert (valid.start, valid.end, valid.kind) == (date(2025, 4, 30), date(2027, 4, 30), "valid")
    assert (renewable.start, renewable.end) == (date(2027, 5, 1), date(2028, 4, 30))
    assert round(valid.left + valid.width, 2) == renewable.left
    assert view.years == ((2025, 0.0), (2026, 24.98), (2027, 49.97), (2028, 74.95))
    assert valid.left < view.now < renewable.left
    assert view.kinds == ("valid", "renewable")


def test_award_known_to_the_year_is_drawn_from_its_first_day_and_many_years_are_not_all_named() -> None:
    story = Story()
    story.labelled("bronze", date(2014, 1, 1), "year", valid_until=date(2016, 12, 31))
    view = timeline_view(drawn(story), WORDS)
    assert view is not None
    assert view.lanes[0].spans[0].start == date(2014, 1, 1)
    assert len(view.years) <= 6


def test_open_window_is_drawn_from_the_day_of_the_result_and_a_coming_one_from_its_first_day() -> None:
    interviewed = Story()
    interviewed.benchmarked(date(2025, 4, 20))
    now, before = (timeline_view(drawn(interviewed, on), WORDS) for on in (ON, date(2026, 1, 10)))
    assert now is not None
    assert before is not None
    assert [(span.kind, span.start, span.end) for span in now.lanes[0].spans] == [("window", ON, date(2027, 4, 20))]
    assert before.lanes[0].spans[0].start == date(2026, 10, 20)


def test_nothing_is_drawn_of_days_that_slide_or_are_not_known() -> None:
    story = Story()
    story.registered(date(2010, 1, 4), sector="food")
    assert timeline_view(drawn(story), WORDS) is None
    story.labelled("silver", None)
    assert timeline_view(drawn(story), WORDS) is None


async def test_chart_has_title_description_and_a_table_of_the_same_days(site: Site) -> None:
    html = section(await page(site, "confirmed", "en"), "in-time")
    chart = html[html.index('<svg class="bars time"') : html.index("</figure>")]
    assert re.search(r"<title [^>]+>Labels and windows in time</title>", chart)
    assert "Bronze, valid: 30 April 2025 – 30 April 2027" in words(chart)
    assert "Bronze valid 30 April 2025 30 April 2027" in words(html[html.index("<table") :])
    assert 'style="' not in html
    key = html[html.index('class="key time-key"') : html.index("<details")]
    assert set(re.findall(r"time-(valid|renewable|window)", key)) == set(re.findall(r"time-span time-(\w+)", chart))


async def test_dimensions_are_drawn_on_their_own_scale_with_a_table(site: Site) -> None:
    html = section(await page(site, "not-yet", "en"), "points")
    assert "Structure of the cluster: 0–7 of 15" in html
    rows = re.findall(
        r'<th scope="row">([^<]+)</th> *<td class="number">([^<]+)</td> *<td class="number">([^<]+)', html
    )
    assert ("Structure of the cluster", "7", "0–7") in rows
    assert len(re.findall(r'<svg class="bars" role="img"', html)) == 2


async def test_result_without_stretches_has_no_chart_but_its_dates(site: Site) -> None:
    html = await page(site, "not-yet", "en")
    assert 'class="bars time"' not in html
    assert "16 May 2028" in words(section(html, "in-time"))


async def test_coming_dates_stand_in_sentences_with_their_mark_and_earlier_ones_are_folded(site: Site) -> None:
    html = section(await page(site, "confirmed", "en"), "in-time")
    coming, earlier = map(words, html[html.index('<div class="dates">') :].split('<details class="more">'))
    assert "Bronze: valid until 30 April 2027 (the date is from the certificate)." in coming
    assert "(assumed)" in coming
    assert "Bronze: award of 30 April 2025." not in coming
    assert "Bronze: award of 30 April 2025." in earlier


async def test_superseded_result_has_no_calendar_and_the_past_has_its_own(site: Site) -> None:
    past = await page(site, "confirmed", "en", query="&as_of=2026-01-01")
    assert 'id="in-time"' in past
    assert "16 November 2026" not in words(section(past, "in-time"))
