"""What we ask intake: whom to tell, in which language, about which cluster (design 4)."""

from datetime import date
from typing import TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, TypeAdapter, ValidationError

from services.notifier.application.ports import AssessmentFacts, ClusterFacts, Recipient
from services.notifier.domain.notice import Language
from shared.contracts.common import Names
from shared.contracts.envelope import Provenance
from shared.errors import TransientError
from shared.http.clients import PeerUnavailableError, ServiceClient

Shape = TypeVar("Shape")


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class RecipientAnswer(_Answer):
    """One entry of `GET /internal/clusters/{id}/recipients`."""

    person: str
    address: str
    language: Language
    name: str


class ClusterAnswer(_Answer):
    """`GET /internal/clusters/{id}`."""

    names: Names
    provenance: Provenance | None = None


class AssessmentAnswer(_Answer):
    """`GET /internal/assessments/{id}`."""

    number: str | None = None
    assessed_on: date
    submitted_at: AwareDatetime
    submitted_by_name: str | None = None
    answered: int
    unknown: int
    questions: int


_RECIPIENTS = TypeAdapter(tuple[RecipientAnswer, ...])


class HttpIntake:
    """Asks with the notifier's own service token; 404 is None."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def recipients(self, cluster: str) -> list[Recipient] | None:
        """Return who is told about verdicts."""
        found = await self._get(f"/internal/clusters/{cluster}/recipients", _RECIPIENTS, kind="verdict")
        if found is None:
            return None
        return [Recipient(each.person, each.address, each.language, each.name) for each in found]

    async def cluster(self, cluster: str) -> ClusterFacts | None:
        """Return the cluster's names, and whether its data are invented."""
        found = await self._get(f"/internal/clusters/{cluster}", TypeAdapter(ClusterAnswer))
        return None if found is None else ClusterFacts(found.names.lt, found.names.en, found.provenance == "synthetic")

    async def assessment(self, assessment: str) -> AssessmentFacts | None:
        """Return what the receipt says."""
        found = await self._get(f"/internal/assessments/{assessment}", TypeAdapter(AssessmentAnswer))
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

    async def _get(self, path: str, shape: TypeAdapter[Shape], **query: str) -> Shape | None:
        """A refusal of our token, or an answer of another shape, is mended by a deployment: until then we wait."""
        try:
            answer = await self._client.get(path, **query)
            if answer.status == 404:
                return None
            if answer.status != 200:
                raise TransientError(f"intake answers {answer.status} to {path}")
            return shape.validate_json(answer.content)
        except PeerUnavailableError as error:
            raise TransientError(f"intake: {error}") from error
        except ValidationError as error:
            where = error.errors(include_url=False, include_input=False)[0]["loc"]
            raise TransientError(f"intake answers {path} in another shape, at {where}") from error
