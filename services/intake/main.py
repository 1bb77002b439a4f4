"""Starts intake: `uvicorn --factory services.intake.main:create_app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.intake.adapters.http.errors import TRANSLATIONS
from services.intake.bootstrap import open_pages, running
from services.intake.settings import Settings
from shared.http.application import build_app
from shared.http.health import Check
from shared.web.errors import add_error_pages


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; nothing connects before its lifespan begins."""
    chosen = settings or Settings()
    pages = open_pages(chosen)
    checks: dict[str, Check] = {}

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(app, chosen, pages) as opened:
            checks.update(opened)
            yield

    app = build_app("Branda intake", lifespan=lifespan, checks=lambda: checks, translations=TRANSLATIONS)
    pages.mount(app)
    add_error_pages(app, pages)
    return app
