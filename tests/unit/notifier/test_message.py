"""The state table of a message."""

from datetime import timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.delivery import Accepted, NotKnown, NotNow, Outcome, Refused, back_off
from services.notifier.domain.message import (
    Message,
    State,
    begin_sending,
    claim,
    extend,
    is_abandoned,
    is_claimable,
    message_id,
    recover,
    settle,
)
from tests.support.notifier import NOW, message

LEASE = timedelta(seconds=15)
MINUTE = timedelta(minutes=1)


def claimed(**fields: Any) -> Message:
    return claim(message(**fields), NOW, LEASE)


def sending() -> Message:
    return begin_sending(claimed(), NOW, LEASE)


def states(each: Message) -> list[str]:
    return [step.state for step in each.history]


def test_a_mail_that_the_relay_takes_is_sent_with_its_answer() -> None:
    sent, alarm = settle(sending(), Accepted("250 2.0.0 queued as 4711"), NOW)
    assert (sent.state, sent.due, alarm) == ("sent", None, None)
    assert states(sent) == ["waiting", "claimed", "sending", "sent"]
    assert sent.history[-1].detail == "250 2.0.0 queued as 4711"


def test_a_refusal_for_good_is_never_tried_again() -> None:
    failed, alarm = settle(claimed(), Refused("550 no such user"), NOW)
    assert (failed.state, failed.due, alarm) == ("failed", None, "refused")
    assert not is_claimable(failed, NOW + timedelta(days=1000))


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 60), (40, 60)])
def test_back_off_is_1_5_15_and_then_60_minutes(attempts: int, minutes: int) -> None:
    assert back_off(attempts) == timedelta(minutes=minutes)
    deferred, alarm = settle(claimed(attempts=attempts - 1), NotNow("451 later"), NOW)
    assert (deferred.state, deferred.due, alarm) == ("deferred", NOW + timedelta(minutes=minutes), None)
    assert not is_claimable(deferred, NOW + timedelta(minutes=minutes, milliseconds=-1))
    assert is_claimable(deferred, NOW + timedelta(minutes=minutes))


def test_after_72_hours_of_deferring_it_is_given_up_with_an_alarm() -> None:
    each, now, attempts = message(), NOW, 0
    while each.due is not None:
        now = each.due
        each, alarm = settle(claim(each, now, LEASE), NotNow("421 busy"), now)
        attempts += 1
    assert (each.state, alarm, now - NOW) == ("failed", "gave_up", timedelta(hours=72))
    assert each.history[-1].detail == "given up after 72 hours: 421 busy"
    assert attempts == 76


def test_trouble_of_the_relay_itself_alarms_at_once_and_is_tried_again() -> None:
    deferred, alarm = settle(claimed(), NotNow("STARTTLS is not offered", relay=True), NOW)
    assert (deferred.state, alarm) == ("deferred", "relay_trouble")


def test_no_answer_after_the_dot_is_uncertain_and_resent_once() -> None:
    uncertain, alarm = settle(sending(), NotKnown("cut"), NOW)
    assert (uncertain.state, uncertain.due, alarm) == ("uncertain", NOW + MINUTE, "uncertain")
    again = begin_sending(claim(uncertain, NOW + MINUTE, LEASE), NOW + MINUTE, LEASE)
    assert (again.id, again.content) == (uncertain.id, uncertain.content)
    assert again.resent
    final, alarm = settle(again, NotKnown("cut again"), NOW + MINUTE)
    assert (final.state, final.due, alarm) == ("uncertain", None, "uncertain")
    assert not is_claimable(final, NOW + timedelta(days=1000))


def test_a_process_that_dies_before_the_dot_left_nothing_to_wonder_about() -> None:
    dead = claimed()
    assert not is_abandoned(dead, NOW + LEASE - timedelta(milliseconds=1))
    waiting, alarm = recover(dead, NOW + LEASE)
    assert (waiting.state, waiting.due, waiting.resent, alarm) == ("waiting", NOW + LEASE, False, None)


def test_a_process_that_dies_after_the_dot_leaves_an_uncertain_message_due_at_once() -> None:
    uncertain, alarm = recover(sending(), NOW + LEASE)
    assert (uncertain.state, uncertain.due, alarm) == ("uncertain", NOW + LEASE, "uncertain")
    assert is_claimable(uncertain, NOW + LEASE)


def test_a_living_process_keeps_its_message() -> None:
    kept = extend(claimed(), NOW + LEASE / 3, LEASE)
    assert not is_abandoned(kept, NOW + LEASE)
    assert states(kept) == ["waiting", "claimed"]


@pytest.mark.parametrize(
    "state", [state for state in get_args(State) if state not in ("waiting", "deferred", "uncertain")]
)
def test_nothing_else_can_be_claimed(state: State) -> None:
    assert not is_claimable(message(state=state), NOW)
    with pytest.raises(ValueError, match=state):
        claim(message(state=state), NOW, LEASE)


def test_moves_that_the_table_does_not_have_are_refused() -> None:
    with pytest.raises(ValueError, match="waiting"):
        begin_sending(message(), NOW, LEASE)
    with pytest.raises(ValueError, match="waiting"):
        settle(message(), Accepted("250"), NOW)
    with pytest.raises(ValueError, match="claimed"):
        recover(claimed(), NOW)


def test_the_id_depends_on_event_kind_and_person_only() -> None:
    assert message_id("e", "verdict", "p") == "b8c67052-7401-5422-8685-5d111a0e87cd"
    assert (
        len({message_id("e", "verdict", "p"), message_id("e", "verdict", "q"), message_id("e", "verdict", None)}) == 3
    )


OUTCOME = st.one_of(
    st.just(Accepted("250")),
    st.builds(NotNow, st.just("451"), st.booleans()),
    st.just(Refused("550")),
    st.just(NotKnown("cut")),
)
MOVE = st.tuples(st.sampled_from(["settle", "dot then settle", "die", "die after dot"]), OUTCOME)


def walk(each: Message, move: tuple[str, Outcome]) -> tuple[Message, int]:
    """Let one attempt happen when it is due; returns the message and the copies that the relay may have got."""
    assert each.due is not None
    now = each.due
    kind, outcome = move
    each = claim(each, now, LEASE)
    if kind in ("dot then settle", "die after dot"):
        each = begin_sending(each, now, LEASE)
    elif isinstance(outcome, Accepted | NotKnown):
        outcome = NotNow("451")
    if kind.startswith("die"):
        recovered, _ = recover(each, now + LEASE)
        return recovered, int(kind == "die after dot")
    settled, _ = settle(each, outcome, now)
    return settled, int(isinstance(outcome, Accepted | NotKnown))


@given(st.lists(MOVE, max_size=12))
def test_whatever_happens_at_most_one_copy_too_many_is_sent_and_the_end_is_an_end(
    moves: list[tuple[str, Outcome]],
) -> None:
    each, copies = message(), 0
    for move in moves:
        if each.due is None:
            break
        each, more = walk(each, move)
        copies += more
    assert copies <= 2
    assert each.due is not None or each.state in ("sent", "failed", "uncertain")
    assert each.state != "sent" or copies >= 1
    assert states(each).count("sent") <= 1
    assert [step.at for step in each.history] == sorted(step.at for step in each.history)
