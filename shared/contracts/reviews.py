"""Events about reviews of self-assessments (`rules.md` 9). No reviewer's words are here: only that there were some."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.contracts.assessment import Value
from shared.contracts.common import REVIEWS, ItemId, TextDigest
from shared.contracts.envelope import Data, Id, Wire

Decision = Literal["confirmed", "returned", "prechecked"]
"""`returned`: to the cluster, with remarks. `prechecked`: looked at by somebody who may not confirm."""

Independence = Literal["independent", "adviser"]
"""`adviser`: advised the cluster in the 24 months before, so that nothing is confirmed (`rules.md` 9)."""

Indicators = Annotated[tuple[ItemId, ...], Field(min_length=1, max_length=100)]


class Judgement(Wire):
    """What was decided about one answer.

    `digest` (SHA-256, hex) is that of the answer with its evidence as they were judged, `evidence` the ids of the
    pieces that counted then. `value`: what the reviewer found instead of what was answered, whole and in the answer's
    own fields; absent: the answer as it stands. It counts in a `confirmed` decision only.
    """

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    evidence: Annotated[tuple[Id, ...], Field(max_length=200)] = ()
    value: Annotated[dict[ItemId, Value], Field(min_length=1, max_length=20)] | None = None
    remark: TextDigest | None = None


class ReviewDecided(Data):
    """A reviewer's decision about answers of an assessment, indicator by indicator; the reviewer is the `actor`.

    An adviser's decision is a pre-check, whatever it says. `due`: until when a returned one is to be corrected.
    """

    TYPE: ClassVar[str] = "branda.review.decided.v1"
    TOPIC: ClassVar[str] = REVIEWS

    assessment: Id
    decision: Decision
    independence: Independence
    due: date | None = None
    indicators: Annotated[dict[ItemId, Judgement], Field(min_length=1, max_length=100)]


class ReviewReopened(Data):
    """A reviewer took earlier decisions about these indicators back; nobody has decided about them now."""

    TYPE: ClassVar[str] = "branda.review.reopened.v1"
    TOPIC: ClassVar[str] = REVIEWS

    assessment: Id
    indicators: Indicators
    reason: TextDigest | None = None


class ReviewDisputed(Data):
    """The cluster does not agree with the decisions about these indicators: a second reviewer decides."""

    TYPE: ClassVar[str] = "branda.review.disputed.v1"
    TOPIC: ClassVar[str] = REVIEWS

    assessment: Id
    indicators: Indicators
    reason: TextDigest | None = None
