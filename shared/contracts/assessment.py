"""Events about self-assessments."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, StrictBool, StrictInt

from shared.contracts.common import SUBMISSIONS, ItemId, Language, TextDigest
from shared.contracts.envelope import Data, Id, Wire

Value = StrictBool | StrictInt | Annotated[str, Field(min_length=1, max_length=64)]
"""One field of an answer: yes/no, an integer, or a text (decimal, date or choice). Never a float."""


class Answer(Wire):
    """One answer. Exactly one of `value`, `unknown` and `not_applicable` says what was answered (`rules.md` 2)."""

    value: dict[ItemId, Value] | None = None
    unknown: bool = False
    not_applicable: TextDigest | None = None
    comment: TextDigest | None = None
    evidence: tuple[Id, ...] = ()


class SilverArea(Wire):
    """An area in which the applicant says it improved; any set of indicators (`rules.md` 4)."""

    indicators: Annotated[tuple[ItemId, ...], Field(min_length=1, max_length=31)]
    effect: TextDigest | None = None


class AssessmentSubmitted(Data):
    """A dated snapshot of the cluster's own answers; starts no clock (`rules.md` 1). Its id is the event's id."""

    TYPE: ClassVar[str] = "branda.assessment.submitted.v1"
    TOPIC: ClassVar[str] = SUBMISSIONS

    catalogue: Annotated[str, Field(pattern=r"^[a-z0-9-]+@[0-9]+$")]
    assessed_on: date
    language: Language
    round: Annotated[str, Field(pattern=r"^[0-9]{4}H[12]$")] | None = None
    number: Annotated[str, Field(pattern=r"^BR-[0-9]{4}-[0-9]{4,}$")] | None = None
    answers: dict[ItemId, Answer]
    silver_areas: tuple[SilverArea, ...] = ()


class AssessmentWithdrawn(Data):
    """The cluster took an assessment back."""

    TYPE: ClassVar[str] = "branda.assessment.withdrawn.v1"
    TOPIC: ClassVar[str] = SUBMISSIONS

    assessment: Id
