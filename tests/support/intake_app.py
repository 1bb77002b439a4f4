"""Intake over HTTP without servers: the real application on in-memory stores, with tokens and a fixed clock."""

import json
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from joserfc.jwk import OKPKey

from services.intake.adapters.catalogues import PublishedCatalogues
from services.intake.adapters.clients import Client, ClientsFile
from services.intake.adapters.http.errors import TRANSLATIONS
from services.intake.adapters.signing import TokenIssuer
from services.intake.application.readiness import Readiness
from services.intake.bootstrap import Parts, add_routes, open_pages
from services.intake.settings import REPOSITORY, Settings
from shared.catalogue.library import Library
from shared.contracts.envelope import ActorRole
from shared.http.application import build_app
from shared.web.errors import add_error_pages
from tests.support.intake_store import CollectingPost, MemoryEventStore, MemoryLimits, MemoryPeopleStore
from tests.support.readiness import AwayReadiness

NOW = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)
"""Friday, 20 November 2026, 14.05 in Vilnius."""

URL = "http://intake.test"


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment


class CountingOutbox:
    """Counts how often the relay was woken."""

    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


class IntakeApp:
    """A running intake: its stores to look into, and calls as anybody."""

    def __init__(self, app: FastAPI, http: httpx.AsyncClient, issuer: TokenIssuer) -> None:
        self.app, self.http, self.issuer = app, http, issuer
        self.events, self.people = MemoryEventStore(), MemoryPeopleStore()
        self.clock, self.outbox = FixedClock(), CountingOutbox()
        self.limits, self.post_box = MemoryLimits(), CollectingPost()

    def token(self, role: ActorRole, *clusters: str, client: str = "") -> dict[str, str]:
        """Return the header of a token; without clusters it is for all of them."""
        entry = Client(id=client or f"{role}-client", secret="s" * 16, role=role, clusters=clusters or "*")
        return {"Authorization": f"Bearer {self.issuer.issue(entry, 'branda')}"}

    async def post(
        self,
        path: str,
        body: object,
        who: Mapping[str, str] | None = None,
        *,
        key: str | None = None,
        language: str = "en",
        **headers: str,
    ) -> httpx.Response:
        """Post JSON as the agency, under a new idempotency key, unless told otherwise."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.http.post(path, content=raw, headers=self.headers(who, key, language) | headers)

    async def put(self, path: str, body: object, who: Mapping[str, str] | None = None) -> httpx.Response:
        """Put JSON, as `post`."""
        return await self.http.put(path, content=json.dumps(body), headers=self.headers(who, None, "en"))

    def headers(self, who: Mapping[str, str] | None, key: str | None, language: str) -> dict[str, str]:
        """Return the headers of a write."""
        return {
            "Content-Type": "application/json",
            "Idempotency-Key": key or uuid.uuid4().hex,
            "Accept-Language": language,
            **(who if who is not None else self.token("agency")),
        }

    async def register(self, slug: str = "", **more: Any) -> str:
        """Register a cluster and return its id."""
        slug = slug or f"c-{uuid.uuid4().hex[:12]}"
        body = {"names": {"lt": f"Klasteris {slug}", "en": f"Cluster {slug}"}, "slug": slug, **more}
        answer = await self.post("/api/v1/clusters", body)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["cluster"])


def assessment(**more: Any) -> dict[str, Any]:
    """Return a small correct assessment."""
    answers = {"1.1.2": {"value": {"committed": 18}}, "5.3": {"unknown": True}}
    return {"catalogue": "ecei@1", "assessed_on": "2026-11-16", "language": "lt", "answers": answers, **more}


CATALOGUES = PublishedCatalogues(Library(REPOSITORY / "catalogues"))


@asynccontextmanager
async def open_intake(
    clients: Path | None = None,
    catalogues: PublishedCatalogues = CATALOGUES,
    readiness: Readiness | None = None,
) -> AsyncIterator[IntakeApp]:
    """Run intake in this process on fresh stores; scoring is away unless `readiness` answers for it."""
    issuer = TokenIssuer(OKPKey.generate_key("Ed25519"), "branda-intake")
    settings = Settings(signing_key=Path("unused"), public_intake_url=URL, public_scoring_url="http://scoring.test")

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield

    app = build_app("intake", lifespan=lifespan, checks=dict, translations=TRANSLATIONS)
    pages = open_pages(settings)
    pages.mount(app)
    add_error_pages(app, pages)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL) as http:
        intake = IntakeApp(app, http, issuer)
        outside = readiness or AwayReadiness(), catalogues.wording, intake.limits, intake.post_box
        parts = Parts(intake.events, intake.people, catalogues, intake.clock, intake.outbox, *outside)
        add_routes(app, settings, parts, pages, issuer, ClientsFile(clients))
        yield intake
