"""What awaits review, as the web process reads it from the real MongoDB, and what it costs at size."""

from datetime import UTC, datetime, timedelta

from services.scoring.adapters.mongo.event_store import MongoEventStore
from shared.mongo import Database
from tests.integration.scoring_web.conftest import SCORED, Site, cluster_id

MANY = 10_000
BEGAN = datetime(2026, 11, 2, 8, tzinfo=UTC)


async def test_an_expert_sees_what_waits_by_one_question_to_intake(
    site: Site,
) -> None:
    page = await site.page("/reviews?lang=en", cookie="ieva")
    assert page.status_code == 200
    assert "1 self-assessment, the oldest first." in page.text
    assert f"/results/{cluster_id(SCORED)}" in page.text
    assert "No. BR-2026-0001" in page.text
    asked = {path: times for path, times in site.intake.asked.items() if path.startswith("/internal/c")}
    assert asked == {"/internal/cards": 1}


async def test_moments_of_receipt_are_read_at_once_and_archives_wait_for_nobody(database: Database) -> None:
    await database.events.insert_many(
        {"_id": f"a{number:05}", "recorded": BEGAN + timedelta(minutes=number), "imported": number == 7}
        for number in range(MANY)
    )
    received = await MongoEventStore(database).received([f"a{number:05}" for number in range(MANY)] + ["nobody"])
    assert len(received) == MANY - 1
    assert received["a00001"] == BEGAN + timedelta(minutes=1)
    assert "a00007" not in received
