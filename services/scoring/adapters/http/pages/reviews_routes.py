"""The page of what awaits review: read only, decisions are recorded elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.scoring.adapters.http.cursors import read_cursor, write_cursor
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.pages.overview_view import verdict_views_of
from services.scoring.adapters.http.pages.result_view import ClusterView, VerdictView, cluster_view, columns
from services.scoring.application.await_review import AwaitReview, Waiting
from shared.contracts.envelope import VILNIUS
from shared.http.problems import ProblemError
from shared.http.sessions import Session
from shared.http.texts import Language
from shared.web.language import page_language
from shared.web.pages import Pages
from shared.web.sign_in import RequireSession
from shared.working_days import working_days

PAGE = 50


@dataclass(frozen=True)
class WaitingView:
    """One line; `days`: working days since the receipt, None: it came today."""

    cluster: ClusterView
    number: str | None
    assessed_on: date
    days: int | None
    levels: tuple[VerdictView, ...]


def reviews_page(
    signed_in: RequireSession,
    pages: Pages,
    waiting: AwaitReview,
    lexicon: Lexicon,
    clock: Callable[[], datetime],
    page: int = PAGE,
) -> APIRouter:
    """Return the route; it is for those who review, others get 403. `page`: lines at a time."""
    router = APIRouter(include_in_schema=False)
    viewer = Depends(signed_in)

    @router.get("/reviews")
    async def reviews(
        request: Request,
        session: Annotated[Session, viewer],
        cursor: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        """Show what awaits review among the clusters that the person may see; 400 for what is no cursor."""
        if not session.reviews:
            raise ProblemError(403)
        today = clock().astimezone(VILNIUS).date()
        found = await waiting(
            None if session.sees_all else frozenset(session.clusters),
            after=read_cursor(cursor) if cursor else None,
            limit=page,
        )
        language = page_language(request, session.language)
        rows = [_view(each, today, lexicon, language) for each in found.shown]
        return pages.render(
            request,
            "awaiting.html",
            viewer=session,
            rows=rows,
            columns=columns(each.levels for each in rows),
            total=found.total,
            oldest=_days(found.oldest.astimezone(VILNIUS).date(), today) if found.oldest else None,
            following=found.last and write_cursor(found.last),
            behind=bool(cursor),
        )

    return router


def _view(waiting: Waiting, today: date, lexicon: Lexicon, language: Language) -> WaitingView:
    return WaitingView(
        cluster=cluster_view(waiting.cluster, language),
        number=waiting.assessment.number,
        assessed_on=waiting.assessment.assessed_on,
        days=_days(waiting.assessment.submitted_on, today),
        levels=verdict_views_of(waiting.row, lexicon, language),
    )


def _days(since: date, today: date) -> int | None:
    return None if since >= today else working_days(since, today)
