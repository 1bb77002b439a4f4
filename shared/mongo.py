"""The one way to open MongoDB, and to tell a server that is away from our own mistakes."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    CursorNotFound,
    PyMongoError,
    WriteConcernError,
)

from shared.errors import TransientError

Document = dict[str, Any]
Client = AsyncIOMotorClient[Document]
Database = AsyncIOMotorDatabase[Document]
Collection = AsyncIOMotorCollection[Document]

TIMEOUT_MS = 2000
"""Bounds one operation including its retry; a submitter must hear 503 within 3 s (`quality.md` 3, row 7)."""

SERVER_SELECTION_TIMEOUT_MS = 1500
"""An absent server is noticed before `TIMEOUT_MS` is used up by waiting for one."""

RETRYABLE_CODES = frozenset({91, 189, 11600, 11602, 14031})
"""The server shuts down, loses its role, or its disk is full (14031): nothing is wrong with what was asked."""


@asynccontextmanager
async def open_mongo(dsn: str) -> AsyncIterator[Client]:
    """Yield a client whose writes are on the journal of a majority before they are acknowledged (design 4).

    Opening does not connect: the server may be away.
    """
    client: Client = AsyncIOMotorClient(
        dsn,
        w="majority",
        journal=True,
        timeoutMS=TIMEOUT_MS,
        serverSelectionTimeoutMS=SERVER_SELECTION_TIMEOUT_MS,
        tz_aware=True,
        uuidRepresentation="standard",
    )
    try:
        yield client
    finally:
        client.close()


def is_transient(error: PyMongoError) -> bool:
    """Say whether the same operation may succeed later without a change on our side."""
    if isinstance(error, BulkWriteError):
        return bool(error.details.get("writeConcernErrors")) and not error.details.get("writeErrors")
    if isinstance(error, ConnectionFailure | CursorNotFound | WriteConcernError) or error.timeout:
        return True
    return error.has_error_label("RetryableWriteError") or getattr(error, "code", None) in RETRYABLE_CODES


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn "server away" into `TransientError`; whatever is our own mistake passes through unchanged."""
    try:
        yield
    except PyMongoError as error:
        if is_transient(error):
            raise TransientError(f"MongoDB: {type(error).__name__}: {error}"[:300]) from error
        raise


async def answers(client: Client) -> bool:
    """Say whether MongoDB answers now; for the readiness probe."""
    try:
        await client.admin.command("ping")
    except PyMongoError:
        return False
    return True
