"""Clusters that share a pass: what fails for one of them is not felt by the others."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.notifier.application.expand_notices import BLOCKED_PAUSE, CLUSTERS_AT_ONCE, INTAKE_PAUSE
from services.notifier.application.ports import About
from services.notifier.domain.message import Message
from shared.errors import TransientError
from tests.support.notifier import ASSESSMENT, CLUSTER, JOHN, NOW, notice, result
from tests.support.notifier_expansion import Expansion

OTHER = "00000000-0000-0000-0000-00000000000c"


@pytest.fixture
def expansion() -> Expansion:
    return Expansion()


async def test_a_cluster_that_intake_tells_of_unreadably_waits_and_hinders_no_other(expansion: Expansion) -> None:
    expansion.intake.unreadable = {CLUSTER}
    await expansion.take(notice(), notice(cluster=OTHER))
    await expansion.make().step()
    assert {each.cluster for each in expansion.messages} == {OTHER}
    assert expansion.alarms.heard == []
    assert await expansion.notices.due_clusters(NOW, 9) == []
    expansion.intake.unreadable = set()
    expansion.clock.time += INTAKE_PAUSE
    await expansion.make().step()
    assert {each.cluster for each in expansion.messages} == {CLUSTER, OTHER}


async def test_an_assessment_that_could_not_be_told_of_waits_and_one_that_is_unknown_alarms(
    expansion: Expansion,
) -> None:
    expansion.intake.unreadable = {ASSESSMENT}
    await expansion.take(notice())
    await expansion.make().step()
    assert (expansion.messages, expansion.alarms.heard) == ([], [])
    expansion.intake.unreadable, expansion.intake.unknown = set(), {ASSESSMENT}
    expansion.clock.time += INTAKE_PAUSE
    await expansion.make().step()
    assert [each.state for each in expansion.messages] == ["no_recipient"]
    assert expansion.alarms.heard == ["unknown_to_intake"]


async def test_intake_away_keeps_nothing_from_being_decided_that_needs_no_answer(expansion: Expansion) -> None:
    overtaken = notice(result(revision=1, current=False))
    await expansion.take(overtaken, notice(result(revision=2)))
    expansion.intake.away = True
    with pytest.raises(TransientError):
        await expansion.make().step()
    assert expansion.notices.reasons == {overtaken.event: "superseded"}
    assert [each.state for each in expansion.messages] == ["suppressed"]


async def test_a_silent_notice_asks_at_once_about_those_that_wait(expansion: Expansion) -> None:
    expansion.intake.people = []
    await expansion.take(notice())
    await expansion.make().step()
    expansion.intake.people = [JOHN]
    await expansion.take(notice(result(revision=2, cause="catalogue")))
    await expansion.make().step()
    assert sorted(each.state for each in expansion.messages) == ["suppressed", "waiting"]


async def test_verdicts_that_return_in_one_pass_are_mailed_as_if_each_had_come_alone(expansion: Expansion) -> None:
    verdicts = ("not_yet", "cannot_tell", "cannot_tell", "not_yet")
    notices = [notice(result(each, revision=number, cause="evidence")) for number, each in enumerate(verdicts, 1)]
    await expansion.take(*notices)
    await expansion.make().step()
    alone = Expansion()
    for each in notices:
        await alone.take(each)
        await alone.make().step()
    states = [expansion.notices.notices[each.event].state for each in notices]
    assert states == ["expanded", "expanded", "suppressed", "expanded"]
    assert states == [alone.notices.notices[each.event].state for each in notices]
    assert {each.id: each.content for each in expansion.messages} == {each.id: each.content for each in alone.messages}


async def test_what_cannot_be_stored_by_a_mistake_of_ours_blocks_its_own_cluster_only(
    expansion: Expansion, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = expansion.store.add

    async def refuse(messages: list[Message]) -> int:
        if any(message.cluster == CLUSTER for message in messages):
            raise ValueError("too large")
        return await add(messages)

    monkeypatch.setattr(expansion.store, "add", refuse)
    await expansion.take(notice(), notice(cluster=OTHER))
    await expansion.make().step()
    assert expansion.alarms.heard == ["blocked"]
    assert {each.cluster for each in expansion.messages} == {OTHER}
    assert expansion.notices.notices[notice().event].state == "open"
    assert await expansion.notices.due_clusters(NOW + BLOCKED_PAUSE, 9) == [CLUSTER]


async def test_a_slow_pass_keeps_only_what_it_still_holds(
    expansion: Expansion, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = expansion.intake.about

    async def slow(clusters: list[str]) -> dict[str, About]:
        expansion.clock.pass_by(seconds=20)
        await expansion.notices.hold(
            [CLUSTER], "two", expansion.clock.time, expansion.clock.time + timedelta(minutes=1)
        )
        return await about(clusters)

    monkeypatch.setattr(expansion.intake, "about", slow)
    await expansion.take(notice(), notice(cluster=OTHER))
    await expansion.make("one").step()
    assert {each.cluster for each in expansion.messages} == {OTHER}
    assert expansion.notices.notices[notice().event].state == "open"
    assert await expansion.notices.hold([CLUSTER], "three", expansion.clock.time, expansion.clock.time) == []


async def test_more_clusters_than_a_pass_takes_are_expanded_by_the_next(expansion: Expansion) -> None:
    clusters = [str(UUID(int=number)) for number in range(1, CLUSTERS_AT_ONCE + 3)]
    await expansion.take(*(notice(origin="import", cluster=each) for each in clusters))
    step = expansion.make().step
    assert [await step(), await step(), await step()] == [True, True, False]
    assert {each.cluster for each in expansion.messages} == set(clusters)
