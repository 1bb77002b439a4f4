"""The scoring worker: probes and figures beside the consumer."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.scoring.bootstrap import Worker, open_worker
from services.scoring.settings import Settings
from shared.http.application import build_app
from shared.http.health import Check


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; `uvicorn --factory services.scoring.worker:create_app`."""
    running: list[Worker] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with open_worker(settings or Settings()) as worker:
            running.append(worker)
            yield
            running.clear()

    def checks() -> Mapping[str, Check]:
        return {
            name: check
            for worker in running
            for name, check in (
                ("consumer", worker.consuming),
                ("publisher", worker.publishing),
                ("catalogues", worker.following),
                ("mongo", worker.storing),
            )
        }

    return build_app("Branda scoring worker", lifespan=lifespan, checks=checks)
