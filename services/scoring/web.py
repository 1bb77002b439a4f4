"""Starts scoring's pages and API: `uvicorn --factory services.scoring.web:create_app`."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import NamedTuple

from fastapi import FastAPI
from pydantic import SecretStr

from services.scoring.adapters.catalogues import ShelvedCatalogues
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
from services.scoring.adapters.http.register import IntakeRegister
from services.scoring.adapters.mongo.event_store import MongoEventStore
from services.scoring.adapters.mongo.results import MongoResults
from services.scoring.adapters.programmes import load_programme
from services.scoring.application.await_review import AwaitReview
from services.scoring.application.compare_results import CompareResults
from services.scoring.application.list_results import ListResults
from services.scoring.application.portfolio import ReadPortfolio
from services.scoring.application.preview import Preview
from services.scoring.application.read_advice import ReadAdvice
from services.scoring.application.read_calendar import ReadCalendar
from services.scoring.application.read_results import ReadResults
from services.scoring.application.read_rows import ReadRows, RowsInOrder
from services.scoring.settings import Settings
from shared.catalogue.library import Library
from shared.contracts.envelope import VILNIUS
from shared.http.application import build_app
from shared.http.clients import ServiceClient, open_client
from shared.http.documented import document_models
from shared.http.health import Check
from shared.http.keys import RemoteKeys
from shared.http.sessions import SessionClient
from shared.http.tokens import RequireBearer, ServiceTokens, TokenValidator
from shared.kafka.catalogues_mongo import follow_catalogues
from shared.mongo import Client, answers, open_mongo
from shared.web.addresses import AddressSettings
from shared.web.errors import add_error_pages
from shared.web.pages import Pages
from shared.web.sign_in import RequireSession


class WebSettings(Settings, AddressSettings):
    """Read from `BRANDA_…`."""

    issuer: str = "branda-intake"
    """Name in every token; the same everywhere."""

    service_client_id: str = "scoring"
    """This process's entry in the clients file."""

    service_client_secret: SecretStr = SecretStr("")
    """The secret of the entry `BRANDA_SERVICE_CLIENT_ID`."""


class Known(NamedTuple):
    """The criteria and their words, as the worker takes them up."""

    catalogues: ShelvedCatalogues
    lexicon: Lexicon


def create_app(settings: WebSettings | None = None) -> FastAPI:
    """Return the application; nothing connects before its lifespan begins."""
    chosen = settings or WebSettings()
    pages = Pages(TEMPLATES, [TEXTS], chosen.links)
    checks: dict[str, Check] = {}

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        library = Library(chosen.catalogues)
        gc.freeze()  # the criteria live as long as the process: a list of 10,000 need not visit them ten times
        async with (
            open_mongo(chosen.mongo) as mongo,
            open_client(chosen.intake_url) as intake,
            follow_catalogues(library, mongo[chosen.scoring_database]) as follow,
        ):
            known = Known(ShelvedCatalogues(library, lambda: follow.loaded), Lexicon(library))
            _add_routes(app, chosen, pages, mongo, intake, known)

            async def mongo_answers() -> bool:
                return await answers(mongo)

            async def criteria_are_read() -> bool:
                return follow.loaded

            checks.update(mongo=mongo_answers, catalogues=criteria_are_read)
            yield

    app = build_app("Branda scoring", lifespan=lifespan, checks=lambda: checks, translations=API_TRANSLATIONS)
    document_models(app, PreviewAssessment)
    pages.mount(app)
    add_error_pages(app, pages, TRANSLATIONS)
    return app


def _add_routes(
    app: FastAPI, settings: WebSettings, pages: Pages, mongo: Client, intake: ServiceClient, known: Known
) -> None:
    tokens = ServiceTokens(intake, settings.service_client_id, settings.service_client_secret.get_secret_value())
    asking = intake.authorized(tokens.authorization)
    register = IntakeRegister(asking)
    database = mongo[settings.scoring_database]
    catalogues, lexicon = known
    kept, events = MongoResults(database), MongoEventStore(database)
    read = ReadResults(kept, events, register, catalogues)
    advice = ReadAdvice(read, events, catalogues)
    preview = Preview(kept, events, register, catalogues, _today)
    bearer = RequireBearer(TokenValidator(RemoteKeys(intake), issuer=settings.issuer))
    signed_in = RequireSession(SessionClient(asking), pages.links)
    app.include_router(advice_routes(bearer, advice, lexicon))
    dates = ReadCalendar(kept, events, register, catalogues)
    app.include_router(calendar_routes(bearer, dates, lexicon))
    app.include_router(result_routes(bearer, read, CompareResults(read, events, catalogues), lexicon))
    in_order = RowsInOrder(kept, catalogues)
    rows = ReadRows(in_order, events, catalogues)
    portfolio = ReadPortfolio(events, rows, catalogues, load_programme(settings.catalogues))
    app.include_router(row_routes(bearer, rows))
    app.include_router(portfolio_routes(bearer, portfolio))
    app.include_router(preview_routes(bearer, preview, lexicon))
    app.include_router(portfolio_page(signed_in, pages, portfolio, register, lexicon))
    app.include_router(criteria_routes(signed_in, CriteriaPage(pages, catalogues, lexicon, _today)))
    overview = OverviewPage(pages, ListResults(in_order, register), catalogues, lexicon, _now)
    app.include_router(overview_routes(signed_in, overview))
    app.include_router(reviews_page(signed_in, pages, AwaitReview(in_order, events, register), lexicon, _now))
    app.include_router(page_routes(signed_in, ResultPages(pages, read, advice, dates, register, lexicon, _now)))


def _now() -> datetime:
    return datetime.now(VILNIUS)


def _today() -> date:
    return _now().date()
