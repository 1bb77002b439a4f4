"""What the notifier brings to `branda doctor`."""

import ssl
from collections.abc import Sequence
from typing import Any

from aiosmtplib import SMTP, SMTPException

from services.notifier.adapters.mongo.messages import MongoMessageStore
from services.notifier.adapters.mongo.notices import MongoNoticeStore
from services.notifier.settings import Settings
from shared.doctor.database import check_database
from shared.doctor.findings import Check, Finding, checked
from shared.errors import TransientError
from shared.http.clients import PeerUnavailableError, open_client
from shared.http.tokens import ServiceTokens
from shared.mongo import open_mongo

SMTP_SECONDS = 5.0


async def settings_of_the_notifier() -> Sequence[Finding]:
    """Every setting can be read."""
    return checked(Settings, "the notifier")


async def database_of_the_notifier() -> Sequence[Finding]:
    """The notifier's database takes writes and has its indexes."""

    async def ensure(database: Any) -> None:
        await MongoMessageStore(database).start()
        await MongoNoticeStore(database).ensure_indexes()

    settings = Settings()
    return await check_database(settings.mongo, settings.notifier_database, "the notifier", ensure)


async def service_token() -> Sequence[Finding]:
    """Intake knows the notifier's client and secret: without a token nobody can be told anything."""
    settings = Settings()
    secret = settings.service_client_secret.get_secret_value()
    try:
        async with open_client(settings.intake_url) as intake:
            await ServiceTokens(intake, settings.service_client_id, secret).authorization()
    except PeerUnavailableError as error:
        remedy = "Compare BRANDA_SERVICE_CLIENT_ID and _SECRET with intake's clients file; is intake up?"
        return [Finding("service token", f"{settings.service_client_id}: {error}", remedy)]
    return [Finding("service token", f"intake gives one to {settings.service_client_id}")]


async def mail_relay() -> Sequence[Finding]:
    """The relay greets, and takes our TLS and credentials; no mail is sent."""
    settings = Settings()
    required = settings.smtp_tls == "required"
    place = f"{settings.smtp_host}:{settings.smtp_port}"
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
    try:
        async with SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user,
            password=password,
            timeout=SMTP_SECONDS,
            start_tls=required,
            tls_context=settings.smtp_context() if required else None,
        ) as relay:
            await relay.noop()
    except (SMTPException, OSError, ssl.SSLError) as error:
        remedy = "Check BRANDA_SMTP_HOST, _PORT, _TLS, _USER, _PASSWORD and _CA; mails wait up to 72 hours."
        return [Finding("mail relay", f"{place}: {type(error).__name__}: {error}", remedy)]
    return [Finding("mail relay", f"{place} answers{' over TLS' if required else ', without TLS'}")]


async def mails() -> Sequence[Finding]:
    """No mail needs a person."""
    settings = Settings()
    try:
        async with open_mongo(settings.mongo) as client:
            counts = await MongoMessageStore(client[settings.notifier_database]).counts()
    except TransientError as error:
        return [Finding("mails", error.reason, "Mend MongoDB first.")]
    waiting = {state: counts[state] for state in ("failed", "uncertain", "no_recipient") if counts.get(state)}
    if waiting:
        words = ", ".join(f"{count} {state}" for state, count in waiting.items())
        return [
            Finding("mails", words, "Look at them: branda messages --state STATE; docs/operations.md says what to do.")
        ]
    return [Finding("mails", f"{sum(counts.values())}, none needs a person")]


CHECKS: tuple[Check, ...] = (settings_of_the_notifier, database_of_the_notifier, service_token, mail_relay, mails)
