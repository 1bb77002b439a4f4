"""Inserting what may be there already."""

from collections.abc import Sequence

from pymongo.errors import BulkWriteError

from shared.mongo import Collection, Document

DUPLICATE_KEY = 11000


async def insert_new(collection: Collection, documents: Sequence[Document]) -> int:
    """Insert those whose `_id` is not there yet, and return how many these are; raises the driver's errors."""
    if not documents:
        return 0
    try:
        await collection.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        return len(documents) - len(duplicates(error))
    return len(documents)


def duplicates(error: BulkWriteError) -> set[int]:
    """Return the places of those writes whose `_id` was there; raises the error itself if anything else is wrong."""
    refused = error.details["writeErrors"]
    if error.details["writeConcernErrors"] or any(each["code"] != DUPLICATE_KEY for each in refused):
        raise error
    return {each["index"] for each in refused}
