"""The page of the programme: for those who may see every cluster."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.moments import Moment, moment, whole
from services.scoring.adapters.http.pages.portfolio_view import portfolio_view
from services.scoring.adapters.http.pages.result_view import columns
from services.scoring.adapters.http.parameters import look_back
from services.scoring.application.portfolio import ReadPortfolio
from services.scoring.application.read_results import Register
from shared.http.sessions import Session
from shared.web.language import page_language
from shared.web.pages import Pages
from shared.web.sign_in import RequireSession


def portfolio_page(
    signed_in: RequireSession, pages: Pages, read: ReadPortfolio, register: Register, lexicon: Lexicon
) -> APIRouter:
    """Return the route."""
    router = APIRouter(include_in_schema=False)
    viewer, looking = Depends(signed_in), moment(whole(signed_in), look_back)

    @router.get("/portfolio")
    async def portfolio(
        request: Request, session: Annotated[Session, viewer], at: Annotated[Moment, Depends(looking)]
    ) -> Response:
        """Show the programme today, or on a day."""
        found = await read(at.today, at.past)
        language = page_language(request, session.language)
        view = portfolio_view(found, await register.clusters(), lexicon, language, at.today)
        return pages.render(
            request,
            "portfolio.html",
            viewer=session,
            portfolio=view,
            columns=columns(each.levels for each in view.members),
            past=at.past is not None,
            today=at.today,
        )

    return router
