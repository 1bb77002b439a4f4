"""What intake is compared with: Starlette, the JSON parsed, and the durable writes – nothing checked, nothing kept.

`/two` makes the two writes of design 4; `/all` makes the four round trips to MongoDB that an assessment once took.
"""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

from pymongo import ReturnDocument
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from shared.mongo import Database, open_mongo

MONGO = "BENCHMARK_MONGO"
DATABASE = "BENCHMARK_DATABASE"


def create_app() -> Starlette:
    """Return the application; the addresses come from the environment."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_mongo(os.environ[MONGO]) as client:
            app.state.database = client[os.environ[DATABASE]]
            yield

    routes = [
        Route("/two/{cluster}", two_writes, methods=["POST"]),
        Route("/all/{cluster}", all_round_trips, methods=["POST"]),
        Route("/health/ready", ready),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def two_writes(request: Request) -> JSONResponse:
    """Next sequence of the cluster, one insert."""
    body = await request.body()
    json.loads(body)
    return await _record(request.app.state.database, request.path_params["cluster"], body)


async def all_round_trips(request: Request) -> JSONResponse:
    """Look whether the key is known, next sequence, next running number, one insert."""
    body = await request.body()
    json.loads(body)
    database: Database = request.app.state.database
    await database.events.find_one({"_id": str(uuid4())})
    await database.counters.find_one_and_update({"_id": "assessments"}, {"$inc": {"value": 1}}, upsert=True)
    return await _record(database, request.path_params["cluster"], body)


async def _record(database: Database, cluster: str, body: bytes) -> JSONResponse:
    found = await database.clusters.find_one_and_update(
        {"_id": cluster}, {"$inc": {"sequence": 1}}, upsert=True, return_document=ReturnDocument.AFTER
    )
    assert found is not None
    event = str(uuid4())
    document = {"_id": event, "cluster": cluster, "sequence": found["sequence"], "raw": body, "waiting": True}
    await database.events.insert_one(document | {"recorded": datetime.now(UTC)})
    return JSONResponse({"id": event, "status": "received"}, 202)


async def ready(_: Request) -> JSONResponse:
    """Say that we run."""
    return JSONResponse({})
