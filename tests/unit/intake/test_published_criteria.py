"""Criteria that are published while intake runs."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from services.intake.adapters.catalogues import PublishedCatalogues
from services.intake.settings import REPOSITORY
from shared.catalogue.library import Library
from shared.contracts.envelope import Event
from tests.support.intake_app import IntakeApp, assessment, open_intake
from tests.support.published import new_version, publication

FIRST_DAY = date(2026, 11, 18)


@dataclass
class Published:
    """An intake, and a version that can be published to it."""

    intake: IntakeApp
    library: Library
    event: Event
    loaded: bool = True

    async def submit(self, cluster: str, catalogue: str, on: str) -> int:
        body = assessment(catalogue=catalogue, assessed_on=on)
        answer = await self.intake.post(f"/api/v1/clusters/{cluster}/assessments", body)
        if answer.status_code == 422:
            assert [error["pointer"] for error in answer.json()["errors"]] == ["/catalogue"]
        return answer.status_code


@pytest.fixture
async def published(tmp_path: Path) -> AsyncIterator[Published]:
    shutil.copytree(REPOSITORY / "catalogues", tmp_path, dirs_exist_ok=True)
    event = publication(tmp_path, new_version(tmp_path, "ecei@1", FIRST_DAY))
    library = Library(REPOSITORY / "catalogues")
    made: list[Published] = []
    async with open_intake(catalogues=PublishedCatalogues(library, lambda: made[0].loaded)) as intake:
        made.append(Published(intake, library, event))
        yield made[0]


async def test_an_assessment_may_name_a_version_from_its_first_day_once_it_is_published(published: Published) -> None:
    cluster = await published.intake.register()
    assert await published.submit(cluster, "ecei@2", "2026-11-18") == 422
    assert await published.submit(cluster, "ecei@1", "2026-11-18") == 202

    published.library.take([published.event])

    assert await published.submit(cluster, "ecei@2", "2026-11-18") == 202
    assert await published.submit(cluster, "ecei@2", "2026-11-17") == 422
    assert await published.submit(cluster, "ecei@1", "2026-11-18") == 422
    assert await published.submit(cluster, "ecei@1", "2026-11-17") == 202


async def test_nothing_is_refused_for_a_version_while_the_published_ones_are_not_read(published: Published) -> None:
    cluster = await published.intake.register()
    published.loaded = False
    assert await published.submit(cluster, "ecei@2", "2026-11-18") == 503
    published.loaded = True
    assert await published.submit(cluster, "ecei@2", "2026-11-18") == 422
