"""`GET /api/v1/results/{cluster}/silver-areas`: shape, languages, days, tenancy, and what cannot be asked."""

from datetime import date
from typing import Any

import pytest

from services.scoring.adapters.catalogues import FileCatalogues
from tests.support.histories import Story
from tests.support.result_cases import answers
from tests.support.result_site import CATALOGUES, Case, Site, ask, build_site, cluster_id

A = cluster_id("not-yet")
URL = f"/api/v1/results/{A}/silver-areas"
MANAGER = f"manager {A}"


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def improved(*named: tuple[str, ...]) -> Story:
    """Tell of a cluster that was at 2 points and is at 4, with the proof of two indicators."""
    story, catalogue = Story(name="improved"), FileCatalogues(CATALOGUES)
    story.registered(date(2020, 1, 1), sector="food")
    first = story.assessed(date(2025, 4, 10), answers(catalogue, 2), catalogue="ecei@1")
    story.benchmarked(date(2025, 4, 20), snapshot=first)
    story.assessed(date(2026, 11, 1), answers(catalogue, 4), named, catalogue="ecei@1")
    story.attached(date(2026, 11, 1), "4.1.2", "4.3")
    return story


@pytest.fixture(scope="module")
def site() -> Site:
    return build_site({"improved": Case({"lt": "Gerėjantis", "en": "Improving"}, story=improved(("4.3",)))})


async def areas(site: Site, name: str, language: str = "en", query: str = "") -> dict[str, Any]:
    address = f"/api/v1/results/{cluster_id(name)}/silver-areas{query}"
    answer = await ask(site, address, token="agency *", language=language)
    assert (answer.status_code, answer.headers["content-language"]) == (200, language)
    body: dict[str, Any] = answer.json()
    return body


async def test_what_improved_is_proposed_the_surest_first(site: Site) -> None:
    body = await areas(site, "improved")
    assert (body["level"], body["required"], body["named"], body["needed"]) == ("silver", 3, 1, True)
    first, second = body["proposals"][:2]
    assert {key: first[key] for key in ("indicators", "certainty", "before", "after", "gain", "yardstick")} == {
        "indicators": ["4.1.2"],
        "certainty": "sure",
        "before": {"low": 2, "high": 2},
        "after": {"low": 4, "high": 4},
        "gain": 2,
        "yardstick": {"state": "passed", "points": 2, "mark": "assumed"},
    }
    assert (second["certainty"], second["yardstick"]["state"]) == ("possible", "unproven")
    assert len(body["proposals"]) == 6
    assert body["nothing"] is None


@pytest.mark.parametrize(
    ("language", "sentence", "yardstick", "yours"),
    [
        ("lt", "balų buvo 2, dabar dokumentais pagrįsta 4.", "taikoma prielaida", "sritis nurodote"),
        ("en", "2 points then, 4 now shown by documents.", "(assumed:", "you name the areas"),
    ],
)
async def test_sentences_are_in_the_callers_language_and_say_who_names(
    site: Site, language: str, sentence: str, yardstick: str, yours: str
) -> None:
    body = await areas(site, "improved", language)
    text = plain(body["proposals"][0]["text"])
    assert sentence in text
    assert all(yardstick in plain(each["text"]) for each in body["proposals"])
    assert yours in body["notes"][0]


async def test_an_earlier_day_is_answered_by_what_was_known_of_it(site: Site) -> None:
    assert (await areas(site, "improved", query="?as_of=2026-10-31"))["nothing"] == "same_assessment"
    assert (await areas(site, "improved", query="?as_of=2025-04-15"))["nothing"] == "no_benchmarking"
    known = (await areas(site, "improved", query="?known_at=2026-10-31T12:00:00Z"))["nothing"]
    assert known == "same_assessment"


@pytest.mark.parametrize(("name", "reason"), [("not-yet", "no_benchmarking"), ("public", "no_benchmarking")])
async def test_nothing_says_why(site: Site, name: str, reason: str) -> None:
    body = await areas(site, name)
    assert (body["proposals"], body["nothing"]) == ([], reason)
    assert body["notes"][0] == "There has been no first benchmarking yet, so there is nothing to compare with."


@pytest.mark.parametrize(
    ("query", "status"), [("?level=silver", 400), ("?as_of=2026-11-01&as_of=2026-11-02", 400), ("?as_of=soon", 422)]
)
async def test_unknown_repeated_and_unreadable_parameters_are_refused(site: Site, query: str, status: int) -> None:
    assert (await ask(site, f"{URL}{query}", token=MANAGER)).status_code == status


async def test_another_clusters_areas_and_missing_ones_look_the_same(site: Site) -> None:
    found = [
        await ask(site, f"/api/v1/results/{cluster}/silver-areas", token=MANAGER)
        for cluster in (cluster_id("public"), cluster_id("nobody"), "no-id")
    ]
    assert [answer.status_code for answer in found] == [404, 404, 404]
    assert len({answer.content for answer in found}) == 1
    assert (await ask(site, URL)).status_code == 401


@pytest.mark.parametrize(("name", "status"), [("hostile", "pending"), ("blocked", "blocked")])
async def test_without_a_result_there_are_no_areas(site: Site, name: str, status: str) -> None:
    assert (await areas(site, name))["status"] == status
