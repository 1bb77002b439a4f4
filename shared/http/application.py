"""The frame of every HTTP application of Branda."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.requests import Request

from shared.http.clients import PeerUnavailableError
from shared.http.documented import document_frame
from shared.http.edge import HANDLER_SECONDS, Edge, SecurityHeaders
from shared.http.health import Check, health_routes
from shared.http.observed import Observed
from shared.http.problems import REPEATED_PARAMETER, ProblemError, Translation, add_problem_handlers, unavailable
from shared.http.texts import FieldError
from shared.telemetry.logs import configure_logs
from shared.telemetry.traces import configure_traces, stop_recording

TELEMETRY_OFF: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""`Observed` counts, times and traces each request. FastAPI would look for providers with each as well, and record the
texts of errors, past what hides addresses and tokens."""

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


async def refuse_repeated_parameters(request: Request) -> None:
    """Refuse `?a=1&a=2` and `?a[]=1`: two readers could take different values; raises `ProblemError` 400."""
    if not request.scope["query_string"]:
        return
    names = Counter(name for name, _ in request.query_params.multi_items())
    wrong = [name for name, count in names.items() if count > 1 or "[" in name]
    if wrong:
        findings = [FieldError("", REPEATED_PARAMETER, {"name": name[:80]}) for name in wrong]
        raise ProblemError(400, errors=findings)


def build_app(
    title: str,
    *,
    lifespan: Lifespan,
    checks: Callable[[], Mapping[str, Check]],
    translations: Mapping[type[Exception], Translation] | None = None,
    seconds: float = HANDLER_SECONDS,
) -> FastAPI:
    """Return an application with problems, deadline, security headers, probes and `/openapi.json`.

    `translations` maps a service's own exceptions to problems; `PeerUnavailableError` is a 503 already. The built-in
    documentation pages are off: they load scripts from another site. Logs and traces are named by the last
    word of `title`.
    """
    service = title.split()[-1].lower()
    configure_logs(service)
    configure_traces(service)
    app = FastAPI(
        title=title,
        version="0.1.0",
        lifespan=_sending_traces(lifespan),
        docs_url=None,
        redoc_url=None,
        telemetry=TELEMETRY_OFF,
        dependencies=[Depends(refuse_repeated_parameters)],
    )
    known: dict[type[Exception], Translation] = {PeerUnavailableError: unavailable(), **(translations or {})}
    add_problem_handlers(app, known)
    app.include_router(health_routes(checks))
    document_frame(app)
    app.add_middleware(Edge, seconds=seconds)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observed)
    return app


def _sending_traces(lifespan: Lifespan) -> Lifespan:
    """The last spans are sent when everything else is closed; uvicorn ends the process by a signal, past `atexit`."""

    @asynccontextmanager
    async def wrapped(app: FastAPI) -> AsyncIterator[None]:
        async with lifespan(app):
            yield
        await asyncio.to_thread(stop_recording)

    return wrapped
