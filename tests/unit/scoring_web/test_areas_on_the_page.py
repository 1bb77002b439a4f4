"""Proposed areas stand below Silver while that waits for areas, and say who names them."""

import re
from html import unescape

import pytest

from tests.support.result_cases import Case
from tests.support.result_site import Site, ask, build_site, cluster_id
from tests.unit.scoring_web.test_areas_api import improved

HEADING = {"lt": "Sidabrinė žyma: pažangos sritys, kurias būtų galima nurodyti", "en": "Silver: areas of improvement"}
NAMED = (("4.1.2",), ("4.3",), ("4.1.2", "4.3"))


@pytest.fixture(scope="module")
def site() -> Site:
    names = {"lt": "Gerėjantis", "en": "Improving"}
    stories = {"improved": improved(("4.3",)), "complete": improved(*NAMED)}
    return build_site({name: Case(names, story=story) for name, story in stories.items()})


async def page(site: Site, name: str, language: str, query: str = "") -> str:
    address = f"/results/{cluster_id(name)}?lang={language}{query}"
    answer = await ask(site, address, cookie="agency", accept="text/html")
    assert answer.status_code == 200
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "first", "yours"),
    [
        ("lt", "4.1.2 „Dokumentuota strategija“: balų buvo 2", "Tai tik pasiūlymas pagal balus – sritis nurodote"),
        ("en", "4.1.2 Documented strategy: 2 points then", "This is only a proposal by points: you name the areas"),
    ],
)
async def test_proposals_stand_below_silver_with_their_note(site: Site, language: str, first: str, yours: str) -> None:
    text = await page(site, "improved", language)
    part = text[text.index(HEADING[language]) :]
    assert part.index(yours) < part.index(first)
    assert text.index(HEADING[language]) < text.rindex({"lt": "Auksinė žyma", "en": "Gold"}[language])


@pytest.mark.parametrize(("name", "query"), [("complete", ""), ("not-yet", ""), ("improved", "&as_of=2025-04-15")])
async def test_where_nothing_is_to_be_proposed_the_page_is_silent(site: Site, name: str, query: str) -> None:
    assert HEADING["en"] not in await page(site, name, "en", query)


async def test_a_superseded_result_proposes_nothing(site: Site) -> None:
    first = site.clusters["improved"].story.history.assessments[0].id
    answer = await ask(site, f"/results/{cluster_id('improved')}/{first}?lang=en", cookie="agency", accept="text/html")
    assert answer.status_code == 200
    assert HEADING["en"] not in answer.text


@pytest.mark.parametrize(
    ("language", "name"), [("lt", "Trys pažangos sritys (3)"), ("en", "Three areas of improvement (3)")]
)
async def test_a_named_area_is_told_apart_by_its_place(site: Site, language: str, name: str) -> None:
    assert name in await page(site, "complete", language)
