"""The notifier on real servers: a stand-in for intake over HTTP, a Maildir over SMTP, and the process that can die."""

import asyncio
import contextlib
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from joserfc import jwt
from joserfc.jwk import OKPKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from services.notifier.bootstrap import Notifier, open_notifier
from services.notifier.settings import Settings
from shared.contracts.common import READINESS
from shared.contracts.envelope import Event
from shared.contracts.readiness import ReadinessAssessed
from shared.kafka.settings import KafkaSettings
from stack.mailsink.maildir import KeptMail, MailStore
from stack.mailsink.reception import protocol
from stack.ports import LOOPBACK, free_ports
from tests.support.kafka import eventually, send
from tests.support.notifier import result_event

ROOT = Path(__file__).resolve().parents[2]
KEY = OKPKey.generate_key("Ed25519", {"kid": "notifier-tests"}, private=True)
PEOPLE = [
    {"person": "person-ona", "address": "ona@klasteris.example", "language": "lt", "name": "Ona Onaitė"},
    {"person": "person-john", "address": "john@cluster.example", "language": "en", "name": "John Smith"},
]
CARD = {"names": {"lt": "Pavyzdinis klasteris A", "en": "Example Cluster A"}, "provenance": "synthetic"}
ASSESSMENT_FACTS = {
    "number": "BR-2026-0147",
    "assessed_on": "2026-11-16",
    "cluster": "…",
    "submitted_at": "2026-11-20T12:05:00Z",
    "submitted_by_name": "Vardenė Pavardenė",
    "answered": 31,
    "unknown": 4,
    "questions": 31,
}


def token(role: str, clusters: list[str] | str = "*") -> str:
    """Return an access token such as intake issues."""
    now = int(time.time())
    claims = {"iss": "branda-intake", "aud": "branda", "sub": f"client-{role}", "role": role, "clusters": clusters}
    times = {"iat": now, "nbf": now, "exp": now + 600, "jti": str(now)}
    return jwt.encode({"alg": "Ed25519", "typ": "at+jwt", "kid": KEY.kid}, {**claims, **times}, KEY, ["Ed25519"])


def live(data: ReadinessAssessed | None = None, **attributes: Any) -> Event:
    """Return the event of a result that is recorded now."""
    now = datetime.now(UTC)
    return result_event(data, **{"recorded": now, "time": now, **attributes})


@dataclass
class StandInIntake:
    """Answers the notifier's questions over HTTP; `people` may be changed, `away` answers 503."""

    port: int
    people: list[dict[str, str]] = field(default_factory=lambda: list(PEOPLE))
    away: bool = False
    asked: Counter[str] = field(default_factory=Counter)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/oauth/token", self._token, methods=["POST"]),
                Route("/.well-known/jwks.json", self._keys),
                Route("/internal/{rest:path}", self._internal, methods=["GET", "POST"]),
            ]
        )

    async def _token(self, _: Request) -> JSONResponse:
        return JSONResponse({"access_token": token("service"), "token_type": "Bearer", "expires_in": 600})

    async def _keys(self, _: Request) -> JSONResponse:
        return JSONResponse({"keys": [KEY.as_dict(private=False)]})

    async def _internal(self, request: Request) -> JSONResponse:
        path = request.path_params["rest"]
        self.asked[path.split("/")[0]] += 1
        if self.away:
            return JSONResponse({}, 503)
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return JSONResponse({}, 401)
        if path == "recipients":
            question = await request.json()
            told = {kind: self.people if kind == "verdict" else [] for kind in question["kinds"]}
            return JSONResponse(
                {"clusters": [{"cluster": each, **CARD, "recipients": told} for each in question["clusters"]]}
            )
        asked = (await request.json())["assessments"]
        return JSONResponse({"assessments": dict.fromkeys(asked, ASSESSMENT_FACTS)})


@dataclass
class Site:
    """Everything around one notifier; `mails` are those in the Maildir, newest first."""

    settings: Settings
    intake: StandInIntake
    store: MailStore
    folder: Path

    @property
    def mails(self) -> list[KeptMail]:
        return self.store.newest(1000)

    @property
    def copies(self) -> Counter[str]:
        """How often each Message-ID arrived."""
        return Counter(mail.header("Message-ID") for mail in self.mails)

    async def publish(self, *events: Event) -> None:
        for event in events:
            await send(self.settings, READINESS, [event.encode()], key=event.key)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Notifier]:
        """Run the notifier in this process, ready."""
        async with open_notifier(self.settings) as notifier:
            await eventually(lambda: notifier.prepared.is_set() and notifier.consumer.problem() is None)
            yield notifier

    async def die_at(self, crash_point: str, seconds: float = 20.0) -> int:
        """Run the notifier as a process of its own until it dies, and return its exit code."""
        environment = {**os.environ, **self._environment(), "BRANDA_CRASH_POINT": crash_point}
        command = [sys.executable, "-m", "uvicorn", "--factory", "services.notifier.main:create_app"]
        with (self.folder / "notifier.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *command, "--port", str(free_ports(1)[0]), cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        try:
            return await asyncio.wait_for(process.wait(), seconds)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()

    def _environment(self) -> dict[str, str]:
        settings = self.settings.model_dump(mode="json", exclude_none=True, exclude={"kafka_password"})
        secret = self.settings.service_client_secret.get_secret_value()
        return {f"BRANDA_{name.upper()}": str(value) for name, value in settings.items()} | {
            "BRANDA_SERVICE_CLIENT_SECRET": secret
        }


@asynccontextmanager
async def open_site(
    kafka: KafkaSettings, mongo: str, database: str, folder: Path, **fields: Any
) -> AsyncIterator[Site]:
    """Open a stand-in for intake and a Maildir, and settings that name them."""
    intake_port, smtp_port = free_ports(2)
    intake = StandInIntake(intake_port)
    store = MailStore(folder / "mail")
    values: dict[str, Any] = {
        "mongo": mongo,
        "notifier_database": database,
        "notifier_lease_seconds": 1.0,
        "intake_url": f"http://{LOOPBACK}:{intake_port}",
        "service_client_secret": "secret",
        "catalogues": ROOT / "catalogues",
        "smtp_host": LOOPBACK,
        "smtp_port": smtp_port,
        "smtp_tls": "none",
        "group_instance": "one",
    }
    settings = Settings(**{**kafka.model_dump(), **values, **fields})
    server = uvicorn.Server(uvicorn.Config(intake.app(), port=intake_port, log_level="error", lifespan="off"))
    loop = asyncio.get_running_loop()
    smtp = await loop.create_server(lambda: protocol(store), LOOPBACK, smtp_port)
    serving = asyncio.create_task(server.serve())
    try:
        yield Site(settings, intake, store, folder)
    finally:
        server.should_exit = True
        await serving
        smtp.close()
