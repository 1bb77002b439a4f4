"""The notifier's application: `uvicorn --factory services.notifier.main:create_app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.notifier.adapters.http import sign_in_mail
from services.notifier.adapters.http.api import router
from services.notifier.bootstrap import open_notifier
from services.notifier.settings import Settings
from shared.errors import TransientError
from shared.http.application import build_app
from shared.http.documented import document_models
from shared.http.problems import unavailable


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; it starts working with its lifespan."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_notifier(settings) as notifier:
            app.state.notifier = notifier
            yield

    app = build_app(
        "Branda notifier",
        lifespan=lifespan,
        checks=lambda: app.state.notifier.checks(),
        translations={TransientError: unavailable()},
    )
    app.include_router(router)
    app.include_router(sign_in_mail.router)
    document_models(app, sign_in_mail.SendSignInMail)
    return app
