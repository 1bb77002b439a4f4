"""A reviewer's decision on its topic, with a real Kafka and a real MongoDB: it changes the head, and says so."""

from datetime import date

import pytest

from services.scoring.adapters.mongo.results import MongoResults
from services.scoring.domain.events import Answer
from services.scoring.domain.readiness import Range, Readiness
from services.scoring.domain.reviews import judged_digest
from services.scoring.settings import Settings
from shared.contracts.common import REVIEWS, SUBMISSIONS
from shared.contracts.envelope import Event
from shared.contracts.readiness import ReadinessAssessed
from shared.contracts.reviews import Judgement, ReviewDecided
from shared.kafka.settings import KafkaSettings
from shared.mongo import open_mongo
from tests.support.events import cluster_id, event, members, registered, submitted
from tests.support.kafka import eventually, send
from tests.support.worker import Checker, worker_settings, working

SENT = date(2026, 11, 2)


@pytest.fixture
def settings(kafka_settings: KafkaSettings, mongo_server: str, database_name: str) -> Settings:
    return worker_settings(kafka_settings, mongo_server, database_name)


def counted_thirteen(assessment: Event) -> Event:
    """Return the decision of a reviewer who counts 13 of 18 commitments."""
    digest = judged_digest("1.1.2", Answer(value={"committed": 18}), ())
    decision = ReviewDecided(
        assessment=assessment.id,
        decision="confirmed",
        independence="independent",
        indicators={"1.1.2": Judgement(digest=digest, value={"committed": 13})},
    )
    attributes = {"source": "branda-scoring", "actor": "reviewer", "actorrole": "expert", "day": date(2026, 11, 9)}
    return event(decision, cluster=assessment.subject, key="d", **attributes)


async def current(settings: Settings) -> Readiness | None:
    async with open_mongo(settings.mongo) as client:
        kept = await MongoResults(client[settings.scoring_database]).current(cluster_id(1))
        return kept.readiness if kept else None


async def test_a_decision_changes_the_head_and_is_announced_as_a_review(settings: Settings) -> None:
    assessment = submitted(1, "a", members(18), SENT, sequence=2)
    decision = counted_thirteen(assessment)
    checker = Checker(settings)
    async with working(settings):
        await send(settings, SUBMISSIONS, [registered(1).encode(), assessment.encode()])

        async def unreviewed() -> bool:
            found = await current(settings)
            return found is not None and found.assessment == assessment.id and not await checker.faults()

        await eventually(unreviewed)
        await send(settings, REVIEWS, [decision.encode(), decision.encode()])

        async def reviewed() -> bool:
            found = await current(settings)
            return found is not None and bool(found.reviews) and not await checker.faults()

        await eventually(reviewed)
    result = await current(settings)
    assert result is not None
    assert [(each.question, each.status, each.role) for each in result.reviews] == [("1.1.2", "stands", "expert")]
    assert [each.reviewed for each in result.indicators if each.reviewed] == [Range(1, 1)]
    members_now = next(each for each in result.levels[0].requirements if each.item.id == "eligibility.members")
    assert (members_now.outcome.state, members_now.outcome.arguments["committed"]) == ("not_met", 13)
    announced = [each.data for each in await checker.readiness() if isinstance(each.data, ReadinessAssessed)]
    latest = max(announced, key=lambda each: each.revision)
    assert (latest.cause, latest.assessment) == ("review", assessment.id)
    assert latest.points.reviewed is not None


async def test_a_decision_that_arrives_before_its_assessment_waits_for_it(settings: Settings) -> None:
    assessment = submitted(1, "a", members(18), SENT, sequence=2)
    async with working(settings) as worker:
        await send(settings, REVIEWS, [counted_thirteen(assessment).encode()])
        await eventually(lambda: worker.consumer.progress.handled >= 1)
        await send(settings, SUBMISSIONS, [assessment.encode(), registered(1).encode()])

        async def reviewed() -> bool:
            found = await current(settings)
            return found is not None and bool(found.reviews)

        await eventually(reviewed)
        assert worker.consumer.progress.dead == 0
