"""What became of one attempt to hand a mail to the relay, and when to try again (`quality.md` 3, row 9)."""

from dataclasses import dataclass
from datetime import timedelta

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
"""Waits after the first, second, third and every later failed attempt."""

GIVE_UP_AFTER = timedelta(hours=72)
"""Counted from the first attempt; what could not be delivered for three days is no news any more."""


@dataclass(frozen=True)
class Accepted:
    """The relay answered the final dot with 250: it is responsible from now on."""

    text: str


@dataclass(frozen=True)
class NotNow:
    """Nothing was accepted, and a later attempt may succeed.

    `relay`: the trouble is not this message's (no TLS where it is required, credentials refused): somebody must look.
    """

    text: str
    relay: bool = False


@dataclass(frozen=True)
class Refused:
    """The relay refuses this message for good (5xx): trying again would only be a nuisance."""

    text: str


@dataclass(frozen=True)
class NotKnown:
    """The final dot left, no answer came: the relay may or may not have the message."""

    text: str


Outcome = Accepted | NotNow | Refused | NotKnown


def back_off(attempts: int) -> timedelta:
    """Return the wait after `attempts` (≥ 1) failed attempts."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
