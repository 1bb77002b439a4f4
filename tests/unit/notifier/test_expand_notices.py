"""From notices to messages."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest

from services.intake.application.commands import MOST_AT_ONCE
from services.notifier.adapters.letters.renderer import JinjaLetters
from services.notifier.application.compose_letter import ComposeLetter
from services.notifier.application.decide_notices import ASK_AGAIN
from services.notifier.application.expand_notices import (
    BLOCKED_PAUSE,
    CLUSTERS_AT_ONCE,
    CRITERIA_LATE,
    CRITERIA_PAUSE,
    INTAKE_PAUSE,
    ExpandNotices,
    Hold,
)
from services.notifier.application.ports import About, NotKnownYetError, Settlement, Wording
from services.notifier.domain.message import Message, message_id
from services.notifier.domain.notice import Notice
from shared.errors import TransientError
from tests.support.notifier import (
    ASSESSMENT,
    CLUSTER,
    JOHN,
    NOW,
    ONA,
    FakeIntake,
    FixedClock,
    FixedWording,
    HeardAlarms,
    notice,
    result,
)
from tests.support.notifier_stores import MemoryMessageStore, MemoryNoticeStore

OTHER = "00000000-0000-0000-0000-00000000000c"


@dataclass
class Expansion:
    """The use case with its neighbours."""

    notices: MemoryNoticeStore = field(default_factory=MemoryNoticeStore)
    store: MemoryMessageStore = field(default_factory=MemoryMessageStore)
    intake: FakeIntake = field(default_factory=FakeIntake)
    clock: FixedClock = field(default_factory=FixedClock)
    alarms: HeardAlarms = field(default_factory=HeardAlarms)
    unknown: set[str] = field(default_factory=set)
    """Criteria that have not arrived."""

    def make(self, owner: str = "one") -> ExpandNotices:
        compose = ComposeLetter(self._wording, JinjaLetters(), lambda cluster: f"https://b.example/{cluster}")
        return ExpandNotices(
            self.notices,
            self.store,
            self.intake,
            compose,
            self.clock,
            self.alarms,
            mail_from=NOW - timedelta(days=1),
            hold=Hold(owner, timedelta(seconds=15)),
        )

    def _wording(self, bundle: str) -> Wording:
        if bundle in self.unknown:
            raise NotKnownYetError(bundle)
        return FixedWording()

    async def take(self, *notices: Notice) -> None:
        await self.notices.add(notices, self.clock.now())

    @property
    def messages(self) -> list[Message]:
        return list(self.store.messages.values())


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
    assert not await expansion.make().step()
    expansion.clock.time += ASK_AGAIN
    await expansion.make().step()
    assert expansion.alarms.heard == ["no_recipient"]
    expansion.intake.people = [JOHN]
    expansion.clock.time += ASK_AGAIN
    await expansion.make().step()
    [only] = expansion.messages
    assert (only.state, only.person) == ("waiting", JOHN.person)
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


def test_intake_answers_as_many_clusters_as_a_pass_takes() -> None:
    assert CLUSTERS_AT_ONCE <= MOST_AT_ONCE
