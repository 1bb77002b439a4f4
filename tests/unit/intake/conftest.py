"""Intake on in-memory stores, anew for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.support.intake_app import IntakeApp, open_intake


@pytest.fixture
async def intake() -> AsyncIterator[IntakeApp]:
    async with open_intake() as opened:
        yield opened
