"""Criteria that are published or confirmed while the worker runs: what is refolded, and what is told."""

import asyncio
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.scoring.adapters.catalogues import ShelvedCatalogues
from services.scoring.application.refold_due import RefoldDue
from services.scoring.domain.heads import ENGINE
from services.scoring.domain.readiness import Readiness
from shared.catalogue.library import Library
from shared.contracts.assessment import Answer
from shared.contracts.envelope import Event
from shared.contracts.records import EvidenceAttached
from shared.errors import TransientError
from tests.support.events import cluster_id, event, members, registered, submitted
from tests.support.kafka import eventually
from tests.support.published import confirmation, new_version, publication
from tests.support.result_cases import CATALOGUES
from tests.support.scoring import TODAY
from tests.unit.scoring_application.test_score import Bench

CLUSTER, OTHER = cluster_id(1), cluster_id(2)
STRATEGY = {"4.1.2": Answer(value={"level": 3})}


class Desk:
    """A worker without servers, its library, and its look for what is due."""

    def __init__(self) -> None:
        self.library = Library(CATALOGUES)
        self.bench = Bench(criteria=ShelvedCatalogues(self.library))
        self.renewed = asyncio.Event()
        self.due = RefoldDue(self.bench.heads, self.bench.score, self.bench.criteria, self.bench.clock, self.renewed)

    async def assessed(self) -> None:
        """Let a cluster have proof of its strategy, and another none of anything."""
        proof = EvidenceAttached(indicators=("4.1.2",), kind="link", dated=TODAY, strength="documented")
        told = event(proof, cluster=CLUSTER, key="e", sequence=3, day=TODAY)
        await self.bench.arrive(registered(1), submitted(1, "a", STRATEGY, TODAY, sequence=2), told)
        await self.bench.arrive(registered(2), submitted(2, "a", {}, TODAY, sequence=2))
        self.bench.publish()

    def result(self, cluster: str = CLUSTER) -> Readiness:
        [found] = [each for (of, _), (head, each) in self.bench.heads.kept.items() if of == cluster and head.current]
        assert found is not None
        return found


def settling() -> list[Event]:
    """Return what settles one minimum."""
    return [confirmation("4.1.2", "minimum", "ecei@1"), confirmation("4.1.2", "scoring", "ecei@1")]


def second_version(tmp_path: Path, begins: date) -> Event:
    """Return the publication of ecei@2, whose Gold needs nine tenths."""
    shutil.copytree(CATALOGUES, tmp_path, dirs_exist_ok=True)
    change = ("bundle.yaml", "percent: 80", "percent: 90")
    return publication(tmp_path, new_version(tmp_path, "ecei@1", begins, change))


async def test_a_confirmation_refolds_every_head_and_tells_only_what_changed() -> None:
    desk = Desk()
    await desk.assessed()
    assert await desk.due.once() == 0
    desk.library.take(settling())
    assert await desk.due.once() == 2
    assert [desk.result(cluster).revision[:2] for cluster in (CLUSTER, OTHER)] == [(ENGINE, 2)] * 2
    [said] = desk.bench.announced()
    assert (said.cause, said.assessment, said.revision[1]) == ("catalogue", desk.result().assessment, 2)
    assert await desk.due.once() == 0


async def test_frozen_heads_are_refolded_too_by_what_counted_on_their_day() -> None:
    desk = Desk()
    earlier = TODAY - timedelta(days=10)
    await desk.bench.arrive(registered(1), submitted(1, "a", STRATEGY, earlier, sequence=2))
    await desk.bench.arrive(submitted(1, "b", STRATEGY, TODAY, sequence=3))
    desk.library.take(settling())
    assert await desk.due.once() == 1
    assert {head.revision[1] for head, _ in desk.bench.heads.kept.values() if not head.gone} == {2}
    assert await desk.due.once() == 0


async def test_a_worker_that_knows_fewer_confirmations_waits_and_loses_nothing() -> None:
    desk = Desk()
    await desk.assessed()
    behind = Bench(desk.bench.events, desk.bench.heads, desk.bench.clock)
    desk.library.take(settling())
    await desk.due.once()
    more = submitted(1, "b", members(18), TODAY, sequence=9)
    with pytest.raises(TransientError, match="2 confirmations"):
        await behind.arrive(more)
    assert more.id not in desk.bench.events.announced
    await desk.bench.arrive(more)
    assert desk.result().assessment == more.id


async def test_an_unpublished_version_blocks_its_cluster_until_it_is_published(tmp_path: Path) -> None:
    desk = Desk()
    sent = submitted(1, "a", STRATEGY, TODAY, sequence=2)
    sent = sent.model_copy(update={"data": sent.data.model_copy(update={"catalogue": "ecei@2"})})
    await desk.bench.arrive(registered(1), sent, registered(2))
    assert desk.bench.heads.blocks[CLUSTER].reason == "UnknownCatalogueError: catalogue ecei@2 is not published"
    assert (OTHER, None) in desk.bench.heads.kept
    desk.bench.publish()
    desk.library.take([second_version(tmp_path, TODAY + timedelta(days=9))])
    assert await desk.due.once() == 1
    assert desk.bench.heads.blocks == {}
    assert desk.result().catalogue == "ecei@2"
    [said] = desk.bench.announced()
    assert said.cause == "submission"
    assert await desk.due.once() == 0


async def test_without_an_assessment_the_version_in_force_counts_from_the_day_it_is_known(tmp_path: Path) -> None:
    desk = Desk()
    await desk.bench.arrive(registered(1))
    await desk.bench.arrive(registered(2), submitted(2, "a", {}, TODAY, sequence=2))
    before = desk.bench.publish()
    desk.library.take([second_version(tmp_path, TODAY)])
    assert await desk.due.once() == 1
    assert [desk.result(cluster).catalogue for cluster in (CLUSTER, OTHER)] == ["ecei@2", "ecei@1"]
    [said] = desk.bench.publish()
    assert (said.subject, said.data.cause) == (CLUSTER, "catalogue")  # type: ignore[attr-defined]
    assert said.id not in {each.id for each in before}
    assert await desk.due.once() == 0


async def test_a_worker_without_that_version_leaves_the_newer_result_alone(tmp_path: Path) -> None:
    desk = Desk()
    await desk.bench.arrive(registered(1))
    desk.library.take([second_version(tmp_path, TODAY)])
    await desk.due.once()
    behind = Bench(desk.bench.events, desk.bench.heads, desk.bench.clock)
    await behind.score.refold([CLUSTER])
    assert desk.result().catalogue == "ecei@2"


async def test_a_version_of_tomorrow_is_not_in_force_today(tmp_path: Path) -> None:
    desk = Desk()
    await desk.bench.arrive(registered(1))
    desk.library.take([second_version(tmp_path, TODAY + timedelta(days=1))])
    assert await desk.due.once() == 0
    desk.bench.clock.time += timedelta(days=1)
    assert await desk.due.once() == 1
    assert desk.result().catalogue == "ecei@2"


async def test_new_criteria_are_looked_at_at_once() -> None:
    desk = Desk()
    await desk.assessed()
    running = asyncio.create_task(desk.due.run())
    await asyncio.sleep(0)
    desk.library.take(settling())
    desk.renewed.set()
    await eventually(lambda: desk.result().revision[1] == 2, 5)
    running.cancel()
