"""The page that lists results: filtered, ordered by what needs attention, a part at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.scoring.adapters.http.cursors import read_cursor, write_cursor
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.pages.overview_view import alphabetical, row_views
from services.scoring.adapters.http.pages.result_view import columns
from services.scoring.adapters.http.parameters import choice
from services.scoring.adapters.http.words import Words
from services.scoring.application.list_results import ListResults, Wanted
from services.scoring.application.ports import Criteria
from shared.catalogue.general_sentences import VERDICTS
from shared.contracts.envelope import VILNIUS
from shared.http.sessions import Session
from shared.http.texts import Language
from shared.web.language import page_language
from shared.web.pages import Pages
from shared.web.sign_in import RequireSession

PAGE = 50
KEPT_PLACES = 20_000
"""Names of 10,000 clusters in two languages, some 2 MB."""

FILTER_FROM = 6
"""Whoever sees fewer clusters needs no filter."""

ORDERS = ("name",)
HELD = ("bronze", "silver", "gold", "none")


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for, as it stands there; empty is not asked."""

    held: Annotated[str, Query(max_length=40)] = ""
    level: Annotated[str, Query(max_length=40)] = ""
    verdict: Annotated[str, Query(max_length=40)] = ""
    order: Annotated[str, Query(max_length=40)] = ""
    cursor: Annotated[str, Query(max_length=200)] = ""

    @property
    def filters(self) -> dict[str, str]:
        """Everything but the place in the list."""
        asked = {"held": self.held, "level": self.level, "verdict": self.verdict, "order": self.order}
        return {name: value for name, value in asked.items() if value}


class OverviewPage:
    """Renders the list for a signed-in person; `clock` gives the present moment."""

    def __init__(
        self,
        pages: Pages,
        results: ListResults,
        criteria: Criteria,
        lexicon: Lexicon,
        clock: Callable[[], datetime],
        page: int = PAGE,
    ) -> None:
        self._pages, self._results, self._criteria, self._lexicon = pages, results, criteria, lexicon
        self._clock, self._page = clock, page

    async def render(self, request: Request, session: Session, asked: Asked) -> Response:
        """Return a part of the list.

        Raises:
            ProblemError: 422 for a filter that is none, 400 for what is no cursor.
        """
        language = page_language(request, session.language)
        on = self._clock().astimezone(VILNIUS).date()
        levels = self._levels(language)
        wanted = Wanted(
            held=choice("held", asked.held, HELD),
            level=choice("level", asked.level, levels),
            verdict=choice("verdict", asked.verdict, VERDICTS),
            by_name=choice("order", asked.order, ORDERS) is not None,
        )
        found = await self._results(
            None if session.sees_all else frozenset(session.clusters),
            wanted,
            on,
            lambda card: _place(card.name(language)),
            after=read_cursor(asked.cursor) if asked.cursor else None,
            limit=self._page,
        )
        rows = row_views(found.rows, self._lexicon, language)
        return self._pages.render(
            request,
            "results.html",
            viewer=session,
            rows=rows,
            columns=columns(each.levels for each in rows) or levels,
            found=found,
            asked=asked,
            said=self._said(wanted, language),
            levels=levels,
            filterable=found.total >= FILTER_FROM,
            following=found.last and urlencode({**asked.filters, "cursor": write_cursor(found.last)}),
        )

    def _levels(self, language: Language) -> dict[str, str]:
        words = self._words(language)
        return {each.level: words.level(each.level) for each in words.catalogue.levels}

    def _said(self, wanted: Wanted, language: Language) -> str | None:
        """Return the verdict asked for in the words of its level: each label has somebody else to contact."""
        if wanted.level is None or wanted.verdict is None:
            return None
        words = self._words(language)
        return f"{words.level(wanted.level)}: {words.verdict_of(wanted.level, wanted.verdict)}"

    def _words(self, language: Language) -> Words:
        catalogue = self._criteria.as_known().in_force(self._clock().astimezone(VILNIUS).date())
        return self._lexicon.words(catalogue.id, language)


@lru_cache(KEPT_PLACES)
def _place(name: str) -> bytes:
    """Return what puts a name at its place; a list of 10,000 asks it 10,000 times, and names hardly change."""
    return bytes(letter + 1 for letter in alphabetical(name))


def overview_routes(signed_in: RequireSession, page: OverviewPage) -> APIRouter:
    """Return the routes; the list has an address of its own for a proxy that serves all services."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    @router.get("/results")
    async def overview(
        request: Request, session: Annotated[Session, Depends(signed_in)], asked: Annotated[Asked, Depends()]
    ) -> Response:
        """Show the clusters that the person may see."""
        return await page.render(request, session, asked)

    return router
