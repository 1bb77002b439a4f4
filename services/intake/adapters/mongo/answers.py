"""What MongoDB's answers mean where the driver does not say it: bulk inserts, and a command of our own."""

from collections.abc import Mapping
from typing import Any

from pymongo.errors import BulkWriteError, WriteError

from services.intake.application.ports import AlreadyStoredError
from shared.errors import TransientError
from shared.mongo import Document, is_transient

DUPLICATE_KEY = 11000
NOT_SAFE = "MongoDB: not known to be on the journals of a majority"


def outcomes(error: BulkWriteError, documents: int) -> list[Exception | None]:
    """Return for each of so many documents why it was not inserted; None: it is safe.

    The server waits for the write concern of what was there already, too, so "already stored" means safe as well; where
    that waiting failed, nothing of the bulk is known to be safe.
    """
    if error.details.get("writeConcernErrors"):
        return [TransientError(NOT_SAFE)] * documents
    found: list[Exception | None] = [None] * documents
    for failed in error.details.get("writeErrors", []):
        found[failed["index"]] = _refusal(failed)
    return found


def _refusal(failed: Mapping[str, Any]) -> Exception:
    if failed["code"] == DUPLICATE_KEY:
        return AlreadyStoredError()
    refusal = WriteError(failed["errmsg"], failed["code"])
    return TransientError(f"MongoDB: {refusal}"[:300]) if is_transient(refusal) else refusal


def changed_document(answer: Document) -> Document | None:
    """Return the document of an answer to `findAndModify`; None if there was none to change.

    Raises:
        TransientError: the change may be lost when another server takes over. The driver looks at this only in methods
            of its own.
    """
    if "writeConcernError" in answer:
        raise TransientError(NOT_SAFE)
    document: Document | None = answer["value"]
    return document
