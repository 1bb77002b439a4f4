"""Requests are counted by what they asked for, never by whom or about whom."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import REGISTRY

from shared.http.application import build_app
from shared.telemetry.traces import current_traceparent


@asynccontextmanager
async def _nothing(_: FastAPI) -> AsyncIterator[None]:
    yield


@pytest.fixture
def app() -> FastAPI:
    app = build_app("Branda test", lifespan=_nothing, checks=dict)

    @app.get("/things/{thing}")
    async def thing(thing: str) -> dict[str, str | None]:
        if thing == "broken":
            raise RuntimeError(thing)
        return {"trace": current_traceparent()}

    return app


async def ask(app: FastAPI, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as http:
        return await http.request(method, path, headers=headers)


def count(method: str, route: str, status: str) -> float:
    labels = {"method": method, "route": route, "status": status}
    return REGISTRY.get_sample_value("branda_http_requests_total", labels) or 0


@pytest.mark.parametrize(
    ("path", "method", "counted"),
    [
        ("/things/1f0c", "GET", ("GET", "/things/{thing}", "200")),
        ("/things/1f0c?token=secret", "GET", ("GET", "/things/{thing}", "200")),
        ("/things/broken", "GET", ("GET", "/things/{thing}", "500")),
        ("/things/1f0c", "POST", ("POST", "/things/{thing}", "405")),
        ("/things/1f0c", "STEAL", ("other", "/things/{thing}", "405")),
        ("/no/such/ona@klasteris.lt", "GET", ("GET", "unmatched", "404")),
        ("/static/../../etc/passwd", "GET", ("GET", "unmatched", "404")),
        ("/health/live", "GET", ("GET", "/health/live", "200")),
    ],
)
async def test_a_label_is_the_routes_template(
    app: FastAPI, path: str, method: str, counted: tuple[str, str, str]
) -> None:
    before = count(*counted)
    await ask(app, path, method)
    assert count(*counted) == before + 1
    assert REGISTRY.get_sample_value(
        "branda_http_request_duration_seconds_count", {"method": counted[0], "route": counted[1]}
    )


async def test_a_request_outside_of_any_trace_begins_one(app: FastAPI) -> None:
    traces = {(await ask(app, "/things/1")).json()["trace"] for _ in range(3)}
    assert len(traces) == 3
    assert all(trace.startswith("00-") and trace.endswith("-00") for trace in traces)


async def test_the_callers_trace_goes_on(app: FastAPI) -> None:
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    assert (await ask(app, "/things/1", traceparent=trace)).json()["trace"] == trace
