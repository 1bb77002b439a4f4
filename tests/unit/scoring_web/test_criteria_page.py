"""The page of the criteria: complete, on any day, in the words and figures of the catalogue."""

import re
from pathlib import Path

from shared.catalogue.loader import load_catalogue
from tests.support.national import national_catalogues
from tests.support.result_cases import CATALOGUES
from tests.support.result_site import Site, ask, build_site
from tests.unit.scoring_web.test_result_page import HTML, words

CATALOGUE = load_catalogue(CATALOGUES, "ecei@1")


async def criteria(site: Site, query: str = "", language: str = "en", cookie: str = "nobody") -> str:
    answer = await ask(site, f"/criteria?lang={language}{query}", cookie=cookie, accept=HTML)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def article(html: str, question: str) -> str:
    return html.split(f'<article class="question" id="{question}"')[1].split("</article>")[0]


async def test_every_question_and_requirement_has_its_place_and_no_place_is_taken_twice(site: Site) -> None:
    html = await criteria(site)
    places = re.findall(r'id="([^"]+)"', html)
    assert [question for question in CATALOGUE.questions if question not in places] == []
    assert len(places) == len(set(places))
    names = re.findall(r'<li class="rule[^"]*"> <h4>(.*?)</h4>', html)
    assert len(names) == sum(len(level.requirements) for level in CATALOGUE.levels)


async def test_closed_question_shows_its_name_points_and_mark(site: Site) -> None:
    html = await criteria(site)
    heads = [
        words(each).strip() for each in re.findall(r"<summary> (<h3(?:(?!</summary>).)*)</summary> <article", html)
    ]
    assert len(heads) == len(CATALOGUE.questions)
    assert "1.1.2 Number of committed members 0–5 points assumed" in heads
    assert "1.1.0 Commitment of members" in heads
    assert "<details open" not in html


async def test_every_link_within_the_page_leads_somewhere(site: Site) -> None:
    html = await criteria(site, language="lt")
    places = set(re.findall(r'id="([^"]+)"', html))
    assert [link for link in re.findall(r'href="#([^"]+)"', html) if link not in places] == []


async def test_bands_and_levels_stand_with_their_points_and_mark(site: Site) -> None:
    html = await criteria(site)
    band, level = words(article(html, "1.1.2")), words(article(html, "1.1.1"))
    assert "Points by bands: Number of committed members assumed 0 points 0 1 point more than 0" in band
    assert "2 points (baseline) at least 15 3 points at least 24" in band
    assert "Points by described levels assumed 0 points None of the following" in level
    assert "Minimum requirement at least 2 points assumed" in level
    assert "Points by" not in words(article(html, "1.1.0"))


async def test_sources_are_named_and_what_a_source_states_has_no_tag(site: Site) -> None:
    text = words(article(await criteria(site), "4.1.6"))
    assert re.search(r"Sources – Monitoring of management performance domain\.md 2\.1", text)
    assert "Audited for Silver yes Minimum requirement" in text


async def test_minima_of_silver_are_listed_by_their_numbers(site: Site) -> None:
    text = words(await criteria(site)).replace(" ,", ",")
    assert "Indicators with a minimum: 1.1.0, 1.1.1, 1.1.2," in text
    assert "Not known whether there is one: 5.2, 5.3 ." in text


async def test_rule_that_came_later_is_said_not_to_apply_on_an_earlier_day(site: Site) -> None:
    assert "does not apply yet" not in await criteria(site)
    before, first_day = await criteria(site, "&on=2019-11-14"), await criteria(site, "&on=2019-11-15")
    assert before.count("does not apply yet on this day") >= 9
    assert "does not apply yet" not in first_day
    assert "Shown as they apply on 14 November 2019." in words(before)
    assert "Show today's" in words(before)


async def test_day_may_lie_ahead_but_not_before_all_criteria_nor_be_nonsense(site: Site) -> None:
    assert "2031" in await criteria(site, "&on=2031-01-01")
    assert "November 2026" in await criteria(site, "&on=")
    for query in (
        "on=2012-12-31",
        "on=2026-02-30",
        "on=%27%3B",
        "on=" + "9" * 5000,
        "on=%D9%A2%D9%A0%D9%A2%D9%A6-01-01",
    ):
        assert (await ask(site, f"/criteria?{query}", cookie="nobody", accept=HTML)).status_code == 422, query[:40]


async def test_page_is_for_the_signed_in_and_leads_back(site: Site) -> None:
    answer = await ask(site, "/criteria?on=2018-01-01", accept=HTML)
    assert answer.headers["location"] == "/sign-in?next=/criteria%3Fon%3D2018-01-01"


async def test_language_switch_keeps_the_day(site: Site) -> None:
    assert 'href="/criteria?on=2018-01-01&amp;lang=lt"' in await criteria(site, "&on=2018-01-01")


async def test_lithuanian_page_has_no_english_but_in_sources_which_say_so(site: Site) -> None:
    html = await criteria(site, language="lt")
    text = words(re.sub(r'<(\w+) lang="en">.*?</\1>', "", html))
    assert "Galioja nuo 2013 m. sausio 1 d. Rodoma, kaip taikoma 2026 m. lapkričio 16 d." in text
    assert re.findall(r"\b(points|at least|requirements|assumed|question|from|the)\b", text) == []


async def test_set_that_a_programme_adds_is_shown_apart(tmp_path: Path) -> None:
    html = await criteria(build_site(folder=national_catalogues(tmp_path)))
    assert "it changes no points, floors or requirements of the labels" in words(html)
    added = load_catalogue(tmp_path, "ecei@1").addons[0].indicators
    assert [each.id for each in added if f'<article class="question" id="{each.id}"' not in html] == []


async def test_result_leads_to_what_it_rests_on(site: Site) -> None:
    html = (await ask(site, "/criteria?lang=lt", cookie="agency", accept=HTML)).text
    assert '<a href="/criteria" aria-current="page">Kriterijai</a>' in html
