"""The smallest pieces of a catalogue: texts in both languages, and values with their mark and source."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Mark = Literal["stated", "inferred", "assumed", "unknown"]
LabelId = Literal["bronze", "silver", "gold"]
"""The labels that the label body awards: closed, because an award of anything else is none of theirs."""

LevelId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""What readiness is judged for: a label, or a level of one's own that a catalogue adds by data."""

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso_date(value: Any) -> Any:
    """Refuse what pydantic would read as a count of seconds: a date is written 2019-11-15."""
    if isinstance(value, str) and not ISO_DATE.fullmatch(value):
        raise ValueError("a date is written as 2019-11-15")
    return value


Day = Annotated[date, BeforeValidator(_iso_date)]


class Model(BaseModel):
    """Base of everything in a catalogue: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Model):
    """One text in both languages."""

    lt: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class Sourced(Model):
    """A value that says how surely it is known and from where (`domain.md` 0)."""

    mark: Mark
    source: Annotated[str, Field(min_length=1)]
    since: Day | None = None


class SourcedText(Text, Sourced):
    """A text that says how surely it is known."""
