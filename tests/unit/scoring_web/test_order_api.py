"""`GET /api/v1/results/{cluster}/order`: shape, languages, tenancy, and what cannot be asked."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.scoring.adapters.catalogues import FileCatalogues
from tests.support.histories import Story
from tests.support.result_cases import answers
from tests.support.result_site import CATALOGUES, Case, Site, ask, build_site, cluster_id

A = cluster_id("not-yet")
URL = f"/api/v1/results/{A}/order"
MANAGER = f"manager {A}"
EVERYTHING = "agency *"


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


async def order(site: Site, name: str, level: str, language: str = "en") -> dict[str, Any]:
    answer = await ask(
        site, f"/api/v1/results/{cluster_id(name)}/order?level={level}", token=EVERYTHING, language=language
    )
    assert answer.status_code == 200
    assert answer.headers["content-language"] == language
    body: dict[str, Any] = answer.json()
    return body


async def test_an_officer_may_word_an_order_and_what_is_proposed_with_it(tmp_path: Path) -> None:
    shutil.copytree(CATALOGUES, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "ecei@1" / "messages.en.po"
    worded = path.read_text(encoding="utf-8").replace("{field}: at least {value}", "{field}: {value} or more")
    path.write_text(worded, encoding="utf-8")

    site = build_site(folder=tmp_path)

    *_, members = (await order(site, "not-yet", "bronze"))["changes"]
    assert "(Number of committed members: 15 or more) and attach the proof" in plain(members["text"])


async def test_bronze_of_13_members_takes_two_more_and_the_listing(site: Site) -> None:
    body = await order(site, "not-yet", "bronze")
    assert set(body) == {
        *("cluster", "assessment", "on", "catalogue", "level", "effort", "ties", "sets", "reaches"),
        *("earliest", "until", "changes", "left", "locked", "notes"),
    }
    assert (body["effort"], body["ties"], body["sets"]) == ({"units": 2, "mark": "assumed"}, False, 1)
    assert (body["reaches"], body["earliest"], body["locked"]) == ("ready_to_contact", None, [])
    listing, members = body["changes"]
    assert (listing["question"], listing["values"]) == ("eccp.listed", {"listed": "yes"})
    assert (members["question"], members["values"], members["document"]) == ("1.1.2", {"committed": 15}, True)
    assert "at least 15" in plain(members["text"])
    assert "bronze.interview" in {each["id"] for each in body["left"]}
    assert any("that is not taken into account" in note for note in body["notes"])


@pytest.mark.parametrize(
    ("language", "sentence", "note"),
    [
        ("lt", "4.1.6 „Valdymo rezultatų stebėsena“: pasiekti 2 iš 5 balų", "Vienas dokumentas gali pagrįsti"),
        ("en", "4.1.6 Monitoring of management performance: reach 2 of 5 points", "One paper may prove several"),
    ],
)
async def test_sentences_are_in_the_callers_language(site: Site, language: str, sentence: str, note: str) -> None:
    body = await order(site, "not-yet", "silver", language)
    assert any(plain(change["text"]).startswith(sentence) for change in body["changes"])
    assert any(plain(each).startswith(note) for each in body["notes"])
    assert all(each["text"] for part in ("changes", "left", "locked") for each in body[part])


async def test_silver_without_a_benchmarking_has_an_earliest_date(site: Site) -> None:
    body = await order(site, "not-yet", "silver")
    assert body["earliest"] > body["on"]
    assert any(note.startswith("Not before") for note in body["notes"])


async def test_where_nothing_is_to_change_the_order_says_so(site: Site) -> None:
    body = await order(site, "confirmed", "silver")
    assert (body["changes"], body["effort"]["units"], body["reaches"]) == ([], 0, "ready_if_confirmed")
    assert "There is nothing for the cluster itself to change now." in body["notes"]


async def test_without_an_assessment_every_answer_is_to_come(site: Site) -> None:
    body = await order(site, "public", "bronze")
    assert body["assessment"] is None
    assert {change["question"] for change in body["changes"]} == {"1.1.1", "1.1.2", "eccp.listed"}
    assert "A question without an answer counts as if nothing had been done yet." in body["notes"]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ((), "There are 1000 sets of changes or more that cost the same; this is one of them."),
        ((("2.1",), ("2.4",)), "Sets of changes that cost the same: {sets}; this is one of them."),
    ],
)
async def test_new_areas_are_suggested_and_equal_costs_said_to_be_equal(
    named: tuple[tuple[str, ...], ...], said: str
) -> None:
    story = Story(name="areas")
    story.registered(sector="food")
    catalogue = FileCatalogues(CATALOGUES)
    first = story.assessed(date(2025, 4, 10), answers(catalogue), catalogue="ecei@1")
    story.benchmarked(date(2025, 4, 20), snapshot=first)
    story.assessed(date(2026, 11, 1), answers(catalogue), named, catalogue="ecei@1")
    story.attached(date(2026, 11, 1), *(item for item in catalogue.named("ecei@1").questions if item[0].isdigit()))
    site = build_site({"areas": Case({"lt": "Sritys", "en": "Areas"}, story=story)})
    body = await order(site, "areas", "silver")
    naming = next(change for change in body["changes"] if change["what"] == "name_areas")
    assert len(naming["areas"]) == 3 - len(named)
    assert plain(naming["text"]).startswith("Name more areas of improvement, for example: ")
    assert body["ties"] is True
    assert said.format(sets=body["sets"]) in map(plain, body["notes"])


@pytest.mark.parametrize("query", ["", "?level=", "?level=platinum"])
async def test_level_that_is_not_described_is_refused_by_name(site: Site, query: str) -> None:
    answer = await ask(site, f"{URL}{query}", token=MANAGER)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/level"]


@pytest.mark.parametrize("query", ["?level=bronze&as_of=2018-12-31", "?level=bronze&level=silver", "?label=bronze"])
async def test_unknown_and_repeated_parameters_are_refused(site: Site, query: str) -> None:
    assert (await ask(site, f"{URL}{query}", token=MANAGER)).status_code == 400


async def test_another_clusters_order_and_a_missing_one_look_the_same(site: Site) -> None:
    found = [
        await ask(site, f"/api/v1/results/{cluster}/order?level=bronze", token=MANAGER)
        for cluster in (cluster_id("public"), cluster_id("nobody"), "no-id")
    ]
    assert [answer.status_code for answer in found] == [404, 404, 404]
    assert len({answer.content for answer in found}) == 1
    assert (await ask(site, f"{URL}?level=bronze")).status_code == 401


@pytest.mark.parametrize(("name", "status"), [("hostile", "pending"), ("blocked", "blocked")])
async def test_without_a_result_there_is_no_order(site: Site, name: str, status: str) -> None:
    assert (await order(site, name, "bronze"))["status"] == status
