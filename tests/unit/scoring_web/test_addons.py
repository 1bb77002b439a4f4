"""Add-on indicators on page and API: a part of their own where a programme has them, nothing where it has none."""

import re
from html import unescape

import pytest

from services.scoring.adapters.catalogues import FileCatalogues
from tests.support.histories import Story, said
from tests.support.national import ADDON, national_catalogues
from tests.support.result_cases import TODAY, Case, answers
from tests.support.result_site import Site, ask, build_site, cluster_id, send

OWN = cluster_id("leader")


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = national_catalogues(tmp_path_factory.mktemp("national"))
    story = Story(name="leader")
    added = {"lt.1": said(sources=3), "lt.2": said(reserve=True), "lt.3": said(level=4, partners=7)}
    story.assessed(TODAY, answers(FileCatalogues(folder)) | added, catalogue="ecei@1")
    story.attached(TODAY, "lt.3")
    return build_site({"leader": Case({"lt": "Lyderis", "en": "Leader"}, story=story)}, folder)


async def page(site: Site, cluster: str, language: str) -> str:
    answer = await ask(site, f"/results/{cluster}?lang={language}", cookie="agency", accept="text/html")
    assert answer.status_code == 200
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "title", "said_of_it", "assumed"),
    [
        ("lt", "Nacionalinės programos papildomi rodikliai", "šie balai į žymų balus neįskaičiuojami", "prielaida"),
        ("en", "Additional indicators of the national programme", "no label counts these points", "assumed"),
    ],
)
async def test_the_page_has_a_part_for_each_set(
    national: Site, language: str, title: str, said_of_it: str, assumed: str
) -> None:
    text = await page(national, OWN, language)
    part = text[text.index(title) :]
    assert said_of_it in part
    name = {"lt": "Bendri projektai su užsienio klasteriais", "en": "Joint projects with clusters abroad"}[language]
    assert f"lt.3 {name} {assumed} 4 4" in part
    assert {"lt": "Šalies lyderis", "en": "National leader"}[language] in text
    assert {"lt": "Visi rodikliai (30)", "en": "All 30 indicators"}[language] in text


async def test_the_api_says_sums_and_the_set_of_each_indicator(national: Site) -> None:
    body = (await ask(national, f"/api/v1/results/{OWN}", token="agency *")).json()
    assert [(each["set"], each["declared"], each["max"]) for each in body["addons"]] == [
        (ADDON, {"low": 7, "high": 7}, 10)
    ]
    assert body["points"]["max"] == 150


async def test_a_preview_takes_and_scores_answers_to_it(national: Site) -> None:
    body = {
        "catalogue": "ecei@1",
        "assessed_on": "2026-11-16",
        "language": "lt",
        "answers": {"lt.1": {"value": {"sources": 5}}, "1.1.2": {"value": {"committed": 18}}},
    }
    answer = await send(national, "/api/v1/preview", body, token="agency *")
    assert answer.status_code == 200, answer.text
    assert answer.json()["addons"][0]["declared"] == {"low": 5, "high": 10}
    body["silver_areas"] = [{"indicators": ["lt.1"], "effect": "…"}]
    refused = await send(national, "/api/v1/preview", body, token="agency *")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/silver_areas/0/indicators/0"]
    assert "ne žymos rodiklis" in refused.text


async def test_criteria_without_add_ons_say_nothing_of_them(site: Site) -> None:
    assert (
        "addon" not in (await ask(site, f"/results/{cluster_id('not-yet')}", cookie="agency", accept="text/html")).text
    )
    body = (await ask(site, f"/api/v1/results/{cluster_id('not-yet')}", token="agency *")).json()
    assert "addons" not in body
    assert not any("set" in each for each in body["indicators"])
