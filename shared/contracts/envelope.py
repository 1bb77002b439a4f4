"""The envelope of every event: CloudEvents 1.0, structured JSON mode, with Branda's extension attributes."""

from datetime import date, datetime, time
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SerializeAsAny

VILNIUS = ZoneInfo("Europe/Vilnius")
"""Business dates are Vilnius days (`rules.md` 5)."""

EVENT_NAMESPACE = UUID("6f1f9a52-0d5c-5f4e-9a3b-6a2f0b7f1c11")
"""Namespace of every event id. Changing it would make every retry a new submission: never do."""

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
"""A UUID in canonical lower-case form."""

Provenance = Literal["public", "synthetic"]
ActorRole = Literal["manager", "editor", "coordinator", "consultant", "expert", "agency", "operator", "service"]


class Wire(BaseModel):
    """Base of everything that crosses Kafka: immutable; a reader ignores fields it does not know yet."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=True, ser_json_inf_nan="strings")


class Data(Wire):
    """The payload of one event type; the type's name, its topic and what it is about live beside its fields."""

    TYPE: ClassVar[str]
    TOPIC: ClassVar[str]
    SUBJECT: ClassVar[Any] = Id
    """Type of the envelope's `subject`: a cluster's id, unless the event is about something else."""


class Event(Wire):
    """One immutable fact about one cluster, or about the criteria (design 3).

    `time` is the business date (start of the Vilnius day), `recordedtime` when it was stored (`rules.md` 7). `sequence`
    rises per source and cluster, with gaps; sequences of two sources are never compared.
    """

    specversion: Literal["1.0"] = "1.0"
    id: Id
    source: Annotated[str, Field(min_length=1, max_length=64)]
    type: str
    subject: str
    time: AwareDatetime
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str
    traceparent: Annotated[str, Field(max_length=64)] | None = None
    recordedtime: AwareDatetime
    sequence: Annotated[int, Field(ge=0)]
    actor: Annotated[str, Field(min_length=1, max_length=64)]
    actorrole: ActorRole
    onbehalfof: Id | None = None
    provenance: Provenance | None = None
    origin: Literal["import"] | None = None
    data: SerializeAsAny[Data]

    @property
    def day(self) -> date:
        """The Vilnius day of the fact."""
        return self.time.astimezone(VILNIUS).date()

    @property
    def key(self) -> bytes:
        """The record key: all events of one subject share a partition."""
        return self.subject.encode()

    def encode(self) -> bytes:
        """Return the event's bytes; the same event always gives the same bytes."""
        return self.model_dump_json(exclude_none=True).encode()


def event_id(subject: str, event_type: str, client: str, key: str) -> str:
    """Return the id of what `client` submitted under the idempotency `key`: the same for every retry (design 3)."""
    return str(uuid5(EVENT_NAMESPACE, "\n".join((subject, event_type, client, key))))


def business_time(day: date) -> datetime:
    """Return the start of the Vilnius day `day`."""
    return datetime.combine(day, time(), VILNIUS)
