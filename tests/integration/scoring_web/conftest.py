"""Scoring's web process on the real MongoDB, with results written by the worker's own use case."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date

import httpx
import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import OKPKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from services.scoring.adapters.mongo.event_store import MongoEventStore
from services.scoring.adapters.mongo.head_store import MongoHeadStore
from services.scoring.application.ports import Block
from services.scoring.application.score import Score
from services.scoring.web import WebSettings, create_app
from shared.contracts.envelope import Event
from shared.mongo import Database
from stack.ports import LOOPBACK, free_ports
from tests.support.events import cluster_id, members, registered, submitted
from tests.support.scoring import FixedClock, arrived, catalogues

KEY = OKPKey.generate_key("Ed25519", {"kid": "scoring-web-tests"}, private=True)
SCORED, OTHER, PENDING, BLOCKED, UNKNOWN = range(5)
ASSESSED = date(2026, 11, 16)
ASSESSMENT = {"number": "BR-2026-0001", "assessed_on": "2026-11-16", "submitted_at": "2026-11-16T10:00:00Z"}
SESSION = {
    "person": "person-1",
    "roles": ["manager"],
    "clusters": [cluster_id(SCORED), cluster_id(PENDING)],
    "language": "lt",
    "name": "Jonė Pavyzdienė",
}


def token(role: str, *clusters: int) -> str:
    """Return an access token such as intake issues; no cluster means all."""
    now = int(time.time())
    seen = [cluster_id(each) for each in clusters] or "*"
    claims = {"iss": "branda-intake", "aud": "branda", "sub": "client-1", "role": role, "clusters": seen}
    times = {"iat": now, "nbf": now, "exp": now + 600, "jti": "1"}
    return jwt.encode({"alg": "Ed25519", "typ": "at+jwt", "kid": KEY.kid}, {**claims, **times}, KEY, ["Ed25519"])


@dataclass
class StandInIntake:
    """Answers what scoring asks, to this service's token only; `away` answers 503."""

    away: bool = False
    asked: Counter[str] = field(default_factory=Counter)

    def app(self) -> Starlette:
        """Return the application."""
        return Starlette(
            routes=[
                Route("/oauth/token", self._token, methods=["POST"]),
                Route("/.well-known/jwks.json", self._keys),
                Route("/internal/sessions/resolve", self._session, methods=["POST"]),
                Route("/internal/clusters/{cluster}", self._cluster),
                Route("/internal/assessments/{assessment}", self._assessment),
                Route("/internal/cards", self._cards, methods=["POST"]),
                Route("/api/v1/clusters", self._clusters),
            ]
        )

    async def _token(self, _: Request) -> JSONResponse:
        return JSONResponse({"access_token": token("service"), "token_type": "Bearer", "expires_in": 600})

    async def _keys(self, _: Request) -> JSONResponse:
        return JSONResponse({"keys": [KEY.as_dict(private=False)]})

    async def _session(self, request: Request) -> JSONResponse:
        sent = await request.json()
        sessions = {"jone": SESSION, "ieva": {**SESSION, "roles": ["expert"]}}
        return self._answer(request, sessions.get(sent["token"]))

    async def _cluster(self, request: Request) -> JSONResponse:
        known = {each["id"]: each for each in self._all()}
        return self._answer(request, known.get(request.path_params["cluster"]))

    async def _clusters(self, request: Request) -> JSONResponse:
        return self._answer(request, {"clusters": self._all()})

    async def _assessment(self, request: Request) -> JSONResponse:
        body = {**ASSESSMENT, "cluster": cluster_id(SCORED)}
        return self._answer(request, body if request.path_params["assessment"] != cluster_id(99) else None)

    async def _cards(self, request: Request) -> JSONResponse:
        sent = await request.json()
        body = {
            "clusters": [each for each in self._all() if each["id"] in sent["clusters"]],
            "assessments": [{"id": each, "cluster": cluster_id(SCORED), **ASSESSMENT} for each in sent["assessments"]],
        }
        return self._answer(request, body)

    def _all(self) -> list[dict[str, object]]:
        names = [{"lt": f"Klasteris {n}", "en": f"Cluster {n}"} for n in range(UNKNOWN)]
        return [
            {"id": cluster_id(n), "slug": f"c-{n}", "names": name, "provenance": None} for n, name in enumerate(names)
        ]

    def _answer(self, request: Request, body: object | None) -> JSONResponse:
        self.asked[request.url.path] += 1
        if self.away:
            return JSONResponse({}, 503)
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return JSONResponse({}, 401)
        return JSONResponse(body if body is not None else {}, 200 if body is not None else 404)


@dataclass
class Site:
    """One running web process."""

    client: httpx.AsyncClient
    intake: StandInIntake
    assessments: list[str]

    async def api(self, path: str, *, bearer: str, language: str = "lt") -> httpx.Response:
        """Return the answer to a program."""
        headers = {"authorization": f"Bearer {bearer}", "accept-language": language}
        return await self.client.get(f"/api/v1/results/{path}", headers=headers)

    async def page(self, path: str, cookie: str = "jone") -> httpx.Response:
        """Return the answer to a browser."""
        return await self.client.get(path, headers={"accept": "text/html", "cookie": f"branda_session={cookie}"})


@pytest.fixture
async def intake() -> AsyncIterator[tuple[StandInIntake, str]]:
    """A stand-in for intake, and its address."""
    stand_in, port = StandInIntake(), free_ports(1)[0]
    server = uvicorn.Server(uvicorn.Config(stand_in.app(), host=LOOPBACK, port=port, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield stand_in, f"http://{LOOPBACK}:{port}"
    server.should_exit = True
    await serving


@pytest.fixture
async def site(database: Database, mongo_server: str, intake: tuple[StandInIntake, str]) -> AsyncIterator[Site]:
    """The web process beside what the worker has written."""
    assessments = await fill(database)
    settings = WebSettings(mongo=mongo_server, scoring_database=database.name, intake_url=intake[1])
    app = create_app(settings)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://scoring.example") as client,
    ):
        yield Site(client, intake[0], assessments)


async def fill(database: Database) -> list[str]:
    """Let the worker's use case score two clusters, and block one; returns the assessments' ids."""
    first = submitted(SCORED, "a", members(12), date(2026, 5, 4), sequence=2)
    second = submitted(SCORED, "b", members(18), ASSESSED, sequence=3)
    events: list[Event] = [registered(SCORED), first, second, registered(OTHER), registered(BLOCKED)]
    heads = MongoHeadStore(database)
    score = Score(MongoEventStore(database), heads, catalogues(), FixedClock(), lambda: None)
    await score([arrived(event) for event in events])
    reason = "UnusableEventError: event 1: no such field"
    await heads.block([Block(cluster_id(BLOCKED), reason, 1, catalogues().fingerprint)])
    return [first.id, second.id]
