"""The frame: problems in two languages, deadlines, headers, probes; nothing of the inside shows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI, Request

from shared.http.application import build_app
from shared.http.clients import PeerUnavailableError
from shared.http.problems import ProblemError, not_found
from shared.http.sessions import check_form, csrf_token, local_path
from shared.http.texts import preferred_language

READY = {"mongo": True}


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield


async def mongo() -> bool:
    return READY["mongo"]


def make_app() -> FastAPI:
    app = build_app("test", lifespan=lifespan, checks=lambda: {"mongo": mongo}, seconds=0.2)

    @app.get("/bug")
    async def bug() -> None:
        raise RuntimeError("password=secret")

    @app.get("/hang")
    async def hang() -> None:
        await asyncio.sleep(30)

    @app.get("/peer")
    async def peer() -> None:
        raise PeerUnavailableError("intake")

    @app.get("/missing")
    async def missing() -> None:
        raise not_found()

    @app.post("/form")
    async def form(request: Request) -> dict[str, str]:
        check_form(request, "session", request.headers["x-form"])
        return {}

    @app.get("/number/{number}")
    async def number(number: int) -> int:
        return number

    return app


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(make_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://branda.test") as opened:
        yield opened


@pytest.mark.parametrize(
    ("path", "status"),
    [("/bug", 500), ("/hang", 503), ("/peer", 503), ("/missing", 404), ("/nowhere", 404), ("/number/x", 400)],
)
async def test_every_error_is_a_problem(client: httpx.AsyncClient, path: str, status: int) -> None:
    answer = await client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert "secret" not in answer.text


async def test_a_service_that_is_away_says_when_to_come_back(client: httpx.AsyncClient) -> None:
    for path in ("/hang", "/peer"):
        assert (await client.get(path)).headers["retry-after"] == "2"


async def test_the_language_is_the_callers(client: httpx.AsyncClient) -> None:
    lithuanian = await client.get("/missing")
    english = await client.get("/missing", headers={"Accept-Language": "en-GB,en;q=0.9,lt;q=0.5"})
    assert lithuanian.json()["title"] == "Nerasta"
    assert english.json()["title"] == "Not found"
    assert english.headers["content-language"] == "en"


@pytest.mark.parametrize("query", ["a=1&a=2", "a[]=1", "a[$ne]=1"])
async def test_repeated_and_array_parameters_are_refused(client: httpx.AsyncClient, query: str) -> None:
    assert (await client.get(f"/number/1?{query}")).status_code == 400


async def test_headers_that_no_answer_may_lack(client: httpx.AsyncClient) -> None:
    for path in ("/number/1", "/bug", "/hang", "/nowhere", "/health/live"):
        headers = (await client.get(path)).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


async def test_probes_name_what_failed(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await client.get("/health/ready")).json() == {"status": "ready", "checks": {"mongo": "ok"}}
    monkeypatch.setitem(READY, "mongo", False)
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]) == (503, {"mongo": "failed"})
    assert (await client.get("/health/live")).status_code == 200
    assert "python_info" in (await client.get("/metrics")).text


@pytest.mark.parametrize(
    ("origin", "token", "status"),
    [
        ("http://branda.test", csrf_token("session"), 200),
        (None, csrf_token("session"), 200),
        ("https://evil.example", csrf_token("session"), 403),
        ("null", csrf_token("session"), 403),
        ("http://branda.test", csrf_token("another"), 403),
        ("http://branda.test", "", 403),
    ],
)
async def test_only_our_own_forms_are_accepted(
    client: httpx.AsyncClient, origin: str | None, token: str, status: int
) -> None:
    headers = {"X-Form": token, **({"Origin": origin} if origin else {})}
    assert (await client.post("/form", headers=headers)).status_code == status


@pytest.mark.parametrize(
    "target", ["//evil", "/\\evil", "https://evil", "evil", "", None, "/a\r\nSet-Cookie: x", "javascript:1", "/\tevil"]
)
def test_next_never_leaves_this_address(target: str | None) -> None:
    assert local_path(target) == "/"


def test_a_path_of_ours_is_kept() -> None:
    assert local_path("/results/abc?x=1") == "/results/abc?x=1"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "lt"),
        ("", "lt"),
        ("en", "en"),
        ("de,fr", "lt"),
        ("lt;q=0.1,en;q=0.9", "en"),
        ("en;q=zero", "lt"),
        ("EN-us", "en"),
        ("*", "lt"),
    ],
)
def test_preferred_language(header: str | None, language: str) -> None:
    assert preferred_language(header) == language


def test_a_problem_states_its_code_for_programs() -> None:
    assert ProblemError(403).body("en")["type"] == "urn:branda:problem:not-allowed"
