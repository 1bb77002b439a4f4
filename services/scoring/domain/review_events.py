"""What reviewers and the cluster say about an assessment's answers (`rules.md` 9), as the fold knows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.scoring.domain.events import Event, Value

Decision = Literal["confirmed", "returned", "prechecked"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was decided about one answer: `digest` of what was judged, `evidence` that counted then.

    `value`: what the reviewer found, in the answer's own fields; a field that is not named, or None, is as answered.
    """

    digest: str
    evidence: tuple[str, ...] = ()
    value: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _AboutAssessment(Event):
    """Something about the answers of one assessment."""

    assessment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecided(_AboutAssessment):
    """A decision of `actor`, who acted as `role`. Not `independent`: an adviser's, which confirms nothing."""

    actor: str
    role: str
    decision: Decision
    independent: bool
    indicators: Mapping[str, Judgement]
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReopened(_AboutAssessment):
    """Earlier decisions about these indicators were taken back."""

    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDisputed(_AboutAssessment):
    """The cluster does not agree with earlier decisions about these indicators."""

    indicators: tuple[str, ...]


ReviewEvent = ReviewDecided | ReviewReopened | ReviewDisputed
