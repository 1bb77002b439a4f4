"""`GET /api/v1/results/{cluster}?catalogue=`: another version only when it is asked for, and always said."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from services.scoring.adapters.catalogues import FileCatalogues, ShelvedCatalogues
from services.scoring.adapters.files import Exported
from services.scoring.adapters.http.api.verify_file import differences_of_file
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.domain.assess import assess
from services.scoring.domain.comparison import Unread, as_if
from services.scoring.domain.document import to_document
from shared.catalogue.library import Library
from tests.support.histories import Story, said
from tests.support.published import new_version
from tests.support.result_cases import CATALOGUES, TODAY, Case, cluster_id
from tests.support.result_site import Site, ask, build_site

CHANGES = (
    ("levels/bronze.yaml", "at_least: 15", "at_least: 19"),
    ("bundle.yaml", "percent: 80", "percent: 90"),
)
SMALL = Path(__file__).parents[2] / "data" / "catalogues"
AGENCY = "agency *"
NOT_YET, CONTACT = cluster_id("not-yet"), cluster_id("contact")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The criteria of today, beside them ecei@2, which asks for more members, and a small one with other questions."""
    found = tmp_path_factory.mktemp("criteria")
    for each in (CATALOGUES, SMALL):
        shutil.copytree(each, found, dirs_exist_ok=True)
    new_version(found, "ecei@1", date(2027, 1, 1), *CHANGES)
    return found


@pytest.fixture(scope="module")
def site(folder: Path) -> Site:
    return build_site(folder=folder)


async def get(site: Site, path: str, language: str = "en") -> dict[str, object]:
    response = await ask(site, path, token=AGENCY, language=language)
    assert response.status_code == 200, response.text
    found: dict[str, object] = response.json()
    return found


def verdict(result: dict[str, object], level: int = 0) -> str:
    return str(result["levels"][level]["verdict"])  # type: ignore[index]


async def test_the_result_under_another_version_is_marked_and_the_own_one_stays_as_it_was(site: Site) -> None:
    path = f"/api/v1/results/{CONTACT}"
    own, other = await get(site, path), await get(site, f"{path}?catalogue=ecei@2")
    assert (own["catalogue"], other["catalogue"]) == ("ecei@1", "ecei@2")
    assert "comparison" not in own
    assert (other["comparison"], other["unread"]) == (True, [])
    assert (verdict(own), verdict(other)) == ("ready_to_contact", "not_yet")
    assert "19" in json.dumps(other["levels"])
    assert await get(site, path) == own == await get(build_site(), path)


async def test_it_is_what_a_direct_fold_gives(site: Site, folder: Path) -> None:
    draft = FileCatalogues(folder).named("ecei@2")
    history, unread = as_if(site.clusters["contact"].story.history, draft)
    assert unread == ()
    on = date(2026, 11, 20)
    direct = to_document(assess(history, draft, on, history.assessments[-1].id))
    asked = await get(site, f"/api/v1/results/{CONTACT}?catalogue=ecei@2&as_of={on}")
    assert {name: asked[name] for name in ("points", "indicators", "passport", "revision")} == {
        name: json.loads(json.dumps(direct[name])) for name in ("points", "indicators", "passport", "revision")
    }


async def test_under_its_own_version_a_comparison_finds_no_difference(site: Site) -> None:
    path = f"/api/v1/results/{NOT_YET}?as_of={TODAY}"
    same = await get(site, f"{path}&catalogue=ecei@1")
    assert {**same, "comparison": None, "unread": None} == {
        **await get(site, path), "comparison": None, "unread": None
    }  # fmt: skip


async def test_what_a_version_cannot_read_is_listed_and_counts_as_missing(site: Site) -> None:
    found = await get(site, f"/api/v1/results/{NOT_YET}?catalogue=mini@1")
    assert found["catalogue"] == "mini@1"
    unread = {each["question"] for each in found["unread"]}  # type: ignore[attr-defined]
    assert {"4.1.6", "5.3"} <= unread


async def test_a_cluster_that_is_blocked_under_its_own_version_can_be_compared(folder: Path) -> None:
    story = Story(name="z")
    story.assessed(TODAY, {"1.1.2": said(committed=20)}, catalogue="ecei@1")
    case = Case({"lt": "Z", "en": "Z"}, story=story, blocked="catalogue ecei@9 is not published")
    site = build_site({"z": case}, folder)
    path = f"/api/v1/results/{cluster_id('z')}"
    assert (await get(site, path))["status"] == "blocked"
    assert (await get(site, f"{path}?catalogue=ecei@2"))["comparison"] is True


@pytest.mark.parametrize("version", ["ecei@9", "ecei", "", "../ecei@1", "ecei@1%00", "$where", "a" * 5000])
async def test_a_version_that_nobody_knows_is_refused_by_name(site: Site, version: str) -> None:
    path = f"/api/v1/results/{CONTACT}?catalogue={version}"
    response = await ask(site, path, token=AGENCY, language="lt")
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/catalogue"


async def test_a_cluster_that_the_caller_may_not_see_is_not_there_under_any_version(site: Site) -> None:
    response = await ask(site, f"/api/v1/results/{CONTACT}?catalogue=ecei@2", token=f"manager {NOT_YET}")
    assert response.status_code == 404


async def test_a_comparison_is_recomputed_from_a_file(site: Site, folder: Path, tmp_path: Path) -> None:
    library = Library(folder)
    known, lexicon = ShelvedCatalogues(library).as_known(), Lexicon(library)
    exported = Exported(CONTACT, site.clusters["contact"].story.history)
    file = tmp_path / "result.json"
    for version in ("ecei@2", "mini@1"):
        found = await get(site, f"/api/v1/results/{CONTACT}?catalogue={version}")
        file.write_text(json.dumps(found))
        assert differences_of_file(file, exported, known, lexicon) == []
        file.write_text(json.dumps({**found, "comparison": None}))
        assert differences_of_file(file, exported, known, lexicon)


def test_answers_are_read_as_far_as_the_other_version_asks_for_them() -> None:
    catalogue = FileCatalogues(CATALOGUES).named("ecei@1")
    story = Story()
    told = {
        "1.1.2": said(committed=18, pledged=3),
        "4.1.6": said(level=9),
        "4.1.2": said(grade=3),
        "eccp.listed": said(listed="perhaps"),
        "9.9": said(level=2),
        "4.3": said(level=4),
    }
    sent = story.assessed(TODAY, told, [["4.1.2", "9.9"], ["9.8"]], catalogue="other@4")
    history, unread = as_if(story.history, catalogue)
    [read] = history.assessments
    assert read.catalogue == "ecei@1"
    assert {name: answer.value for name, answer in read.answers.items()} == {
        "1.1.2": {"committed": 18},
        "4.3": {"level": 4},
    }
    assert [area.indicators for area in read.silver_areas] == [("4.1.2",)]
    left = {("1.1.2", "pledged"), ("4.1.6", None), ("4.1.2", None), ("eccp.listed", None), ("9.9", None), ("9.8", None)}
    assert set(unread) == {Unread(sent, question, field) for question, field in left}
    assert history.sha256 == story.history.sha256
