"""What intake brings to `branda doctor`."""

from collections.abc import Sequence
from typing import Any

from services.intake.adapters.clients import ClientsFile
from services.intake.adapters.mongo.indexes import Indexes
from services.intake.adapters.signing import TokenIssuer
from services.intake.settings import Settings
from shared.doctor.database import check_database
from shared.doctor.findings import Check, Finding, checked


async def settings_of_intake() -> Sequence[Finding]:
    """Every setting can be read."""
    return checked(Settings, "intake")


async def database_of_intake() -> Sequence[Finding]:
    """Intake's database takes writes and has its indexes."""

    async def ensure(database: Any) -> None:
        await Indexes(database).ensure()

    settings = Settings()
    return await check_database(settings.mongo, settings.intake_database, "intake", ensure)


async def signing_key() -> Sequence[Finding]:
    """The key that signs access tokens can be used."""
    settings = Settings()
    try:
        TokenIssuer.from_file(settings.signing_key, settings.issuer)
    except (OSError, ValueError) as error:
        remedy = "Make one, readable by intake's user only: openssl genpkey -algorithm ed25519"
        return [Finding("signing key", f"{settings.signing_key}: {type(error).__name__}", remedy)]
    return [Finding("signing key", "an Ed25519 private key")]


async def clients_file() -> Sequence[Finding]:
    """The programs that may obtain tokens are known."""
    path = Settings().clients_file
    if path is None:
        return [Finding("clients file", "none: no program can obtain a token")]
    try:
        ClientsFile(path).read()
    except (OSError, ValueError) as error:
        remedy = "Mend it; docker-compose.yml shows its form. Intake keeps the clients it knew."
        return [Finding("clients file", f"{path}: {type(error).__name__}", remedy)]
    return [Finding("clients file", "can be read")]


CHECKS: tuple[Check, ...] = (settings_of_intake, database_of_intake, signing_key, clients_file)
