"""Results as the web process reads them from the real MongoDB: tenancy, pending, blocked, both languages, outages."""

import time
from datetime import date

from services.scoring.adapters.mongo.event_store import MongoEventStore
from shared.contracts.envelope import Event
from shared.contracts.labelling import LabellingProgressed
from shared.contracts.records import LabelCorrected, LabelRecorded
from shared.mongo import Database
from tests.integration.scoring_web.conftest import BLOCKED, OTHER, PENDING, SCORED, UNKNOWN, Site, cluster_id, token
from tests.support.events import event
from tests.support.scoring import arrived

SPRING, AUTUMN = date(2025, 3, 31), date(2026, 11, 12)


def put_right(cluster: str) -> list[Event]:
    """Return a label that was recorded wrongly and put right, and a booked interview."""
    label = event(LabelRecorded(level="bronze", awarded=date(2024, 3, 31)), cluster=cluster, key="l", sequence=8)
    right = LabelCorrected(label=label.id, level="bronze", awarded=SPRING)
    step = LabellingProgressed(level="bronze", step="booked", on=AUTUMN, planned_on=date(2026, 12, 3))
    return [
        label,
        event(right, cluster=cluster, key="c", sequence=9, day=SPRING),
        event(step, cluster=cluster, key="s", sequence=10, day=AUTUMN),
    ]


async def test_result_is_what_the_worker_stored(site: Site, database: Database) -> None:
    answer = await site.api(cluster_id(SCORED), bearer=token("manager", SCORED))
    body = answer.json()
    head = await database.heads.find_one({"cluster": cluster_id(SCORED), "current": True})
    assert answer.status_code == 200
    assert head is not None
    assert (body["assessment"], body["revision"]) == (head["assessment"], head["revision"])
    members = next(each for each in body["levels"][0]["requirements"] if each["id"] == "eligibility.members")
    assert (members["state"], members["awaits"]) == ("unknown", "document")
    assert (members["arguments"]["committed"], members["arguments"]["required"]) == (18, 15)


async def test_both_languages_say_the_same_figures(site: Site) -> None:
    texts = {}
    for language in ("lt", "en"):
        answer = await site.api(cluster_id(SCORED), bearer=token("manager", SCORED), language=language)
        assert answer.headers["content-language"] == language
        requirements = answer.json()["levels"][0]["requirements"]
        texts[language] = next(each["text"] for each in requirements if each["id"] == "eligibility.members")
    assert "15" in texts["lt"]
    assert "18" in texts["lt"]
    assert "15" in texts["en"]
    assert "18" in texts["en"]
    assert texts["lt"] != texts["en"]


async def test_superseded_assessment_keeps_its_own_result(site: Site) -> None:
    first, second = site.assessments
    bearer = token("manager", SCORED)
    before = (await site.api(f"{cluster_id(SCORED)}/{first}", bearer=bearer)).json()
    now = (await site.api(f"{cluster_id(SCORED)}/{second}", bearer=bearer)).json()
    assert (before["assessment"], before["on"]) == (first, "2026-11-16")
    assert (now["assessment"], now["on"]) == (second, "2026-11-22")


async def test_result_of_the_past_is_folded_from_the_stored_events(site: Site) -> None:
    bearer = token("manager", SCORED)
    spring = (await site.api(f"{cluster_id(SCORED)}?as_of=2026-06-30", bearer=bearer)).json()
    assert (spring["assessment"], spring["on"]) == (site.assessments[0], "2026-06-30")
    members = next(each for each in spring["levels"][0]["requirements"] if each["id"] == "eligibility.members")
    assert (members["state"], members["arguments"]["committed"]) == ("not_met", 12)


async def test_the_label_calendar_is_made_of_the_stored_events(site: Site, database: Database) -> None:
    await MongoEventStore(database).add([arrived(each) for each in put_right(cluster_id(SCORED))])
    path = f"{cluster_id(SCORED)}/calendar?as_of=2026-11-16"
    body = (await site.api(path, bearer=token("manager", SCORED))).json()
    dates = {entry["kind"]: entry["date"] for entry in body["entries"]}
    assert (dates["awarded"], dates["expires"], dates["planned"]) == ("2025-03-31", "2027-03-31", "2026-12-03")
    assert (await site.api(path, bearer=token("manager", OTHER))).status_code == 404


async def test_what_is_proposed_is_made_anew_from_the_stored_events(site: Site) -> None:
    bearer = token("manager", SCORED)
    areas = (await site.api(f"{cluster_id(SCORED)}/silver-areas", bearer=bearer)).json()
    assert (areas["assessment"], areas["proposals"], areas["nothing"]) == (site.assessments[1], [], "no_benchmarking")
    offers = (await site.api(f"{cluster_id(SCORED)}/evidence-offers?as_of=2026-06-30", bearer=bearer)).json()
    assert (offers["assessment"], offers["indicators"]) == (site.assessments[0], [])
    others = await site.api(f"{cluster_id(OTHER)}/silver-areas", bearer=bearer)
    assert others.status_code == 404


async def test_others_result_looks_like_a_missing_one(site: Site) -> None:
    bearer = token("manager", SCORED)
    others = await site.api(cluster_id(OTHER), bearer=bearer)
    missing = await site.api(cluster_id(UNKNOWN), bearer=bearer)
    assert (others.status_code, missing.status_code) == (404, 404)
    assert others.content == missing.content


async def test_assessment_under_another_cluster_is_missing(site: Site) -> None:
    answer = await site.api(f"{cluster_id(OTHER)}/{site.assessments[0]}", bearer=token("agency"))
    assert answer.status_code == 404


async def test_cluster_that_only_intake_knows_is_pending(site: Site) -> None:
    answer = await site.api(cluster_id(PENDING), bearer=token("agency"))
    assert (answer.status_code, answer.json()) == (200, {"cluster": cluster_id(PENDING), "status": "pending"})
    assert site.intake.asked[f"/internal/clusters/{cluster_id(PENDING)}"] == 1


async def test_cluster_that_nobody_knows_is_missing(site: Site) -> None:
    assert (await site.api(cluster_id(UNKNOWN), bearer=token("agency"))).status_code == 404


async def test_intake_away_is_503_only_where_it_is_needed(site: Site) -> None:
    bearer = token("agency")
    assert (await site.api(cluster_id(SCORED), bearer=bearer)).status_code == 200
    site.intake.away = True
    pending = await site.api(cluster_id(PENDING), bearer=bearer)
    assert (pending.status_code, pending.headers["retry-after"]) == (503, "2")
    assert pending.headers["content-type"] == "application/problem+json"
    assert (await site.api(cluster_id(SCORED), bearer=bearer)).status_code == 200


async def test_blocked_cluster_says_why_in_words(site: Site) -> None:
    body = (await site.api(cluster_id(BLOCKED), bearer=token("agency"), language="en")).json()
    assert body["status"] == "blocked"
    assert body["reason"].startswith("The result cannot be calculated.")
    assert "no such field" in body["reason"]


async def test_token_of_another_issuer_is_refused(site: Site) -> None:
    answer = await site.api(cluster_id(SCORED), bearer=f"{token('agency')[:-4]}AAAA")
    assert (answer.status_code, answer.headers["www-authenticate"][:6]) == (401, "Bearer")


async def test_page_shows_the_result_to_its_own_people(site: Site) -> None:
    page = await site.page(f"/results/{cluster_id(SCORED)}")
    assert page.status_code == 200
    assert "<h1>Klasteris 0</h1>" in page.text
    assert "BR-2026-0001" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert (await site.page(f"/results/{cluster_id(OTHER)}")).status_code == 404


async def test_person_without_a_session_is_led_to_intake(site: Site) -> None:
    answer = await site.page(f"/results/{cluster_id(SCORED)}", cookie="expired")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"/sign-in?next=/results/{cluster_id(SCORED)}")


async def test_list_has_the_persons_clusters_and_no_others(site: Site) -> None:
    text = (await site.page("/")).text
    assert "Klasteris 0" in text
    assert "Klasteris 2" in text
    assert "Klasteris 1" not in text


async def test_process_is_ready_while_mongodb_answers(site: Site) -> None:
    ready = (await site.client.get("/health/ready")).json()
    assert ready == {"status": "ready", "checks": {"mongo": "ok", "catalogues": "ok"}}


async def test_answer_comes_quickly(site: Site) -> None:
    bearer = token("manager", SCORED)
    await site.api(cluster_id(SCORED), bearer=bearer)
    took = []
    for _ in range(20):
        began = time.perf_counter()
        await site.api(cluster_id(SCORED), bearer=bearer)
        took.append(time.perf_counter() - began)
    assert sorted(took)[10] < 0.25
