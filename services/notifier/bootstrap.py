"""Wires the notifier; everything that is opened is closed in reverse."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from services.notifier.adapters.alarms import LoggedAlarms
from services.notifier.adapters.clock import SystemClock
from services.notifier.adapters.figures import look
from services.notifier.adapters.http.intake import HttpIntake
from services.notifier.adapters.kafka.readiness import GROUP, OnReadiness
from services.notifier.adapters.letters.renderer import JinjaLetters
from services.notifier.adapters.letters.sign_in import JinjaSignInLetters
from services.notifier.adapters.mongo.messages import MongoMessageStore
from services.notifier.adapters.mongo.notices import MongoNoticeStore
from services.notifier.adapters.smtp.sender import Relay, open_sender
from services.notifier.adapters.wording import Catalogues
from services.notifier.application.compose_letter import ComposeLetter
from services.notifier.application.decide_notices import DecideNotices
from services.notifier.application.expand_notices import ExpandNotices, Hold
from services.notifier.application.ports import Alarms, Clock, Intake
from services.notifier.application.repeat import LONGEST_PAUSE, repeat
from services.notifier.application.send_messages import SendMessages
from services.notifier.application.send_sign_in import SendSignIn
from services.notifier.application.take_notices import TakeNotices
from services.notifier.settings import Settings, mail_address
from shared.background import in_background
from shared.catalogue.library import Library
from shared.contracts.common import CATALOGUES, READINESS
from shared.errors import TransientError
from shared.http.clients import ServiceClient, open_client
from shared.http.health import Check
from shared.http.keys import RemoteKeys
from shared.http.tokens import RequireBearer, ServiceTokens, TokenValidator
from shared.kafka.backoff import Backoff
from shared.kafka.catalogues import Uptake, open_uptake
from shared.kafka.lifespan import RunningConsumer, open_consumer, open_publisher
from shared.mongo import Client, answers, open_mongo
from shared.telemetry.sampling import sample

GATHER_MS = 250
"""A mail may leave so much later; on a busy day ten results are then taken, and decided about, together."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Stores:
    """The notifier's own database."""

    notices: MongoNoticeStore
    messages: MongoMessageStore

    async def start(self, now: datetime) -> datetime:
        """Make the database ready, waiting for it as long as it takes, and return `mail_from`."""
        backoff = Backoff(longest=LONGEST_PAUSE)
        while True:
            try:
                mail_from = await self.notices.start(now)
                await self.messages.start()
                return mail_from
            except TransientError as error:
                log.warning("waiting for the database", reason=error.reason)
                await backoff.sleep()


@dataclass(frozen=True)
class Expansion:
    """What the expansion is made of, once the database has said from when on mails are sent."""

    stores: Stores
    intake: Intake
    compose: ComposeLetter
    clock: Clock
    alarms: Alarms
    started: datetime
    lease: timedelta

    async def start(self, to_send: Callable[[], None]) -> ExpandNotices:
        """Return the expansion, which calls `to_send` for new mails; two replicas are kept apart by their owners."""
        mail_from = await self.stores.start(self.started)
        return ExpandNotices(
            self.stores.notices,
            self.stores.messages,
            self.intake,
            DecideNotices(self.compose, mail_from),
            self.clock,
            self.alarms,
            hold=Hold(owner=str(uuid4()), length=self.lease),
            to_send=to_send,
        )


@dataclass(frozen=True)
class Notifier:
    """The running notifier, as its HTTP side sees it."""

    messages: MongoMessageStore
    bearer: RequireBearer
    mongo: Client
    consumer: RunningConsumer
    uptake: Uptake
    prepared: asyncio.Event
    sign_in: SendSignIn

    def checks(self) -> Mapping[str, Check]:
        """Return what must answer for notices to be taken; the relay and intake may be away for a while."""

        async def mongo() -> bool:
            return self.prepared.is_set() and await answers(self.mongo)

        async def kafka() -> bool:
            return self.consumer.problem() is None and self.uptake.consumer.problem() is None

        async def criteria() -> bool:
            return self.uptake.follow.loaded

        return {"mongo": mongo, "kafka": kafka, "catalogues": criteria}


@asynccontextmanager
async def open_notifier(
    settings: Settings, clock: Clock | None = None, alarms: Alarms | None = None
) -> AsyncIterator[Notifier]:
    """Start taking, expanding and sending. Servers that are away are waited for.

    Raises:
        CatalogueError: the criteria that are installed are not in order.
    """
    clock, alarms = clock or SystemClock(), alarms or LoggedAlarms()
    started, sender_address = clock.now(), mail_address(settings.mail_sender)
    library = Library(settings.catalogues)
    async with (
        open_mongo(settings.mongo) as mongo,
        open_client(settings.intake_url) as intake,
        open_sender(_relay(settings), sender_address) as sender,
        open_publisher(settings, [READINESS, CATALOGUES]) as publisher,
    ):
        database = mongo[settings.notifier_database]
        stores = Stores(MongoNoticeStore(database), MongoMessageStore(database))
        woken, prepared = asyncio.Event(), asyncio.Event()
        take = OnReadiness(TakeNotices(stores.notices, clock), woken)
        expansion = Expansion(
            stores,
            HttpIntake(_with_token(intake, settings)),
            ComposeLetter(Catalogues(library).wording, JinjaLetters(), settings.result_page),
            clock,
            alarms,
            started,
            settings.lease,
        )
        send = SendMessages(stores.messages, sender, clock, alarms, lease=settings.lease)
        sign_in = SendSignIn(sender, JinjaSignInLetters(), clock)
        work = _work(expansion, send, settings.notifier_senders, woken, prepared)
        async with (
            closing(sign_in),
            open_uptake(settings, library, database, publisher, group=GROUP) as uptake,
            in_background(work),
            in_background(sample(lambda: look(stores.messages, stores.notices, clock.now()))),
            open_consumer(
                settings, take, publisher, topics=(READINESS,), group=GROUP, source="notifier", gather_ms=GATHER_MS
            ) as consumer,
        ):
            validator = TokenValidator(RemoteKeys(intake), issuer=settings.issuer)
            yield Notifier(stores.messages, RequireBearer(validator), mongo, consumer, uptake, prepared, sign_in)


@asynccontextmanager
async def closing(sign_in: SendSignIn) -> AsyncIterator[None]:
    """Drop the sign-in mails that are under way at the end."""
    try:
        yield
    finally:
        await sign_in.close()


async def _work(
    expansion: Expansion, send: SendMessages, senders: int, woken: asyncio.Event, prepared: asyncio.Event
) -> None:
    to_send = asyncio.Event()
    expand = await expansion.start(to_send.set)
    prepared.set()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(repeat("expand", expand.step, woken))
        for number in range(senders):
            tasks.create_task(repeat(f"send {number}", send.step, to_send))


def _with_token(intake: ServiceClient, settings: Settings) -> ServiceClient:
    secret = settings.service_client_secret.get_secret_value()
    return intake.authorized(ServiceTokens(intake, settings.service_client_id, secret).authorization)


def _relay(settings: Settings) -> Relay:
    password = settings.smtp_password
    return Relay(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        user=settings.smtp_user,
        password=None if password is None else password.get_secret_value(),
        seconds=settings.smtp_seconds,
        context=settings.smtp_context() if settings.smtp_tls == "required" else None,
    )
