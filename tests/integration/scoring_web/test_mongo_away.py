"""The web process while MongoDB does not answer."""

import time

import httpx

from services.scoring.web import WebSettings, create_app
from stack.mongo import Mongo
from tests.integration.scoring_web.conftest import SCORED, StandInIntake, cluster_id, token


async def test_frozen_mongodb_is_503_with_retry_after_within_3_seconds(
    mongo_to_kill: Mongo, database_name: str, intake: tuple[StandInIntake, str]
) -> None:
    app = create_app(WebSettings(mongo=mongo_to_kill.dsn, scoring_database=database_name, intake_url=intake[1]))
    headers = {"authorization": f"Bearer {token('agency')}"}
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://scoring.example", timeout=10) as client,
    ):
        url = f"/api/v1/results/{cluster_id(SCORED)}"
        assert (await client.get(url, headers=headers)).json()["status"] == "pending"
        mongo_to_kill.process.pause()
        began = time.monotonic()
        answer = await client.get(url, headers=headers)
        assert time.monotonic() - began < 3.5
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert (await client.get("/health/ready")).status_code == 503
        assert (await client.get("/health/live")).status_code == 200
        mongo_to_kill.process.resume()
        assert (await client.get(url, headers=headers)).status_code == 200
