"""The page of what awaits review: read only, decisions are recorded elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

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


@dataclass(frozen=True)
class WaitingView:
    """One line; `days`: calendar days since the receipt, as on the first screen."""

    cluster: ClusterView
    number: str | None
    assessed_on: date
    days: int
    levels: tuple[VerdictView, ...]


def reviews_page(
    signed_in: RequireSession,
    pages: Pages,
    waiting: AwaitReview,
    lexicon: Lexicon,
    clock: Callable[[], datetime],
) -> APIRouter:
    """Return the route; it is for those who review, others get 403."""
    router = APIRouter(include_in_schema=False)
    viewer = Depends(signed_in)

    @router.get("/reviews")
    async def reviews(request: Request, session: Annotated[Session, viewer]) -> Response:
        """Show what awaits review among the clusters that the person may see."""
        if not session.reviews:
            raise ProblemError(403)
        today = clock().astimezone(VILNIUS).date()
        found = await waiting(None if session.sees_all else frozenset(session.clusters))
        language = page_language(request, session.language)
        rows = [_view(each, today, lexicon, language) for each in found]
        return pages.render(
            request, "awaiting.html", viewer=session, rows=rows, columns=columns(each.levels for each in rows)
        )

    return router


def _view(waiting: Waiting, today: date, lexicon: Lexicon, language: Language) -> WaitingView:
    return WaitingView(
        cluster=cluster_view(waiting.cluster, language),
        number=waiting.assessment.number,
        assessed_on=waiting.assessment.assessed_on,
        days=(today - waiting.assessment.submitted_on).days,
        levels=verdict_views_of(waiting.row, lexicon, language),
    )
