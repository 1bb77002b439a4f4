"""One message to one person, and its state table.

```
waiting ──► claimed ──► sending ──► sent            a 250 after the final dot
   ▲           │           ├──────► deferred        4xx, no connection, cut before the dot: back to claimed when due
   └───────────┤           ├──────► failed          5xx, or 72 hours of deferring
   lease ends  │           └──────► uncertain       no answer after the dot, or a death there: claimed once more
               └► deferred, failed
no_recipient, suppressed: nobody to tell, or nothing to say
```

`claimed` covers everything before the final dot: a process that dies there left nothing that a relay may deliver (RFC
5321, 4.1.1.4). `sending` is stored immediately before the dot, so only the moments after it can be uncertain.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid5

from services.notifier.domain.delivery import (
    GIVE_UP_AFTER,
    Accepted,
    NotKnown,
    NotNow,
    Outcome,
    Refused,
    back_off,
)
from services.notifier.domain.notice import Language

Kind = Literal["verdict", "sign_in"]
"""What a mail is about; one with a sign-in link is sent and never stored."""

State = Literal[
    "waiting", "claimed", "sending", "sent", "deferred", "failed", "uncertain", "no_recipient", "suppressed"
]
Alarm = Literal[
    "gave_up",
    "refused",
    "relay_trouble",
    "uncertain",
    "no_recipient",
    "unknown_to_intake",
    "unknown_criteria",
    "blocked",
]

MESSAGE_NAMESPACE = UUID("2f0f3f0e-5a0b-5b6e-8d5b-0e6f3d7a9c21")
"""Namespace of every message id. Changing it would mail everything again that is expanded twice: never do."""

NOBODY = "-"
"""Stands for the person in the id of a message that has none."""


@dataclass(frozen=True)
class Step:
    """One entry of a message's history; `detail` never holds an address or a text of the mail."""

    at: datetime
    state: State
    detail: str = ""


@dataclass(frozen=True)
class Content:
    """What is sent to whom; rendered once, so that a resend is the same mail."""

    address: str
    name: str
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    dated: datetime


@dataclass(frozen=True)
class Message:
    """`due` is when something has to be done with it: the next attempt, or the end of the lease; None: nothing, ever.

    `version` rises with every stored change; a change based on an older version is refused by the store. `traceparent`
    is the trace of what the mail is about.
    """

    id: str
    notice: str
    cluster: str
    assessment: str | None
    kind: Kind
    person: str | None
    language: Language | None
    state: State
    created: datetime
    due: datetime | None
    content: Content | None = field(default=None, repr=False)
    attempts: int = 0
    first_attempt: datetime | None = None
    resent: bool = False
    history: tuple[Step, ...] = ()
    version: int = 0
    traceparent: str | None = None


def message_id(event: str, kind: str, person: str | None) -> str:
    """Return the id of the message of `kind` about `event` to `person`: the same however often it is computed."""
    return str(uuid5(MESSAGE_NAMESPACE, "\n".join((event, kind, person or NOBODY))))


def is_claimable(message: Message, now: datetime) -> bool:
    """Say whether an attempt may begin now."""
    return message.state in ("waiting", "deferred", "uncertain") and message.due is not None and message.due <= now


def is_abandoned(message: Message, now: datetime) -> bool:
    """Say whether the process that held the message let its lease end."""
    return message.state in ("claimed", "sending") and message.due is not None and message.due <= now


def claim(message: Message, now: datetime, lease: timedelta) -> Message:
    """Begin an attempt. An uncertain message uses up its one resend."""
    if not is_claimable(message, now):
        raise ValueError(f"a message that is {message.state} cannot be claimed")
    again = "resend" if message.state == "uncertain" else ""
    return replace(
        _moved(message, "claimed", now, now + lease, again),
        attempts=message.attempts + 1,
        first_attempt=message.first_attempt or now,
        resent=message.resent or message.state == "uncertain",
    )


def begin_sending(message: Message, now: datetime, lease: timedelta) -> Message:
    """The final dot is about to leave."""
    if message.state != "claimed":
        raise ValueError(f"a message that is {message.state} cannot be sent")
    return _moved(message, "sending", now, now + lease, f"attempt {message.attempts}")


def extend(message: Message, now: datetime, lease: timedelta) -> Message:
    """Keep the lease of a message that is being worked on."""
    return replace(message, due=now + lease)


def settle(message: Message, outcome: Outcome, now: datetime) -> tuple[Message, Alarm | None]:
    """Return the message after an attempt, and what somebody should be told."""
    if message.state not in ("claimed", "sending"):
        raise ValueError(f"a message that is {message.state} has no attempt to settle")
    match outcome:
        case Accepted(text):
            return _moved(message, "sent", now, None, text), None
        case Refused(text):
            return _moved(message, "failed", now, None, text), "refused"
        case NotKnown(text):
            return _uncertain(message, now, now + back_off(message.attempts), text)
        case NotNow(text, relay):
            return _deferred(message, now, text, relay)


def recover(message: Message, now: datetime) -> tuple[Message, Alarm | None]:
    """Return the message after the process that held it died: never attempted, or uncertain after the dot."""
    if not is_abandoned(message, now):
        raise ValueError(f"a message that is {message.state} is not abandoned")
    if message.state == "claimed":
        return _moved(message, "waiting", now, now, "the lease ended before the final dot"), None
    return _uncertain(message, now, now, "the lease ended after the final dot may have left")


def _deferred(message: Message, now: datetime, text: str, relay: bool) -> tuple[Message, Alarm | None]:
    first = message.first_attempt or now
    if now - first >= GIVE_UP_AFTER:
        return _moved(message, "failed", now, None, f"given up after 72 hours: {text}"), "gave_up"
    due = min(now + back_off(message.attempts), first + GIVE_UP_AFTER)
    return _moved(message, "deferred", now, due, text), "relay_trouble" if relay else None


def _uncertain(message: Message, now: datetime, again: datetime, text: str) -> tuple[Message, Alarm | None]:
    """One resend under the same Message-ID; after that a person has to ask the relay."""
    return _moved(message, "uncertain", now, None if message.resent else again, text), "uncertain"


def _moved(message: Message, state: State, now: datetime, due: datetime | None, detail: str) -> Message:
    return replace(message, state=state, due=due, history=(*message.history, Step(now, state, detail[:300])))
