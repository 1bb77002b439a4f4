"""The page of the criteria: what the estimate rests on, on any day."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.pages.criteria_view import criteria_view
from services.scoring.adapters.http.parameters import any_day
from services.scoring.application.ports import Criteria
from shared.http.sessions import Session
from shared.web.language import page_language
from shared.web.pages import Pages
from shared.web.sign_in import RequireSession


class CriteriaPage:
    """Renders the criteria for a signed-in person; `today` gives the day in Vilnius."""

    def __init__(self, pages: Pages, criteria: Criteria, lexicon: Lexicon, today: Callable[[], date]) -> None:
        self._pages, self._criteria, self._lexicon, self._today = pages, criteria, lexicon, today

    def render(self, request: Request, session: Session, asked: str | None) -> Response:
        """Return the criteria in force on the day `asked` for, today unless said.

        Raises:
            ProblemError: 422 for what is no date.
            UnknownCatalogueError: no criteria were in force on that day.
        """
        today = self._today()
        on = any_day(asked, today)
        known = self._criteria.as_known()
        catalogue = known.as_confirmed(known.in_force(on), on)
        words = self._lexicon.words(catalogue.id, page_language(request, session.language))
        view = criteria_view(catalogue, words, on)
        return self._pages.render(
            request, "criteria.html", viewer=session, criteria=view, on=on, another_day=on != today
        )


def criteria_routes(signed_in: RequireSession, page: CriteriaPage) -> APIRouter:
    """Return the route; every signed-in person may read the criteria."""
    router = APIRouter(include_in_schema=False)

    @router.get("/criteria")
    async def criteria(
        request: Request, session: Annotated[Session, Depends(signed_in)], on: str | None = None
    ) -> Response:
        """Show the criteria in force today, or on a day."""
        return page.render(request, session, on)

    return router
