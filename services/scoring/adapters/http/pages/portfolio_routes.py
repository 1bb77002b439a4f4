"""The page of the programme: for those who may see every cluster."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.pages.portfolio_view import portfolio_view
from services.scoring.adapters.http.pages.result_view import columns
from services.scoring.adapters.http.parameters import as_of as look_back
from services.scoring.application.portfolio import ReadPortfolio
from services.scoring.application.read_results import Register
from shared.contracts.envelope import VILNIUS
from shared.http.problems import ProblemError
from shared.http.sessions import Session
from shared.web.language import page_language
from shared.web.pages import Pages
from shared.web.sign_in import RequireSession


def portfolio_page(
    signed_in: RequireSession, pages: Pages, read: ReadPortfolio, register: Register, lexicon: Lexicon
) -> APIRouter:
    """Return the route."""
    router = APIRouter(include_in_schema=False)
    viewer = Depends(signed_in)

    @router.get("/portfolio")
    async def portfolio(
        request: Request,
        session: Annotated[Session, viewer],
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Response:
        """Show the programme today, or on a day."""
        if session.clusters != "*":
            raise ProblemError(403)
        now = datetime.now(UTC)
        past = look_back(as_of or None, known_at or None, now)
        today = now.astimezone(VILNIUS).date()
        found = await read(today, past)
        language = page_language(request, session.language)
        view = portfolio_view(found, await register.clusters(), lexicon, language, today)
        return pages.render(
            request,
            "portfolio.html",
            viewer=session,
            portfolio=view,
            columns=columns(each.levels for each in view.members),
            past=past is not None,
            today=today,
        )

    return router
