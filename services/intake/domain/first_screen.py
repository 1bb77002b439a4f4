"""What the first screen of each role says of the recorded facts (`words.md`, First screens)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from shared.contracts.assessment import AssessmentSubmitted, AssessmentWithdrawn
from shared.contracts.envelope import Event
from shared.contracts.readiness import HeldLabel
from shared.contracts.records import Consultancy, ConsultancyCancelled, ConsultancyCorrected, ConsultancyRecorded

SOON = timedelta(days=180)
"""The first reminder of a label's end (`rules.md` 5)."""


class Submitted(NamedTuple):
    """An assessment as it was sent; `imported`: from an archive, nobody waits for its review."""

    id: str
    assessed_on: date
    round: str | None
    event: Event

    @property
    def imported(self) -> bool:
        """Whether it came from an archive."""
        return self.event.origin == "import"


class Session(NamedTuple):
    """A session with an adviser."""

    cluster: str
    on: date
    hours: str
    provider: str


FIRST_SCREEN_TYPES = tuple(
    kind.TYPE
    for kind in (
        AssessmentSubmitted,
        AssessmentWithdrawn,
        ConsultancyRecorded,
        ConsultancyCorrected,
        ConsultancyCancelled,
    )
)


def current_assessments(events: Iterable[Event]) -> dict[str, Submitted]:
    """Return each cluster's assessment with the greatest (assessed_on, sequence) not withdrawn (`rules.md` 4)."""
    kept = list(events)
    gone = {event.data.assessment for event in kept if isinstance(event.data, AssessmentWithdrawn)}
    found: dict[str, Submitted] = {}
    for event in sorted(kept, key=lambda each: each.sequence):
        data = event.data
        if isinstance(data, AssessmentSubmitted) and event.id not in gone:
            known = found.get(event.subject)
            if known is None or data.assessed_on >= known.assessed_on:
                found[event.subject] = Submitted(event.id, data.assessed_on, data.round, event)
    return found


def without_output(events: Iterable[Event]) -> list[Session]:
    """Return the sessions that no document came out of, as corrected and unless cancelled, the oldest first."""
    sessions: dict[str, tuple[str, Consultancy]] = {}
    for event in sorted(events, key=lambda each: each.sequence):
        match event.data:
            case ConsultancyRecorded() as data:
                sessions[event.id] = event.subject, data
            case ConsultancyCorrected() as data:
                sessions[data.consultancy] = event.subject, data
            case ConsultancyCancelled() as data:
                sessions.pop(data.consultancy, None)
    open_ones = [
        Session(cluster, data.session_on, data.hours, data.provider)
        for cluster, data in sessions.values()
        if data.output is None
    ]
    return sorted(open_ones, key=lambda session: (session.on, session.cluster))


def ending(held: Iterable[HeldLabel], today: date) -> list[HeldLabel]:
    """Return the labels that are valid and end within `SOON`."""
    return [
        label
        for label in held
        if label.state == "valid" and label.valid_until is not None and label.valid_until <= today + SOON
    ]


def renewable(held: Iterable[HeldLabel]) -> list[HeldLabel]:
    """Return the labels that have expired and can still be renewed: expired all the same (`rules.md` 5)."""
    return [label for label in held if label.state == "expired_renewable"]
