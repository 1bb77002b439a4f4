"""The result pages and API over the real engine and criteria, with everything outside faked in memory.

A session is a cookie with a person's name, a bearer token
is a role and clusters in plain words: signatures are tested elsewhere.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

import httpx
from fastapi import FastAPI, Request

from services.scoring.adapters.catalogues import FileCatalogues
from services.scoring.adapters.http.api.advice import advice_routes
from services.scoring.adapters.http.api.calendar import calendar_routes
from services.scoring.adapters.http.api.portfolio import portfolio_routes
from services.scoring.adapters.http.api.preview import PreviewAssessment, preview_routes
from services.scoring.adapters.http.api.results import result_routes
from services.scoring.adapters.http.api.rows import row_routes
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.pages.criteria_routes import CriteriaPage, criteria_routes
from services.scoring.adapters.http.pages.overview_routes import OverviewPage, overview_routes
from services.scoring.adapters.http.pages.portfolio_routes import portfolio_page
from services.scoring.adapters.http.pages.reviews_routes import reviews_page
from services.scoring.adapters.http.pages.routes import TEMPLATES, TEXTS, ResultPages, page_routes
from services.scoring.adapters.http.problems import API_TRANSLATIONS, TRANSLATIONS
from services.scoring.adapters.programmes import load_programme
from services.scoring.application.await_review import AwaitReview
from services.scoring.application.compare_results import CompareResults
from services.scoring.application.fold import results
from services.scoring.application.list_results import ListResults
from services.scoring.application.portfolio import ReadPortfolio
from services.scoring.application.ports import KeptEvent
from services.scoring.application.preview import Preview
from services.scoring.application.read_advice import ReadAdvice
from services.scoring.application.read_calendar import ReadCalendar
from services.scoring.application.read_results import AssessmentCard, Blocked, ClusterCard, ReadResults, Result
from services.scoring.application.read_rows import ReadRows, Row, RowsInOrder
from services.scoring.domain.document import encode, row
from services.scoring.domain.events import AssessmentSubmitted, Event
from shared.catalogue.library import Library
from shared.contracts.envelope import VILNIUS
from shared.http.application import build_app
from shared.http.clients import PeerUnavailableError
from shared.http.documented import document_models
from shared.http.principal import Principal
from shared.http.problems import ProblemError
from shared.http.sessions import COOKIE, Session
from shared.web.errors import add_error_pages
from shared.web.pages import Links, Pages
from shared.web.sign_in import RequireSession
from tests.support.result_cases import CATALOGUES, TODAY, Case, cases, cluster_id

NOW = datetime.combine(TODAY, time(12), VILNIUS)


class FakeKept:
    """Results, folded as the worker does."""

    def __init__(self, clusters: Mapping[str, Case], catalogues: FileCatalogues) -> None:
        self._clusters = {cluster_id(name): case for name, case in clusters.items()}
        self._results = {
            cluster: [
                Result(cluster, readiness, head.current)
                for head, readiness in results(case.story.history, catalogues, TODAY)
            ]
            for cluster, case in self._clusters.items()
            if case.story.events
        }

    def arrive(self, case: str, result_of: str) -> None:
        """Let a cluster without a result have that of another one."""
        found = self._results[cluster_id(result_of)]
        self._results[cluster_id(case)] = [Result(cluster_id(case), each.readiness, each.current) for each in found]

    async def current(self, cluster: str) -> Result | None:
        return next((each for each in self._results.get(cluster, ()) if each.current), None)

    async def of_assessment(self, cluster: str, assessment: str) -> Result | None:
        found = (each for each in self._results.get(cluster, ()) if each.readiness.assessment == assessment)
        return next(found, None)

    async def of_cluster(self, cluster: str) -> Sequence[Result]:
        return self._results.get(cluster, ())

    async def blocked(self, cluster: str) -> str | None:
        return self._clusters[cluster].blocked if cluster in self._clusters else None

    async def rows(self, among: Collection[str] | None, after: str, limit: int) -> Sequence[Row | Blocked]:
        found: dict[str, Row | Blocked] = {
            each.cluster: Row(each.cluster, json.loads(encode(row(each.readiness))))  # as it is stored
            for results in self._results.values()
            for each in results
            if each.current
        }
        stuck = {cluster: case.blocked for cluster, case in self._clusters.items()}
        found |= {cluster: Blocked(cluster, reason) for cluster, reason in stuck.items() if reason}
        return [found[cluster] for cluster in _behind(found, among, after, limit)]

    async def clusters_after(self, among: Collection[str] | None, after: str, limit: int) -> Sequence[str]:
        told = [cluster for cluster, case in self._clusters.items() if case.story.events]
        return _behind(told, among, after, limit)

    async def of_register(self) -> Mapping[str, Sequence[Event]]:
        return {cluster: case.story.events for cluster, case in self._clusters.items()}

    async def histories(self, clusters: Iterable[str]) -> Mapping[str, Sequence[KeptEvent]]:
        return {
            cluster: [KeptEvent(event, type(event).__name__, False, None, True) for event in case.story.events]
            for cluster, case in self._clusters.items()
            if cluster in set(clusters)
        }


def _behind(known: Iterable[str], among: Collection[str] | None, after: str, limit: int) -> list[str]:
    return sorted(each for each in known if each > after and (among is None or each in among))[:limit]


class FakeRegister:
    """Intake's names; `away` makes it silent, without `listing` it answers about single clusters only.

    `waited`: how long before the day of its answers a self-assessment was received, so that it has waited on that day.
    """

    def __init__(self, clusters: Mapping[str, Case]) -> None:
        self._clusters = clusters
        self.away = False
        self.listing = True
        self.target: str | None = None
        self.waited = timedelta()
        self.asked_for_cards = 0

    async def cluster(self, cluster: str) -> ClusterCard | None:
        return next((card for card in self._cards() if card.id == cluster), None)

    async def clusters(self) -> Sequence[ClusterCard]:
        if not self.listing:
            raise PeerUnavailableError("all clusters were asked for")
        return self._cards()

    def _cards(self) -> list[ClusterCard]:
        if self.away:
            raise PeerUnavailableError("away")
        return [
            ClusterCard(cluster_id(name), case.names, case.provenance, self.target)
            for name, case in self._clusters.items()
        ]

    async def assessment(self, assessment: str) -> AssessmentCard | None:
        if self.away:
            raise PeerUnavailableError("away")
        for name, case in self._clusters.items():
            for event in case.story.events:
                if isinstance(event, AssessmentSubmitted) and event.id == assessment:
                    submitted_on = event.assessed_on - self.waited
                    return AssessmentCard(assessment, cluster_id(name), event.assessed_on, submitted_on, "BR-2026-0147")
        return None

    async def cards(
        self, clusters: Collection[str], assessments: Collection[str]
    ) -> tuple[Mapping[str, ClusterCard], Mapping[str, AssessmentCard]]:
        self.asked_for_cards += 1
        names = {card.id: card for card in self._cards() if card.id in clusters}
        cards = [await self.assessment(each) for each in assessments]
        return names, {card.id: card for card in cards if card is not None}

    async def received(self, assessments: Collection[str]) -> Mapping[str, datetime]:
        cards = [await self.assessment(each) for each in assessments]
        return {card.id: datetime.combine(card.submitted_on, time(12), VILNIUS) for card in cards if card is not None}


class FakeSessions:
    """`jone` sees the example clusters, `agency` everything, `nobody` nothing."""

    def __init__(self) -> None:
        self._clusters = tuple(map(cluster_id, ("not-yet", "confirmed", "contact")))

    async def resolve(self, cookie: str | None) -> Session | None:
        seen: dict[str, tuple[str, ...] | str] = {"jone": self._clusters, "agency": "*", "nobody": ()}
        if cookie not in seen:
            return None
        return Session(
            person=cluster_id(cookie),
            roles=("agency",) if cookie == "agency" else ("manager",),
            clusters=seen[cookie],
            language="lt",
            name="Jonė Pavyzdienė",
        )


async def fake_bearer(request: Request) -> Principal:
    """`Authorization: Bearer <role> <cluster id or *>`."""
    words = request.headers.get("authorization", "").split()
    if len(words) != 3:
        raise ProblemError(401, headers={"WWW-Authenticate": "Bearer"})
    clusters = None if words[2] == "*" else frozenset({words[2]})
    return Principal("client", words[1], clusters, "client")  # type: ignore[arg-type]  # tests name real roles


@dataclass
class Site:
    """The application and its fakes."""

    app: FastAPI
    register: FakeRegister
    kept: FakeKept
    clusters: Mapping[str, Case]


def build_site(more: Mapping[str, Case] | None = None, folder: Path = CATALOGUES, page: int = 50) -> Site:
    """Return the application with all `cases` and `more`, judged by the criteria in `folder`."""
    catalogues, lexicon = FileCatalogues(folder), Lexicon(Library(folder))
    clusters = {**cases(catalogues), **(more or {})}
    kept, register = FakeKept(clusters, catalogues), FakeRegister(clusters)
    read = ReadResults(kept, kept, register, catalogues)
    advice = ReadAdvice(read, kept, catalogues)
    preview = Preview(kept, kept, register, catalogues, lambda: TODAY)
    pages = Pages(TEMPLATES, [TEXTS], Links())
    app = build_app("test", lifespan=_no_lifespan, checks=dict, translations=API_TRANSLATIONS)
    document_models(app, PreviewAssessment)
    pages.mount(app)
    add_error_pages(app, pages, TRANSLATIONS)
    app.include_router(advice_routes(fake_bearer, advice, lexicon))  # type: ignore[arg-type]  # a dependency of the same shape
    calendar = ReadCalendar(kept, kept, register, catalogues)
    app.include_router(calendar_routes(fake_bearer, calendar, lexicon))  # type: ignore[arg-type]  # likewise
    app.include_router(result_routes(fake_bearer, read, CompareResults(read, kept, catalogues), lexicon))  # type: ignore[arg-type]  # a dependency of the same shape
    in_order = RowsInOrder(kept, catalogues)
    rows = ReadRows(in_order, kept, catalogues)
    portfolio = ReadPortfolio(kept, rows, catalogues, load_programme(CATALOGUES))
    app.include_router(row_routes(fake_bearer, rows))  # type: ignore[arg-type]  # likewise
    app.include_router(portfolio_routes(fake_bearer, portfolio))  # type: ignore[arg-type]  # likewise
    app.include_router(preview_routes(fake_bearer, preview, lexicon))  # type: ignore[arg-type]  # likewise
    signed_in = RequireSession(FakeSessions(), pages.links)  # type: ignore[arg-type]  # resolves like the real one
    app.include_router(portfolio_page(signed_in, pages, portfolio, register, lexicon))
    app.include_router(criteria_routes(signed_in, CriteriaPage(pages, catalogues, lexicon, lambda: TODAY)))
    overview = OverviewPage(pages, ListResults(in_order, register), catalogues, lexicon, lambda: NOW, page)
    app.include_router(overview_routes(signed_in, overview))
    waiting = AwaitReview(in_order, register, register)
    app.include_router(reviews_page(signed_in, pages, waiting, lexicon, lambda: NOW, page))
    app.include_router(
        page_routes(signed_in, ResultPages(pages, read, advice, calendar, register, lexicon, lambda: NOW))
    )
    return Site(app, register, kept, clusters)


async def ask(
    site: Site, path: str, *, cookie: str = "", token: str = "", language: str = "", accept: str = "*/*"
) -> httpx.Response:
    """Return the answer to GET `path`, to a person with a session cookie or a program with a token."""
    headers = {"accept": accept}
    headers |= {"authorization": f"Bearer {token}"} if token else {}
    headers |= {"accept-language": language} if language else {}
    headers |= {"cookie": f"{COOKIE}={cookie}"} if cookie else {}
    transport = httpx.ASGITransport(site.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://branda.example") as client:
        return await client.get(path, headers=headers)


async def send(
    site: Site,
    path: str,
    body: object,
    *,
    token: str = "",
    language: str = "lt",
    content_type: str = "application/json",
) -> httpx.Response:
    """Return the answer to POST `path` with `body` (JSON values, or bytes as they are)."""
    headers = {"accept-language": language, "content-type": content_type}
    headers |= {"authorization": f"Bearer {token}"} if token else {}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    transport = httpx.ASGITransport(site.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://branda.example") as client:
        return await client.post(path, headers=headers, content=content)


class _NoLifespan:
    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_: object) -> None:
        return None


def _no_lifespan(_: FastAPI) -> _NoLifespan:
    return _NoLifespan()
