"""The pages of results: a cluster's result, the result of one assessment."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.moments import ClusterAt, Moment, cluster_at, seen
from services.scoring.adapters.http.pages.addon_view import addon_views
from services.scoring.adapters.http.pages.areas_view import AreasView, areas_view, asks_for_areas
from services.scoring.adapters.http.pages.dates_view import CalendarView, calendar_view
from services.scoring.adapters.http.pages.offers_view import OffersView, lacks_documents, offers_view
from services.scoring.adapters.http.pages.order_view import OrderView, order_views
from services.scoring.adapters.http.pages.result_view import (
    AssessmentView,
    cluster_view,
    columns,
    history_view,
    result_view,
)
from services.scoring.adapters.http.parameters import look_back, record_id
from services.scoring.adapters.http.words import Words
from services.scoring.application.read_advice import ReadAdvice
from services.scoring.application.read_calendar import LabelCalendar, ReadCalendar
from services.scoring.application.read_results import AsOf, Blocked, Found, ReadResults, Register, Result
from shared.http.problems import not_found
from shared.http.sessions import Session
from shared.http.texts import Language
from shared.web.language import page_language
from shared.web.pages import Pages
from shared.web.sign_in import RequireSession

TEMPLATES = Path(__file__).parent / "templates"
TEXTS = Path(__file__).parent / "texts"


class ResultPages:
    """Renders results for a signed-in person; `clock` gives the present moment."""

    def __init__(
        self,
        pages: Pages,
        read: ReadResults,
        advice: ReadAdvice,
        dates: ReadCalendar,
        register: Register,
        lexicon: Lexicon,
        clock: Callable[[], datetime],
    ) -> None:
        self._pages, self._read, self._register, self._lexicon = pages, read, register, lexicon
        self._advice, self._dates, self.clock = advice, dates, clock

    async def current(self, request: Request, session: Session, at: ClusterAt) -> Response:
        """Return the current result, or the one as it was."""
        read, past = self._read, at.past
        found = await (read.current(at.cluster) if past is None else read.as_it_was(at.cluster, past))
        return await self._page(request, session, found, at)

    async def of_assessment(self, request: Request, session: Session, cluster: str, assessment: str) -> Response:
        """Return the result of one assessment of a cluster that the person may see."""
        found = await self._read.of_assessment(cluster, record_id(assessment))
        return await self._page(request, session, found, Moment(self.clock(), None))

    async def _page(self, request: Request, session: Session, found: Found, at: Moment) -> Response:
        card = await self._register.cluster(found.cluster)
        if card is None:
            raise not_found()
        language = page_language(request, session.language)
        cluster = cluster_view(card, language)
        if not isinstance(found, Result):
            reason = found.reason if isinstance(found, Blocked) else None
            return self._pages.render(request, "pending.html", viewer=session, cluster=cluster, blocked=reason)
        assessment, past, today = found.readiness.assessment, at.past, at.today
        named = None if assessment is None else await self._register.assessment(assessment)
        words = self._lexicon.words(found.readiness.catalogue, language)
        assessments = await self._assessments(found, language) if past is None else ()
        areas, offers = await self._proposed(found, at.look, words)
        return self._pages.render(
            request,
            "result.html",
            viewer=session,
            cluster=cluster,
            result=result_view(found, named, words, card.target if past is None else None),
            addons=addon_views(found.readiness, words),
            calendar=await self._calendar(found, at.look, words),
            areas=areas,
            offers=offers,
            orders=await self._orders(found, words, today) if past is None else (),
            assessments=assessments,
            columns=columns(each.levels for each in assessments),
            past=past,
            today=today,
        )

    async def _calendar(self, found: Result, at: AsOf, words: Words) -> CalendarView | None:
        """A superseded result has no calendar: dates are the cluster's, not an assessment's."""
        calendar = await self._dates(found.cluster, at) if found.current else None
        return calendar_view(calendar, words) if isinstance(calendar, LabelCalendar) else None

    async def _proposed(self, found: Result, at: AsOf, words: Words) -> tuple[AreasView | None, OffersView | None]:
        """Return what is proposed for the current assessment, where a level waits for it: it costs a fold."""
        areas, documents = asks_for_areas(found.readiness), lacks_documents(found.readiness)
        if not found.current or not (areas or documents):
            return None, None
        proposed, offered = await self._advice.both(found.cluster, at)
        return areas_view(proposed, words), offers_view(offered, words) if documents else None

    async def _orders(self, found: Result, words: Words, today: date) -> tuple[OrderView, ...]:
        """A superseded result has no order: what is to be done follows from the current one."""
        return order_views(await self._advice.orders(found, today), words) if found.current else ()

    async def _assessments(self, found: Result, language: Language) -> tuple[AssessmentView, ...]:
        kept = await self._read.assessments(found.cluster)
        shown = found.readiness.assessment
        return history_view(kept, shown, lambda catalogue: self._lexicon.words(catalogue, language))


def page_routes(signed_in: RequireSession, results: ResultPages) -> APIRouter:
    """Return the routes; who is not signed in is led to the sign-in and back."""
    router = APIRouter(include_in_schema=False)
    viewer, cluster_seen = Depends(signed_in), seen(signed_in)
    looking = cluster_at(signed_in, look_back, results.clock)

    @router.get("/results/{cluster}")
    async def current(
        request: Request, session: Annotated[Session, viewer], at: Annotated[ClusterAt, Depends(looking)]
    ) -> Response:
        """Show the result of a cluster, now or as of a day."""
        return await results.current(request, session, at)

    @router.get("/results/{cluster}/{assessment}")
    async def of_assessment(
        request: Request,
        session: Annotated[Session, viewer],
        visible: Annotated[str, Depends(cluster_seen)],
        assessment: str,
    ) -> Response:
        """Show the result of one assessment."""
        return await results.of_assessment(request, session, visible, assessment)

    return router
