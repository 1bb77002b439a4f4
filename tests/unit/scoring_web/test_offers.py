"""Records that may lead to missing documents, on the API and on the page: an offer, never proof."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from services.scoring.adapters.catalogues import FileCatalogues
from tests.support.histories import Story
from tests.support.result_cases import CATALOGUES, Case, answers
from tests.support.result_site import Site, ask, build_site, cluster_id

HEADING = {"lt": "Kur ieškoti trūkstamų dokumentų", "en": "Where missing documents may be found"}
A = cluster_id("not-yet")
MANAGER = f"manager {A}"


@pytest.fixture(scope="module")
def site() -> Site:
    story = Story(name="advised")
    story.registered(sector="food")
    story.assessed(date(2026, 11, 1), answers(FileCatalogues(CATALOGUES)), catalogue="ecei@1")
    story.advised(date(2026, 3, 3), "4.1.2")
    return build_site({"advised": Case({"lt": "Konsultuotas", "en": "Advised"}, story=story)})


async def offers(site: Site, name: str, language: str = "en", query: str = "") -> dict[str, Any]:
    address = f"/api/v1/results/{cluster_id(name)}/evidence-offers{query}"
    answer = await ask(site, address, token="agency *", language=language)
    assert (answer.status_code, answer.headers["content-language"]) == (200, language)
    body: dict[str, Any] = answer.json()
    return body


async def page(site: Site, name: str, language: str) -> str:
    answer = await ask(site, f"/results/{cluster_id(name)}?lang={language}", cookie="agency", accept="text/html")
    assert answer.status_code == 200
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))).replace("\N{NO-BREAK SPACE}", " ")


async def test_an_offer_names_record_day_mark_and_what_to_attach(site: Site) -> None:
    body = await offers(site, "advised")
    assert set(body) == {"cluster", "assessment", "on", "catalogue", "indicators", "notes"}
    (only,) = body["indicators"]
    assert (only["indicator"], only["name"]) == ("4.1.2", "Documented strategy")
    (offer,) = only["offers"]
    assert (offer["kind"], offer["on"], offer["mark"]) == ("consultancy.strategy", "2026-03-03", "inferred")
    assert body["notes"][0].startswith("A consultancy proves nothing by itself")


@pytest.mark.parametrize(
    ("language", "sentence", "note"),
    [
        (
            "lt",
            "2026 m. kovo 3 d. konsultacijos (strategija) dokumentai, kuriuos būtų galima pridėti: strategija",
            "Pati konsultacija nieko neįrodo",
        ),
        (
            "en",
            "Papers of the consultancy of 3 March 2026 (strategy) that might be attached: strategy",
            "A consultancy",
        ),
    ],
)
async def test_page_and_api_say_it_in_the_readers_language(site: Site, language: str, sentence: str, note: str) -> None:
    (only,) = (await offers(site, "advised", language))["indicators"]
    assert only["offers"][0]["text"].replace("\N{NO-BREAK SPACE}", " ").startswith(sentence)
    text = await page(site, "advised", language)
    part = text[text.index(HEADING[language]) :]
    assert part.index(note) < part.index(sentence)


async def test_where_nothing_can_be_offered_the_page_is_silent_and_the_api_says_so(site: Site) -> None:
    assert HEADING["en"] not in await page(site, "not-yet", "en")
    body = await offers(site, "not-yet")
    assert (body["indicators"], len(body["notes"])) == ([], 1)


async def test_a_day_before_the_session_has_no_offer(site: Site) -> None:
    assert (await offers(site, "advised", query="?as_of=2026-11-01"))["indicators"] != []
    assert (await offers(site, "advised", query="?as_of=2026-03-02"))["indicators"] == []


@pytest.mark.parametrize(("query", "status"), [("?level=silver", 400), ("?as_of=soon", 422), ("?known_at=2026", 422)])
async def test_unknown_and_unreadable_parameters_are_refused(site: Site, query: str, status: int) -> None:
    answer = await ask(site, f"/api/v1/results/{A}/evidence-offers{query}", token=MANAGER)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


async def test_another_clusters_offers_and_missing_ones_look_the_same(site: Site) -> None:
    found = [
        await ask(site, f"/api/v1/results/{cluster}/evidence-offers", token=MANAGER)
        for cluster in (cluster_id("advised"), cluster_id("nobody"), "no-id")
    ]
    assert [answer.status_code for answer in found] == [404, 404, 404]
    assert len({answer.content for answer in found}) == 1


@pytest.mark.parametrize(("name", "status"), [("hostile", "pending"), ("blocked", "blocked")])
async def test_without_a_result_there_are_no_offers(site: Site, name: str, status: str) -> None:
    assert (await offers(site, name))["status"] == status
