"""Every event type, and the one way to read an event from bytes."""

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import ValidationError, create_model

from shared.contracts import assessment, catalogue, cluster, labelling, readiness, records, reviews, strict_json
from shared.contracts.envelope import Data, Event

EVENT_TYPES: tuple[type[Data], ...] = (
    cluster.ClusterRegistered,
    cluster.ClusterUpdated,
    cluster.MembershipChanged,
    assessment.AssessmentSubmitted,
    assessment.AssessmentWithdrawn,
    records.BenchmarkingRecorded,
    records.BenchmarkingCorrected,
    records.BenchmarkingWithdrawn,
    records.ConsultancyRecorded,
    records.ConsultancyCorrected,
    records.ConsultancyCancelled,
    records.EvidenceAttached,
    records.EvidenceWithdrawn,
    records.LabelRecorded,
    records.LabelCorrected,
    records.LabelWithdrawn,
    labelling.LabellingProgressed,
    reviews.ReviewDecided,
    reviews.ReviewReopened,
    reviews.ReviewDisputed,
    readiness.ReadinessAssessed,
    catalogue.CataloguePublished,
    catalogue.CatalogueConfirmed,
)


def _event_model(data: type[Data]) -> type[Event]:
    schema = f"urn:branda:{data.TYPE}"
    fields: dict[str, Any] = {
        "subject": (data.SUBJECT, ...),
        "type": (Literal[data.TYPE], data.TYPE),
        "dataschema": (Literal[schema], schema),
        "data": (data, ...),
    }
    return create_model(f"{data.__name__}Event", __base__=Event, __doc__=data.__doc__, **fields)


EVENT_MODELS: dict[str, type[Event]] = {data.TYPE: _event_model(data) for data in EVENT_TYPES}


def new_event(data: Data, *, recorded: datetime, **attributes: Any) -> Event:
    """Wrap `data`; type and schema follow from it. `attributes` are those of `Event` (id, source, subject, time, …)."""
    return EVENT_MODELS[data.TYPE](recordedtime=recorded.astimezone(UTC), data=data, **attributes)


class NotAnEventError(ValueError):
    """The bytes cannot become an event, now or later: they belong in the dead letters, with this reason."""


def parse_event(raw: bytes) -> Event:
    """Return the event in `raw`.

    Raises:
        NotAnEventError: not strict JSON, not an envelope, an unknown type, or data that its schema refuses.
    """
    try:
        value = strict_json.loads(raw)
    except strict_json.StrictJsonError as error:
        raise NotAnEventError(f"not JSON: {error.reason}") from error
    if not isinstance(value, dict) or "specversion" not in value:
        raise NotAnEventError("not an envelope: a CloudEvents object is expected")
    model = EVENT_MODELS.get(value["type"]) if isinstance(value.get("type"), str) else None
    if model is None:
        raise NotAnEventError(f"unknown type: {str(value.get('type'))[:100]}")
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(map(str, first["loc"]))
        raise NotAnEventError(f"not an envelope: {where}: {first['msg']}"[:300]) from error
