"""Probes and figures of a process."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

import structlog
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from shared.http.documented import WITHOUT_TOKEN

log = structlog.get_logger()

CHECK_SECONDS = 1.5
Check = Callable[[], Awaitable[object]]
"""Passes by returning anything but False; fails by raising, returning False, or taking longer than `CHECK_SECONDS`."""


class Readiness(BaseModel):
    """Each check by its name."""

    status: Literal["ready", "not ready"]
    checks: dict[str, Literal["ok", "failed"]]


async def _passes(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check() is not False
    except Exception as error:
        log.warning("a readiness check failed", check=name, error=type(error).__name__)
        return False


def health_routes(checks: Callable[[], Mapping[str, Check]]) -> APIRouter:
    """Return `/health/live`, `/health/ready` and `/metrics`; `checks` is asked at each probe, after start-up."""
    router = APIRouter(tags=["health"])

    @router.get("/health/live", openapi_extra=WITHOUT_TOKEN)
    async def live() -> dict[str, str]:
        """Say that the process runs; nothing it depends on is asked, so an outage elsewhere restarts nobody."""
        return {"status": "live"}

    @router.get(
        "/health/ready",
        responses={status: {"model": Readiness} for status in (200, 503)},
        openapi_extra=WITHOUT_TOKEN,
    )
    async def ready() -> JSONResponse:
        """Say whether the process can do its work now, with the name of each check."""
        named = checks()
        passed = await asyncio.gather(*(_passes(name, check) for name, check in named.items()))
        result = {name: "ok" if ok else "failed" for name, ok in zip(named, passed, strict=True)}
        return JSONResponse(
            {"status": "ready" if all(passed) else "not ready", "checks": result},
            200 if all(passed) else 503,
            {"Cache-Control": "no-store"},
        )

    @router.get(
        "/metrics",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
        openapi_extra=WITHOUT_TOKEN,
    )
    async def metrics() -> Response:
        """Return the process's figures in the Prometheus text format."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
