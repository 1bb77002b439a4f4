"""What we ask intake: whom to tell, in which language, about which cluster (design 4)."""

import asyncio
from collections.abc import Awaitable, Collection
from datetime import date
from typing import TypeVar

import structlog
from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue, ValidationError

from services.notifier.application.ports import About, AssessmentFacts, ClusterFacts, Recipient
from services.notifier.domain.notice import Language
from shared.contracts.common import Names
from shared.contracts.envelope import Provenance
from shared.errors import TransientError
from shared.http.clients import Answer, PeerUnavailableError, ServiceClient

log = structlog.get_logger()

Shape = TypeVar("Shape", bound=BaseModel)


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class RecipientAnswer(_Answer):
    """One person of an entry of `POST /internal/recipients`."""

    person: str
    address: str
    language: Language
    name: str


class Recipients(_Answer):
    """Who is told, by the kind of mail; we ask for one kind."""

    verdict: tuple[RecipientAnswer, ...]


class ToldAnswer(_Answer):
    """One entry of `POST /internal/recipients`; no names: intake does not know the cluster."""

    cluster: str
    names: Names | None
    provenance: Provenance | None = None
    recipients: Recipients


class Entries(_Answer):
    """`POST /internal/recipients`, each entry still to be read, so that one of another shape hinders no other."""

    clusters: tuple[JsonValue, ...]


class AssessmentAnswer(_Answer):
    """`GET /internal/assessments/{id}`."""

    number: str | None = None
    assessed_on: date
    submitted_at: AwareDatetime
    submitted_by_name: str | None = None
    answered: int
    unknown: int
    questions: int


class HttpIntake:
    """Asks with the notifier's own service token; 404 is None."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def about(self, clusters: Collection[str]) -> dict[str, About]:
        """Return names and recipients of each cluster; one whose entry is of another shape is missing, and logged."""
        body = {"clusters": list(clusters), "kinds": ["verdict"]}
        answer = await self._read("/internal/recipients", Entries, self._client.post("/internal/recipients", body))
        if answer is None:
            raise TransientError("intake answers 404 to /internal/recipients")
        told = (_told(entry) for entry in answer.clusters)
        return {each.cluster: _about(each) for each in told if each is not None}

    async def assessments(self, assessments: Collection[str]) -> dict[str, AssessmentFacts | None]:
        """Return what the receipts say."""
        asked = list(assessments)
        return dict(zip(asked, await asyncio.gather(*map(self._assessment, asked)), strict=True))

    async def _assessment(self, assessment: str) -> AssessmentFacts | None:
        path = f"/internal/assessments/{assessment}"
        found = await self._read(path, AssessmentAnswer, self._client.get(path))
        if found is None:
            return None
        return AssessmentFacts(
            number=found.number,
            assessed_on=found.assessed_on,
            submitted_at=found.submitted_at,
            submitted_by=found.submitted_by_name,
            answered=found.answered,
            unknown=found.unknown,
            questions=found.questions,
        )

    async def _read(self, path: str, shape: type[Shape], question: Awaitable[Answer]) -> Shape | None:
        """A refusal of our token, or an answer of another shape, is mended by a deployment: until then we wait."""
        try:
            answer = await question
            if answer.status == 404:
                return None
            if answer.status != 200:
                raise TransientError(f"intake answers {answer.status} to {path}")
            return shape.model_validate_json(answer.content)
        except PeerUnavailableError as error:
            raise TransientError(f"intake: {error}") from error
        except ValidationError as error:
            raise TransientError(f"intake answers {path} in another shape, at {_where(error)}") from error


def _told(entry: JsonValue) -> ToldAnswer | None:
    try:
        return ToldAnswer.model_validate(entry)
    except ValidationError as error:
        log.warning("intake tells of a cluster in another shape", at=_where(error))
        return None


def _about(told: ToldAnswer) -> About:
    people = [Recipient(each.person, each.address, each.language, each.name) for each in told.recipients.verdict]
    if told.names is None:
        return About(None, people)
    return About(ClusterFacts(told.names.lt, told.names.en, told.provenance == "synthetic"), people)


def _where(error: ValidationError) -> str:
    """Return which field is wrong, without what is in it: that may be an address."""
    return str(error.errors(include_url=False, include_input=False)[0]["loc"])
