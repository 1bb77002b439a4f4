"""The rest of the result page: one possible order, what points are given for, earlier assessments, the past."""

import re
from datetime import UTC, datetime

import pytest

from services.scoring.adapters.http.parameters import look_back
from services.scoring.domain.events import AssessmentSubmitted
from shared.http.problems import ProblemError
from tests.support.result_site import Site, ask, cluster_id
from tests.unit.scoring_web.test_result_page import level, page, words

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)


def section(html: str, heading: str) -> str:
    start = html.index(f'aria-labelledby="{heading}"')
    return html[start : html.index("</section>", start)]


async def test_order_lists_changes_with_effort_at_its_level_and_starts_closed(site: Site) -> None:
    html = await page(site, "not-yet", "en")
    text = words(level(html, "bronze"))
    assert "One possible order – Bronze 2 changes, effort 2" in text
    assert "1.1.2 Number of committed members Reach 2 of 5 points (Number of committed members: at least 15)" in text
    assert [level(html, each).count('<details class="order">') for each in ("bronze", "silver", "gold")] == [1, 1, 1]


async def test_order_says_what_others_settle_from_when_and_what_it_leaves_out(site: Site) -> None:
    html = await page(site, "not-yet", "en")
    bronze, text = (words(level(html, each)) for each in ("bronze", "silver"))
    assert "Silver 17 changes, effort 18, not before 16 May 2028" in text
    assert "The agency confirms an assumed threshold 18 1.1.1, 1.1.2," in text
    assert "The benchmarking or the label body settles it 1 Benchmarking (an expert's interview)" in bronze
    assert "One paper may prove several indicators; that is not taken into account" in text
    assert "The units are assumed." in text


async def test_level_that_may_be_asked_for_has_no_order_and_one_without_changes_says_so(site: Site) -> None:
    html = await page(site, "confirmed", "en")
    assert "One possible order" not in words(level(html, "bronze"))
    text = words(level(html, "silver"))
    assert "Silver nothing for the cluster to change" in text
    assert "The second benchmarking has to take place by 20 April 2027." in text


async def test_past_and_superseded_results_propose_nothing(site: Site) -> None:
    first = _first(site, "confirmed")
    earlier = await ask(site, f"/results/{cluster_id('confirmed')}/{first}?lang=en", cookie="agency")
    past = await page(site, "not-yet", "en", query="&as_of=2026-11-16")
    assert [text for text in (earlier.text, past) if 'class="order"' in text] == []


async def test_described_level_shows_the_present_and_the_next_text(site: Site) -> None:
    html = await page(site, "not-yet", "en")
    part = html[html.index('<span class="code-id">1.1.1</span> Composition of members</th>') :]
    part = part[: part.index("</details>")]
    assert len(re.findall(r'<span class="meaning-points">\d</span>', part)) == 6
    now, following = (re.findall(rf'<li class="meaning-{kind}">(.*?)</li>', part) for kind in ("now", "next"))
    assert words(now[0]).strip() == "3 At least 2 types of members, at least 60 % of them private as answered"
    assert words(following[0]).startswith(" 4 At least 3 types of members")
    assert "assumed" in words(part)


async def test_band_shows_its_figures_and_an_open_answer_highlights_none(site: Site) -> None:
    html = await page(site, "not-yet", "en")
    band = "Number of committed members: 0 0 1 more than 0, but less than 15 as answered 2 at least 15 next"
    assert band in words(html)
    nobody_answered = await page(site, "public", "en")
    assert 'class="meaning-now"' not in nobody_answered
    assert "There is no answer yet, so any of these is possible." in nobody_answered


async def test_level_says_in_words_on_how_many_rules_of_which_mark_it_rests(site: Site) -> None:
    html = await page(site, "not-yet", "en")
    assert "Of 8 requirements: 5 – stated by a source, 3 – unknown." in words(level(html, "bronze"))
    assert 'href="/criteria#bronze"' in html


async def test_history_links_every_assessment_and_says_which_is_shown(site: Site) -> None:
    first, shown = _first(site, "confirmed"), f"/results/{cluster_id('confirmed')}"
    current = section(await page(site, "confirmed", "en"), "assessments")
    assert re.findall(r'<a href="([^"]+)">', current) == [f"{shown}/{first}"]
    assert "16 November 2026 No. BR-2026-0147, current, on this page" in words(current)
    assert "10 April 2025 No. BR-2026-0147, replaced on 16 November 2026" in words(current)
    earlier = (await ask(site, f"{shown}/{first}?lang=en", cookie="agency")).text
    assert re.findall(r'<a href="([^"]+)">', section(earlier, "assessments")) == [shown]


async def test_single_assessment_has_no_history(site: Site) -> None:
    assert 'id="assessments"' not in await page(site, "not-yet")


async def test_past_may_be_seen_as_it_was_known_then(site: Site) -> None:
    known_today, known_then = [
        words(await page(site, "confirmed", "en", query=f"&as_of=2026-11-16{known}"))
        for known in ("", "&known_at=2026-11-15")
    ]
    assert "by the rules of that day, and as it was known on 15 November 2026." in known_then
    assert "Self-assessment No. BR-2026-0147 of 10 April 2025." in known_then
    assert "Self-assessment No. BR-2026-0147 of 16 November 2026." in known_today


async def test_form_with_an_empty_second_date_is_understood_and_nonsense_is_refused(site: Site) -> None:
    assert "as it is known today" in words(await page(site, "public", "en", query="&as_of=2018-12-31&known_at="))
    path = f"/results/{cluster_id('public')}"
    for query in ("as_of=2018-13-01", "as_of=9999-12-31", "known_at=9999-12-31", "known_at=yesterday", "as_of=%00"):
        assert (await ask(site, f"{path}?{query}", cookie="agency")).status_code == 422, query


@pytest.mark.parametrize(
    ("known", "moment"),
    [
        ("2026-03-29", "2026-03-29T20:59:59.999999+00:00"),
        ("2026-01-15", "2026-01-15T21:59:59.999999+00:00"),
        ("2026-11-16", "2026-11-16T09:00:00+00:00"),
        ("2026-11-15T10:00:00Z", "2026-11-15T10:00:00+00:00"),
    ],
)
def test_day_of_knowledge_lasts_to_its_end_in_vilnius_but_not_beyond_now(known: str, moment: str) -> None:
    found = look_back(None, known, NOW)
    assert found is not None
    assert found.known_at == datetime.fromisoformat(moment)
    assert found.day.isoformat() == "2026-11-16"


def test_day_of_knowledge_does_not_hide_a_wrong_day() -> None:
    with pytest.raises(ProblemError):
        look_back("2026-02-30", "2026-01-15", NOW)


def _first(site: Site, name: str) -> str:
    events = site.clusters[name].story.events
    return next(event.id for event in events if isinstance(event, AssessmentSubmitted))
