"""Each process dies once at each named point, is started again, and one checker compares everything with everything."""

import asyncio

import pytest

from shared.crash import EXIT_CODE
from tests.support.checker import settled
from tests.support.clusters import assessment, new_cluster
from tests.support.house import House
from tests.support.ledger import Ledger, wait_until

POINTS = (
    "intake.before_insert",
    "intake.after_insert",
    "intake.before_publish",
    "intake.after_publish",
    "intake.before_mark",
    "worker.after_upsert",
    "worker.after_head",
    "worker.after_commit",
    "worker.before_publish",
    "worker.after_publish",
    "worker.before_mark",
    "notifier.after_notice",
    "notifier.after_claim",
    "notifier.before_dot",
    "notifier.after_dot",
    "notifier.after_250",
)
GAP = frozenset({"notifier.after_dot", "notifier.after_250"})
"""Between the final dot and the stored 250 nobody can know: one more copy, same Message-ID (`quality.md` 1)."""


@pytest.mark.crash
@pytest.mark.parametrize("point", POINTS)
async def test_death_at_a_named_point_loses_and_repeats_nothing(house: House, point: str) -> None:
    service = point.split(".")[0]
    ledger = Ledger(house)
    cluster = new_cluster(ledger, coordinators=2)
    house.kill(service)
    # One sender: with two, a second mail may be in the gap at the moment of death.
    dying = house.start(service, BRANDA_CRASH_POINT=point, BRANDA_NOTIFIER_SENDERS="1")
    submitting = asyncio.create_task(asyncio.to_thread(ledger.submit, cluster, "assessments", assessment()))
    await asyncio.to_thread(wait_until, f"death at {point}", lambda: not dying.running)
    assert dying.exit_code == EXIT_CODE
    house.start(service)
    await submitting
    house.gap += point in GAP
    report = await settled(house, ledger)
    print(f"{point}: {report}")
    assert not report.problems
    assert ledger.get("scoring", f"/api/v1/results/{cluster}").json()["assessment"] == ledger.promises[-1].id
