"""Events about benchmarkings, consultancy, evidence and labels."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictInt

from shared.contracts.common import (
    SUBMISSIONS,
    DecimalText,
    ItemId,
    Level,
    Precision,
    ShortText,
    Source,
    TextDigest,
)
from shared.contracts.envelope import Data, Id, Wire

Category = Literal["strategy", "financial", "legal", "marketing", "international", "management", "label", "workshop"]
"""Categories of InoLink consultancy (`domain.md` 5.1 and 5.2)."""


class Benchmarking(Data):
    """What is said of an expert's interview."""

    TOPIC: ClassVar[str] = SUBMISSIONS

    interview_on: date
    precision: Precision = "day"
    mode: Literal["video", "on_site"] | None = None
    organisation: ShortText | None = None
    report_no: ShortText | None = None
    report_on: date | None = None
    snapshot: Id | None = None


class BenchmarkingRecorded(Benchmarking):
    """An expert's interview; only this counts for Bronze and for Silver's clock (`rules.md` 1)."""

    TYPE: ClassVar[str] = "branda.benchmarking.recorded.v1"


class BenchmarkingCorrected(Benchmarking):
    """What was recorded of an interview was wrong: this replaces all of it. `time` is that of the fact as it is now."""

    TYPE: ClassVar[str] = "branda.benchmarking.corrected.v1"

    benchmarking: Id


class BenchmarkingWithdrawn(Data):
    """The interview should never have been recorded; its snapshot stays an assessment (design 3)."""

    TYPE: ClassVar[str] = "branda.benchmarking.withdrawn.v1"
    TOPIC: ClassVar[str] = SUBMISSIONS

    benchmarking: Id


class Consultancy(Data):
    """What is said of a session with an adviser."""

    TOPIC: ClassVar[str] = SUBMISSIONS

    session_on: date
    hours: DecimalText
    category: Category
    provider: ShortText
    expert: Id | None = None
    indicators: tuple[ItemId, ...] = ()
    topic: TextDigest | None = None
    output: Id | None = None


class ConsultancyRecorded(Consultancy):
    """A session with an adviser: input, never proof (`rules.md` 2)."""

    TYPE: ClassVar[str] = "branda.consultancy.recorded.v1"


class ConsultancyCorrected(Consultancy):
    """What was recorded of a session was wrong: this replaces all of it. `time` is that of the fact as it is now."""

    TYPE: ClassVar[str] = "branda.consultancy.corrected.v1"

    consultancy: Id


class ConsultancyCancelled(Data):
    """The session did not take place, or should not have been recorded."""

    TYPE: ClassVar[str] = "branda.consultancy.cancelled.v1"
    TOPIC: ClassVar[str] = SUBMISSIONS

    consultancy: Id


class EvidenceAttached(Data):
    """A document, link or sighted paper. `supports` says how much of a field's value it proves; absent: all of it."""

    TYPE: ClassVar[str] = "branda.evidence.attached.v1"
    TOPIC: ClassVar[str] = SUBMISSIONS

    indicators: Annotated[tuple[ItemId, ...], Field(min_length=1, max_length=40)]
    kind: Literal["link", "file", "sighted"]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    dated: date
    strength: Literal["stated", "documented", "verified"]
    supports: dict[ItemId, Annotated[StrictInt, Field(ge=0)]] | None = None


class EvidenceWithdrawn(Data):
    """Evidence was taken back; withdrawing never raises anything (`rules.md` 8)."""

    TYPE: ClassVar[str] = "branda.evidence.withdrawn.v1"
    TOPIC: ClassVar[str] = SUBMISSIONS

    evidence: Id


class Attestation(Wire):
    """Who says that a label is held, and the day they say it."""

    on: date
    source: Source


class Label(Data):
    """What is said of an award."""

    TOPIC: ClassVar[str] = SUBMISSIONS

    level: Level
    awarded: date | None = None
    precision: Precision = "day"
    valid_until: date | None = None
    certificate: ShortText | None = None
    attested: tuple[Attestation, ...] = ()


class LabelRecorded(Label):
    """A label that the label body awarded. Without `awarded` its state stays unknown (`rules.md` 5)."""

    TYPE: ClassVar[str] = "branda.label.recorded.v1"


class LabelCorrected(Label):
    """What was recorded of an award was wrong: this replaces all of it. `time` is that of the fact as it is now."""

    TYPE: ClassVar[str] = "branda.label.corrected.v1"

    label: Id


class LabelWithdrawn(Data):
    """The award should never have been recorded."""

    TYPE: ClassVar[str] = "branda.label.withdrawn.v1"
    TOPIC: ClassVar[str] = SUBMISSIONS

    label: Id
