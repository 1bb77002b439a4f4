"""What the fold knows of one cluster: the domain's own events, translated from the wire by the adapters.

Every event carries its envelope: `day` is the Vilnius business date of the fact, `recorded` when it was stored
(`rules.md` 7), `digest` the SHA-256 (hex) of its original bytes. A record's id is the id of its first event (design 3).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

LabelId = Literal["bronze", "silver", "gold"]
Precision = Literal["day", "month", "year"]
Strength = Literal["stated", "documented", "verified"]
Step = Literal["contacted", "booked", "interviewed", "report", "awarded", "refused", "withdrawn"]
Value = bool | int | str
"""One field of an answer; decimals and dates travel as text, floats never (`rules.md` 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One immutable fact. `sequence` rises per source; sequences of two sources are never compared."""

    id: str
    source: str
    sequence: int
    day: date
    recorded: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What a register or public source says; may show that something cannot be met, never that it is (`rules.md` 2)."""

    value: int | str
    source: str
    seen_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterDescribed(Event):
    """The register's whole description of the cluster, as far as the fold reads it."""

    sector: str | None = None
    founded: date | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRegistered(ClusterDescribed):
    """The cluster entered the register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterUpdated(ClusterDescribed):
    """The register's new description, which replaces the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipChanged(Event):
    """The cluster joined or left a programme; decides nothing about readiness."""

    programme: str
    joined: date | None = None
    left: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a value, *unknown*, or *not applicable*. None of the three is a missing answer (`rules.md` 2)."""

    value: Mapping[str, Value] | None = None
    unknown: bool = False
    not_applicable: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SilverArea:
    """An area in which the applicant says it improved: any set of indicators (`rules.md` 4)."""

    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSubmitted(Event):
    """A dated snapshot of the cluster's own answers; starts no clock (`rules.md` 1). `actor`: who submitted it."""

    assessed_on: date
    catalogue: str
    answers: Mapping[str, Answer]
    silver_areas: tuple[SilverArea, ...] = ()
    actor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentWithdrawn(Event):
    """The cluster took an assessment back."""

    assessment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkingRecorded(Event):
    """An expert's interview. `interview_on` is any day of the month or year when `precision` is not *day*."""

    interview_on: date
    precision: Precision = "day"
    snapshot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkingCorrected(BenchmarkingRecorded):
    """What an interview's record should have said, all of it; `record` is the id of its first event."""

    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultancyRecorded(Event):
    """A session with an adviser: input, never proof (`rules.md` 2)."""

    session_on: date
    category: str
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultancyCorrected(ConsultancyRecorded):
    """What a session's record should have said, all of it; `record` is the id of its first event."""

    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAttached(Event):
    """A document, link or sighted paper. `supports` says how much of a field's value it proves; None: all of it."""

    indicators: tuple[str, ...]
    kind: Literal["link", "file", "sighted"]
    dated: date
    strength: Strength
    supports: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceWithdrawn(Event):
    """Evidence was taken back."""

    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRecorded(Event):
    """An award by the label body. Without `awarded` its state stays unknown (`rules.md` 5)."""

    level: LabelId
    awarded: date | None = None
    precision: Precision = "day"
    valid_until: date | None = None
    certificate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelCorrected(LabelRecorded):
    """What a label's record should have said, all of it; `record` is the id of its first event."""

    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWithdrawn(Event):
    """A benchmarking, a session or a label should not have been recorded; `record` is the id of its first event."""

    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabellingProgressed(Event):
    """A step on the way to a label: plans and reminds, decides nothing (`rules.md` 4). `planned_on`: once booked."""

    level: LabelId
    step: Step
    on: date
    planned_on: date | None = None
    organisation: str | None = None
