"""`GET /api/v1/results/…`: shape, languages, tenancy, the past, and what is not there."""

import pytest

from services.scoring.domain.events import AssessmentSubmitted
from tests.support.histories import Story
from tests.support.result_site import Case, Site, ask, build_site, cluster_id

A = cluster_id("not-yet")
URL = f"/api/v1/results/{A}"
MANAGER = f"manager {A}"
EVERYTHING = "agency *"


async def test_shape_is_that_of_the_design(site: Site) -> None:
    body = (await ask(site, URL, token=MANAGER)).json()
    assert set(body) == {
        *("cluster", "assessment", "on", "revision", "catalogue", "held", "levels"),
        *("points", "indicators", "next_change", "passport"),
    }
    assert body["cluster"] == A
    level = body["levels"][0]
    assert set(level) == {"level", "verdict", "purpose", "rests_on", "requirements", "gaps"}
    requirement = next(each for each in level["requirements"] if each["id"] == "eligibility.members")
    assert set(requirement) == {
        *("id", "kind", "state", "awaits", "assumed", "advisory", "indicator"),
        *("message", "arguments", "text", "from", "until"),
    }
    assert requirement["arguments"] == {"required": 15, "committed": 13}
    assert set(body["points"]) == {"declared", "backed", "reviewed", "max", "floor"}
    assert set(body["indicators"][0]) == {"id", "declared", "backed", "reviewed", "mark", "in_progress"}


@pytest.mark.parametrize(
    ("language", "named", "sentence"),
    [
        ("lt", "lt", "Reikia ne mažiau kaip 15 įsipareigojusių narių, o pasirašyta 13 įsipareigojimų."),
        ("en-GB,en;q=0.9", "en", "At least 15 committed members are required, 13 commitments are signed."),
        ("de", "lt", "Reikia ne mažiau kaip 15 įsipareigojusių narių, o pasirašyta 13 įsipareigojimų."),
    ],
)
async def test_sentences_are_in_the_callers_language(site: Site, language: str, named: str, sentence: str) -> None:
    answer = await ask(site, URL, token=MANAGER, language=language)
    texts = [each["text"].replace("\N{NO-BREAK SPACE}", " ") for each in answer.json()["levels"][0]["requirements"]]
    assert sentence in texts
    assert answer.headers["content-language"] == named
    assert answer.headers["vary"] == "Accept-Language"


async def test_without_a_token_nothing_is_said(site: Site) -> None:
    answer = await ask(site, URL, cookie="jone")
    assert answer.status_code == 401
    assert "www-authenticate" in answer.headers


@pytest.mark.parametrize("path", ["", "/00000000-0000-0000-0000-000000000000"])
async def test_another_clusters_result_and_a_missing_one_look_the_same(site: Site, path: str) -> None:
    others = await ask(site, f"/api/v1/results/{cluster_id('public')}{path}", token=MANAGER)
    missing = await ask(site, f"/api/v1/results/{cluster_id('nobody')}{path}", token=MANAGER)
    nonsense = await ask(site, f"/api/v1/results/no-id{path}", token=MANAGER)
    assert (others.status_code, missing.status_code, nonsense.status_code) == (404, 404, 404)
    assert others.content == missing.content == nonsense.content
    assert others.headers["content-type"] == "application/problem+json"


async def test_unknown_cluster_is_missing_for_whoever_sees_all(site: Site) -> None:
    assert (await ask(site, f"/api/v1/results/{cluster_id('nobody')}", token=EVERYTHING)).status_code == 404


async def test_known_cluster_without_a_result_is_pending(site: Site) -> None:
    hostile = cluster_id("hostile")
    answer = await ask(site, f"/api/v1/results/{hostile}", token=EVERYTHING)
    assert (answer.status_code, answer.json()) == (200, {"cluster": hostile, "status": "pending"})


async def test_intake_away_is_no_missing_cluster() -> None:
    site = build_site()
    site.register.away = True
    answer = await ask(site, f"/api/v1/results/{cluster_id('hostile')}", token=EVERYTHING, language="en")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json()["detail"] == "Results cannot be reached for a moment. Repeat in a few seconds."
    assert (await ask(site, URL, token=MANAGER)).status_code == 200


async def test_blocked_cluster_says_so_and_why(site: Site) -> None:
    blocked = cluster_id("blocked")
    english = (await ask(site, f"/api/v1/results/{blocked}", token=EVERYTHING, language="en")).json()
    assert (english["cluster"], english["status"]) == (blocked, "blocked")
    assert english["reason"].startswith("The result cannot be calculated.")
    assert "no such field" in english["reason"]
    lithuanian = (await ask(site, f"/api/v1/results/{blocked}", token=EVERYTHING)).json()
    assert lithuanian["reason"].startswith("Rezultato apskaičiuoti nepavyksta.")


@pytest.mark.parametrize(
    "query",
    [
        "asof=2018-12-31",
        "as_of=2018-12-31&as_of=2019-12-31",
        "as_of[]=2018-12-31",
        "catalogue=ecei@1&catalogue=ecei@2",
        "lang=en",
    ],
)
async def test_unknown_and_repeated_parameters_are_refused(site: Site, query: str) -> None:
    answer = await ask(site, f"{URL}?{query}", token=MANAGER)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["errors"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("as_of=2018-02-30", "/as_of"),
        ("as_of=yesterday", "/as_of"),
        ("as_of=20181231", "/as_of"),
        ("as_of=", "/as_of"),
        ("as_of=9999-12-31", "/as_of"),
        ("as_of=%D9%A2018-12-31", "/as_of"),
        ("known_at=2018-12-31", "/known_at"),
        ("known_at=2018-12-31T10:00:00", "/known_at"),
        ("known_at=2018-12-31T25:00:00Z", "/known_at"),
        ("known_at=9999-01-01T00:00:00Z", "/known_at"),
    ],
)
async def test_wrong_dates_are_refused_by_name(site: Site, query: str, pointer: str) -> None:
    answer = await ask(site, f"{URL}?{query}", token=MANAGER)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_day_before_any_criteria_is_refused_in_words(site: Site) -> None:
    answer = await ask(site, f"{URL}?as_of=2012-12-31", token=MANAGER, language="en")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:branda:problem:no-criteria")


async def test_in_2018_no_rule_of_15_members_existed(site: Site) -> None:
    url = f"/api/v1/results/{cluster_id('public')}"
    then = (await ask(site, f"{url}?as_of=2018-12-31", token=EVERYTHING)).json()
    now = (await ask(site, url, token=EVERYTHING)).json()
    conditions = {each["id"] for each in then["levels"][0]["requirements"] if not each["advisory"]}
    assert conditions == {"bronze.interview"}
    assert (then["on"], then["levels"][0]["verdict"]) == ("2018-12-31", "ready_to_contact")
    assert now["levels"][0]["verdict"] == "not_yet"


async def test_what_was_recorded_later_was_not_known_then(site: Site) -> None:
    url = f"/api/v1/results/{cluster_id('confirmed')}"
    then = (await ask(site, f"{url}?known_at=2025-04-10T08:59:59%2B00:00", token=EVERYTHING)).json()
    now = (await ask(site, url, token=EVERYTHING)).json()
    assert (then["assessment"], then["held"], then["passport"]["events"]) == (None, [], 1)
    assert (len(now["held"]), now["passport"]["events"]) == (1, 6)


async def test_superseded_assessment_keeps_its_result_and_is_not_the_current_one(site: Site) -> None:
    confirmed = cluster_id("confirmed")
    events = site.clusters["confirmed"].story.events
    first, second = (event.id for event in events if isinstance(event, AssessmentSubmitted))
    before = (await ask(site, f"/api/v1/results/{confirmed}/{first}", token=EVERYTHING)).json()
    current = (await ask(site, f"/api/v1/results/{confirmed}", token=EVERYTHING)).json()
    assert (before["assessment"], current["assessment"]) == (first, second)
    assert (await ask(site, f"/api/v1/results/{A}/{first}", token=EVERYTHING)).status_code == 404
    assert (
        await ask(site, f"/api/v1/results/{confirmed}/{first}?as_of=2026-01-01", token=EVERYTHING)
    ).status_code == 400


async def test_withdrawn_assessment_is_missing_not_pending() -> None:
    case = Case({"lt": "Atsiėmęs", "en": "Withdrawn"}, story=Story(name="withdrawn"))
    case.story.registered()
    site = build_site({"withdrawn": case})
    assessment = case.story.assessed(case.story.events[0].day, {}, catalogue="ecei@1")
    url = f"/api/v1/results/{cluster_id('withdrawn')}/{assessment}"
    assert (await ask(site, url, token=EVERYTHING)).json()["status"] == "pending"
    case.story.withdrew_assessment(case.story.events[0].day, assessment)
    assert (await ask(site, url, token=EVERYTHING)).status_code == 404


async def test_description_of_the_api_names_the_results(site: Site) -> None:
    paths = (await ask(site, "/openapi.json")).json()["paths"]
    parameters = {each["name"] for each in paths["/api/v1/results/{cluster}"]["get"]["parameters"]}
    assert {"cluster", "as_of", "known_at"} <= parameters
    assert "/results/{cluster}" not in paths
