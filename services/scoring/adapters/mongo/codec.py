"""Domain values as bytes: read ten times faster than nested documents (design 8), and only what the fold needs."""

from pydantic import TypeAdapter

from services.scoring.domain import events, review_events
from services.scoring.domain.readiness import Readiness

FORM = 2
"""Number of what is kept of an event for the fold: raised when the fold reads more of any event than it did."""

_EVENT_TYPES: tuple[type[events.Event], ...] = (
    events.ClusterRegistered,
    events.ClusterUpdated,
    events.MembershipChanged,
    events.AssessmentSubmitted,
    events.AssessmentWithdrawn,
    events.BenchmarkingRecorded,
    events.BenchmarkingCorrected,
    events.ConsultancyRecorded,
    events.ConsultancyCorrected,
    events.EvidenceAttached,
    events.EvidenceWithdrawn,
    events.LabelRecorded,
    events.LabelCorrected,
    events.RecordWithdrawn,
    events.LabellingProgressed,
    review_events.ReviewDecided,
    review_events.ReviewReopened,
    review_events.ReviewDisputed,
)
_EVENTS: dict[str, TypeAdapter[events.Event]] = {kind.__name__: TypeAdapter(kind) for kind in _EVENT_TYPES}
_READINESS = TypeAdapter(Readiness)


def event_kind(event: events.Event) -> str:
    """Return the name under which an event's bytes are read again."""
    return type(event).__name__


def encode_event(event: events.Event) -> bytes:
    """Return what the fold reads of an event."""
    return _EVENTS[event_kind(event)].dump_json(event, exclude_defaults=True)


def decode_event(kind: str, raw: bytes) -> events.Event:
    """Return the event again."""
    return _EVENTS[kind].validate_json(raw)


def encode_readiness(result: Readiness) -> bytes:
    """Return a result."""
    # Read-only mappings are mappings; pydantic would write them, but warn each time.
    return _READINESS.dump_json(result, fallback=dict, warnings=False)


def decode_readiness(raw: bytes) -> Readiness:
    """Return the result again."""
    return _READINESS.validate_json(raw)
