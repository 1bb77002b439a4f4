"""An assessment as somebody sends it (design 6): closed, strict, nothing converted; texts still in it."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

from shared.contracts.common import ItemId, Language
from shared.contracts.envelope import Id

LongText = Annotated[str, Field(min_length=1, max_length=4000)]
"""A comment, a reason, an effect: a page of text. It never leaves intake (design 3)."""

Day = Annotated[date, Field(ge=date(1800, 1, 1), le=date(2199, 12, 31))]
"""A business date. Within these years every later calculation (a zone, three years more) stays a date."""

MAX_ANSWERS = 200
"""Some 31 indicators and two short check lists; far more is a mistake of the sender."""


class Command(BaseModel):
    """Base of everything that can be asked; an unknown field is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class SentAnswer(Command):
    """One answer; exactly one of `value`, `unknown`, `not_applicable` (a reason)."""

    value: dict[ItemId, StrictBool | StrictInt | Annotated[str, Field(min_length=1, max_length=64)]] | None = None
    unknown: StrictBool = False
    not_applicable: Annotated[str, Field(max_length=4000)] | None = None
    comment: LongText | None = None
    evidence: Annotated[list[Id], Field(max_length=50)] = Field(default_factory=list)


class SentSilverArea(Command):
    """An area in which the applicant says it improved."""

    indicators: Annotated[list[ItemId], Field(min_length=1, max_length=31)]
    effect: LongText | None = None


class SentAssessment(Command):
    """A self-assessment."""

    catalogue: Annotated[str, Field(pattern=r"^[a-z0-9-]+@[0-9]+$", max_length=64)]
    assessed_on: Day
    language: Language
    round: Annotated[str, Field(pattern=r"^[0-9]{4}H[12]$")] | None = None
    answers: Annotated[dict[ItemId, SentAnswer], Field(max_length=MAX_ANSWERS)]
    silver_areas: Annotated[list[SentSilverArea], Field(max_length=31)] = Field(default_factory=list)

    @property
    def named_evidence(self) -> dict[str, str]:
        """Every id of evidence that an answer names, by its JSON Pointer."""
        return {
            f"/answers/{key}/evidence/{number}": evidence
            for key, answer in self.answers.items()
            for number, evidence in enumerate(answer.evidence)
        }
