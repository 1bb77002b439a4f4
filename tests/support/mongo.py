"""A database of its own for each test."""

from collections.abc import AsyncIterator

import pytest

from shared.mongo import Database, open_mongo


@pytest.fixture
async def database(mongo_server: str, database_name: str) -> AsyncIterator[Database]:
    """An empty database on the real server, opened as the services open it."""
    async with open_mongo(mongo_server) as client:
        yield client[database_name]
