"""From notices to messages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifier.application.decide_notices import ASK_AGAIN, CRITERIA_LATE
from services.notifier.application.expand_notices import BLOCKED_PAUSE, CRITERIA_PAUSE, INTAKE_PAUSE
from services.notifier.application.ports import Settlement
from services.notifier.domain.message import message_id
from shared.errors import TransientError
from tests.support.notifier import ASSESSMENT, CLUSTER, JOHN, NOW, ONA, notice, result
from tests.support.notifier_expansion import Expansion

OTHER = "00000000-0000-0000-0000-00000000000c"


@pytest.fixture
def expansion() -> Expansion:
    return Expansion()


async def test_each_recipient_gets_one_message_in_the_own_language(expansion: Expansion) -> None:
    await expansion.take(notice())
    assert await expansion.make().step()
    assert {(each.person, each.language, each.state, each.due) for each in expansion.messages} == {
        (ONA.person, "lt", "waiting", NOW),
        (JOHN.person, "en", "waiting", NOW),
    }
    subjects = {each.language: each.content.subject for each in expansion.messages if each.content}
    assert subjects["lt"].startswith("Pavyzdinis klasteris A: bronzinė žyma – kreiptis dar anksti")
    assert subjects["en"].startswith("Example Cluster A: Bronze – too early to apply")
    assert {each.id for each in expansion.messages} == {
        message_id(notice().event, "verdict", person) for person in (ONA.person, JOHN.person)
    }
    assert not await expansion.make().step()


async def test_somebody_named_twice_gets_one_message(expansion: Expansion) -> None:
    expansion.intake.people = [ONA, replace(ONA, address="second@klasteris.example")]
    await expansion.take(notice())
    await expansion.make().step()
    assert len(expansion.messages) == 1


async def test_an_expansion_that_ended_half_way_is_repeated_without_a_second_message(
    expansion: Expansion, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise TransientError("the database is away")

    await expansion.take(notice())
    with monkeypatch.context() as patch:
        patch.setattr(expansion.notices, "settle", away)
        with pytest.raises(TransientError):
            await expansion.make().step()
    before = expansion.messages
    assert len(before) == 2
    expansion.clock.time += INTAKE_PAUSE
    assert await expansion.make("two").step()
    assert expansion.messages == before
    assert expansion.notices.notices[notice().event].state == "expanded"


async def test_a_suppressed_notice_is_in_the_list_with_its_reason_and_asks_nobody(expansion: Expansion) -> None:
    await expansion.take(notice(origin="import"))
    await expansion.make().step()
    [only] = expansion.messages
    assert (only.state, only.person, only.content, only.due) == ("suppressed", None, None, None)
    assert only.history[-1].detail == "historic"
    assert expansion.intake.asked == []


async def test_notices_of_a_cluster_are_decided_by_revision_and_in_one_go(expansion: Expansion) -> None:
    first, second = notice(result("cannot_tell", revision=1)), notice(result("cannot_tell", revision=2))
    third = notice(result("not_yet", revision=3, cause="evidence"))
    await expansion.take(third, second, first)
    await expansion.make().step()
    states = {event: expansion.notices.notices[event].state for event in (first.event, second.event, third.event)}
    assert states == {first.event: "expanded", second.event: "suppressed", third.event: "expanded"}
    assert expansion.notices.reasons[second.event] == "unchanged"


async def test_intake_away_loses_nothing_and_lets_other_clusters_go_first(expansion: Expansion) -> None:
    await expansion.take(notice())
    expansion.intake.away = True
    with pytest.raises(TransientError):
        await expansion.make().step()
    assert expansion.messages == []
    assert not await expansion.make().step()
    expansion.intake.away = False
    expansion.clock.time += INTAKE_PAUSE
    assert await expansion.make().step()
    assert len(expansion.messages) == 2


async def test_a_result_of_criteria_that_have_not_arrived_waits_and_is_mailed_when_they_have(
    expansion: Expansion,
) -> None:
    first = notice(result("cannot_tell", revision=1, catalogue="ecei@2"))
    second = notice(result("not_yet", revision=2, catalogue="ecei@2", cause="evidence"))
    await expansion.take(first, second, notice(cluster=OTHER))
    expansion.unknown.add("ecei@2")
    expansion.clock.time = first.recorded

    await expansion.make().step()
    assert {each.cluster for each in expansion.messages} == {OTHER}
    assert expansion.alarms.heard == []
    assert await expansion.notices.due_clusters(expansion.clock.time, 9) == []

    expansion.clock.time += CRITERIA_LATE + CRITERIA_PAUSE
    await expansion.make().step()
    assert expansion.alarms.heard == ["unknown_criteria"]

    expansion.unknown.clear()
    expansion.clock.time += CRITERIA_PAUSE
    await expansion.make().step()
    assert len([each for each in expansion.messages if each.cluster == CLUSTER]) == 4
    assert {expansion.notices.notices[each.event].state for each in (first, second)} == {"expanded"}


async def test_without_recipients_the_message_waits_with_one_alarm_and_is_asked_about_again(
    expansion: Expansion,
) -> None:
    expansion.intake.people = []
    await expansion.take(notice())
    await expansion.make().step()
    assert [each.state for each in expansion.messages] == ["no_recipient"]
    assert expansion.alarms.heard == ["no_recipient"]
    assert not expansion.to_send.is_set()
    assert not await expansion.make().step()
    expansion.clock.time += ASK_AGAIN
    await expansion.make().step()
    assert expansion.alarms.heard == ["no_recipient"]
    expansion.intake.people = [JOHN]
    expansion.clock.time += ASK_AGAIN
    await expansion.make().step()
    [only] = expansion.messages
    assert (only.state, only.person) == ("waiting", JOHN.person)
    assert expansion.to_send.is_set()
    assert [step.state for step in only.history] == ["no_recipient", "waiting"]


async def test_a_new_notice_asks_at_once_about_one_that_waits_for_a_recipient(expansion: Expansion) -> None:
    expansion.intake.people = []
    await expansion.take(notice())
    await expansion.make().step()
    expansion.intake.people = [JOHN]
    await expansion.take(notice(result("ready_to_contact", revision=2, cause="evidence")))
    await expansion.make().step()
    assert [each.state for each in expansion.messages] == ["waiting", "waiting"]


async def test_a_new_notice_without_recipients_asks_once_and_leaves_those_that_wait_alone(expansion: Expansion) -> None:
    expansion.intake.people = []
    await expansion.take(*(notice(result(revision=number)) for number in (1, 2, 3)))
    await expansion.make().step()
    assert expansion.intake.asked == [[CLUSTER]]
    waiting = await expansion.notices.waiting([CLUSTER], NOW)
    assert len(waiting) == 3
    await expansion.take(notice(result("ready_to_contact", revision=4, cause="evidence")))
    await expansion.make().step()
    assert expansion.intake.asked == [[CLUSTER], [CLUSTER]]
    assert (await expansion.notices.waiting([CLUSTER], NOW))[:3] == waiting
    assert not await expansion.make().step()


async def test_a_pass_asks_once_about_all_clusters_and_once_about_their_assessments(expansion: Expansion) -> None:
    await expansion.take(notice(result(revision=1)), notice(result("ready_to_contact", revision=2, cause="evidence")))
    await expansion.take(notice(cluster=OTHER))
    await expansion.make().step()
    assert expansion.intake.asked == [[CLUSTER, OTHER], [ASSESSMENT]]
    assert len(expansion.messages) == 6


async def test_a_waiting_notice_that_is_overtaken_is_suppressed_and_leaves_no_ghost(expansion: Expansion) -> None:
    expansion.intake.people = []
    await expansion.take(notice())
    await expansion.make().step()
    newer = notice(result("ready_to_contact", revision=9, cause="evidence"))
    await expansion.notices.add([newer], NOW)
    await expansion.notices.settle([Settlement(newer.event, "expanded", "", NOW)])
    expansion.clock.time += ASK_AGAIN
    await expansion.make().step()
    [only] = expansion.messages
    assert (only.state, only.history[-1].detail) == ("suppressed", "outdated")


async def test_what_intake_does_not_know_waits_with_an_alarm(expansion: Expansion) -> None:
    expansion.intake.facts = None
    await expansion.take(notice())
    await expansion.make().step()
    assert expansion.alarms.heard == ["unknown_to_intake"]
    assert [each.state for each in expansion.messages] == ["no_recipient"]


async def test_a_notice_that_cannot_be_worded_blocks_its_own_cluster_only(expansion: Expansion) -> None:
    unknown = (
        result()
        .levels[0]
        .model_copy(
            update={
                "requirements": (
                    result().levels[0].requirements[0].model_copy(update={"message": "nobody_wrote_this"}),
                )
            }
        )
    )
    await expansion.take(notice(result(levels=(unknown,))), notice(cluster=OTHER))
    await expansion.make().step()
    assert expansion.alarms.heard == ["blocked"]
    assert {each.cluster for each in expansion.messages} == {OTHER}
    assert await expansion.notices.due_clusters(NOW, 9) == []
    assert await expansion.notices.due_clusters(NOW + BLOCKED_PAUSE, 9) == [CLUSTER]


async def test_two_replicas_do_not_decide_about_one_cluster_at_once(expansion: Expansion) -> None:
    await expansion.take(notice())
    assert await expansion.notices.hold([CLUSTER], "two", NOW, NOW + timedelta(minutes=1))
    assert not await expansion.make("one").step()
    assert expansion.messages == []
    expansion.clock.pass_by(minutes=1)
    assert await expansion.make("one").step()
    assert len(expansion.messages) == 2
