"""The one wiring place of intake; everything closes in reverse."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI

from services.intake.adapters.catalogues import PublishedCatalogues
from services.intake.adapters.clients import ClientsFile
from services.intake.adapters.clock import SystemClock
from services.intake.adapters.http.api.corrections import correction_routes
from services.intake.adapters.http.api.internal import internal_routes, session_routes
from services.intake.adapters.http.api.oauth import oauth_routes
from services.intake.adapters.http.api.records import record_routes
from services.intake.adapters.http.api.register import people_routes, receipt_routes, register_routes
from services.intake.adapters.http.notifier import open_post
from services.intake.adapters.http.pages.asking import asking_routes
from services.intake.adapters.http.pages.home import home_routes
from services.intake.adapters.http.pages.home_view import Wordings
from services.intake.adapters.http.pages.sign_in import TEMPLATES, TEXTS, SignInPages, sign_in_routes, sign_out_routes
from services.intake.adapters.http.scoring import HttpScoring
from services.intake.adapters.kafka.outbox import open_relay
from services.intake.adapters.mongo.events import MongoEventStore
from services.intake.adapters.mongo.indexes import Indexes
from services.intake.adapters.mongo.limits import MongoLimits
from services.intake.adapters.mongo.people import MongoPeopleStore
from services.intake.adapters.own_tokens import OwnTokens
from services.intake.adapters.signing import TokenIssuer
from services.intake.application import commands
from services.intake.application.asking import AskToSignIn
from services.intake.application.assessments import Assessments
from services.intake.application.clusters import Clusters
from services.intake.application.corrections import Corrections
from services.intake.application.drafts import Drafts
from services.intake.application.evidence import Evidence
from services.intake.application.history import History
from services.intake.application.home import READINESS_SECONDS, ReadHome
from services.intake.application.inquiries import Inquiries
from services.intake.application.labelling import Labelling
from services.intake.application.people import People, SignIn
from services.intake.application.ports import (
    Catalogues,
    Clock,
    EventStore,
    Limits,
    Outbox,
    PeopleStore,
    SignInPost,
)
from services.intake.application.readiness import Readiness
from services.intake.application.write import EventWriter
from services.intake.settings import Settings
from shared.catalogue.library import Library
from shared.contracts.common import CATALOGUES, SUBMISSIONS
from shared.contracts.submission import Command
from shared.http.clients import open_client
from shared.http.documented import document_models
from shared.http.health import Check
from shared.http.keys import FixedKeys
from shared.http.tokens import RequireBearer, TokenValidator
from shared.kafka.catalogues import open_uptake
from shared.kafka.lifespan import open_publisher
from shared.mongo import answers, open_mongo
from shared.web.pages import Pages

GROUP = "branda-intake"
"""The prefix of its consumer groups: intake consumes nothing but criteria."""


@dataclass(frozen=True)
class Parts:
    """What the routes stand on; tests put fakes here."""

    events: EventStore
    people: PeopleStore
    catalogues: Catalogues
    clock: Clock
    outbox: Outbox
    readiness: Readiness
    wordings: Wordings
    limits: Limits
    post: SignInPost


def open_pages(settings: Settings) -> Pages:
    """Return the renderer of intake's pages."""
    return Pages(TEMPLATES, [TEXTS], settings.links)


def add_routes(
    app: FastAPI, settings: Settings, parts: Parts, pages: Pages, issuer: TokenIssuer, clients: ClientsFile
) -> None:
    """Put every route of intake on `app`."""
    bearer = RequireBearer(TokenValidator(FixedKeys(issuer.public_keys), issuer=settings.issuer))
    writer = EventWriter(parts.events, parts.clock, parts.outbox)
    sign_in, people = SignIn(parts.people, parts.clock), People(parts.people, parts.events)
    inquiries = Inquiries(parts.events, parts.people, parts.catalogues)
    drafts = Drafts(parts.events, writer, parts.catalogues)
    own = (
        Assessments(parts.events, parts.people, writer, parts.catalogues),
        Evidence(parts.events, writer, parts.catalogues),
    )
    app.include_router(record_routes(bearer, *own, History(writer, drafts), Labelling(writer)))
    app.include_router(correction_routes(bearer, *own, Corrections(parts.events, writer, drafts)))
    app.include_router(register_routes(bearer, Clusters(parts.events, writer)))
    app.include_router(people_routes(bearer, people))
    app.include_router(receipt_routes(bearer, parts.events))
    app.include_router(internal_routes(bearer, parts.events, people, inquiries))
    app.include_router(session_routes(bearer, sign_in, settings.links.intake))
    app.include_router(oauth_routes(issuer, clients))
    signing_in = SignInPages(pages)
    asking = AskToSignIn(parts.people, parts.limits, parts.post, parts.clock)
    app.include_router(sign_in_routes(signing_in, sign_in))
    app.include_router(asking_routes(signing_in, sign_in, asking))
    app.include_router(sign_out_routes(pages, signing_in, sign_in))
    home = ReadHome(parts.events, parts.readiness, parts.clock)
    app.include_router(home_routes(pages, sign_in, home, parts.wordings))
    document_models(app, *(item for item in vars(commands).values() if _is_command(item)))


def _is_command(item: object) -> bool:
    return isinstance(item, type) and issubclass(item, Command)


@asynccontextmanager
async def running(app: FastAPI, settings: Settings, pages: Pages) -> AsyncIterator[dict[str, Check]]:
    """Open the database, the relay and the uptake of criteria, put the routes on `app`; yields the readiness checks."""
    issuer = TokenIssuer.from_file(settings.signing_key, settings.issuer)
    clients = ClientsFile(settings.clients_file)
    clients.read()
    library = Library(settings.catalogues)
    async with (
        open_mongo(settings.mongo) as client,
        open_client(settings.scoring_url, seconds=READINESS_SECONDS) as scoring,
        open_client(settings.notifier_url) as notifier,
    ):
        database = client[settings.intake_database]
        indexes, tokens = Indexes(database), OwnTokens(issuer)
        async with (
            open_publisher(settings, [SUBMISSIONS, CATALOGUES]) as publisher,
            open_relay(database, publisher) as relay,
            open_uptake(settings, library, database, publisher, group=GROUP) as uptake,
            open_post(notifier.authorized(tokens.authorization), settings.links.intake) as post,
        ):
            stores = MongoEventStore(database, indexes), MongoPeopleStore(database, indexes)
            catalogues = PublishedCatalogues(library, lambda: uptake.follow.loaded)
            parts = Parts(
                *stores,
                catalogues=catalogues,
                clock=SystemClock(),
                outbox=relay,
                readiness=HttpScoring(scoring, tokens),
                wordings=catalogues.wording,
                limits=MongoLimits(database, indexes),
                post=post,
            )
            add_routes(app, settings, parts, pages, issuer, clients)

            async def mongo() -> bool:
                await indexes.ensure()
                return await answers(client)

            async def criteria() -> bool:
                return uptake.follow.loaded

            gc.freeze()  # routes and criteria live as long as the process: visiting them stops it for 0.1 s
            yield {"mongo": mongo, "catalogues": criteria}
