"""Every request counted, timed and traced, by the template of its route: no id, no token, no query ever in a label."""

import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager

from opentelemetry.trace import INVALID_SPAN, Span
from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.telemetry.traces import HEADER, received

REQUESTS = Counter("branda_http_requests", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram(
    "branda_http_request_duration_seconds",
    "Seconds from a request's first byte to its answer's last.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 30.0),
)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""A caller may invent methods; a label may not grow by it."""

PROBES = ("/health/", "/metrics")
"""Asked every few seconds by machines: counted, and left out of the traces."""


class Observed:
    """The outermost layer: sees what every other one answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in METHODS else "other"
        begun, status = time.perf_counter(), "none"

        async def send_and_look(message: MutableMapping[str, object]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        with _span(scope) as span:
            try:
                await self.app(scope, receive, send_and_look)
            finally:
                route = template(scope)
                REQUESTS.labels(method, route, status).inc()
                SECONDS.labels(method, route).observe(time.perf_counter() - begun)
                span.update_name(f"{method} {route}")
                span.set_attributes({"http.request.method": method, "http.route": route, "http.status": status})


@contextmanager
def _span(scope: Scope) -> Iterator[Span]:
    if scope["path"].startswith(PROBES):
        yield INVALID_SPAN
        return
    with received("request", Headers(scope=scope).get(HEADER)) as span:
        yield span


def template(scope: Scope) -> str:
    """Return the route's path with its parameters' names: `/results/{cluster}`; `unmatched` for what is no route."""
    path = getattr(scope.get("route"), "path", None)
    if isinstance(path, str):
        return path
    return "static" if scope.get("path", "").startswith("/static/") and "endpoint" in scope else "unmatched"
