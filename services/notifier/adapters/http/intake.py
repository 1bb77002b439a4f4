"""What we ask intake: whom to tell, in which language, about which cluster (design 4)."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import TypeVar

import structlog
from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue, ValidationError

from services.notifier.application.ports import About, AssessmentFacts, ClusterFacts, Recipient
from services.notifier.domain.notice import Language
from shared.contracts.common import Names
from shared.contracts.envelope import Provenance
from shared.errors import TransientError
from shared.http.clients import PeerUnavailableError, ServiceClient

log = structlog.get_logger()

ASKED_AT_ONCE = 200
"""What intake answers in one question at most; more are asked in parts."""

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


class AssessmentEntries(_Answer):
    """`POST /internal/assessments`, each entry still to be read; None: intake does not know it."""

    assessments: dict[str, JsonValue]


class AssessmentAnswer(_Answer):
    """One entry of `POST /internal/assessments`."""

    number: str | None = None
    assessed_on: date
    submitted_at: AwareDatetime
    submitted_by_name: str | None = None
    answered: int
    unknown: int
    questions: int


class HttpIntake:
    """Asks with the notifier's own service token, about many at once."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def about(self, clusters: Collection[str]) -> dict[str, About]:
        """Return names and recipients of each cluster; one whose entry is of another shape is missing, and logged."""
        about: dict[str, About] = {}
        for some in _parts(clusters):
            question = {"clusters": some, "kinds": ["verdict"]}
            entries = (await self._ask("/internal/recipients", question, Entries)).clusters
            told = (_read(ToldAnswer, entry) for entry in entries)
            about |= {each.cluster: _about(each) for each in told if each is not None}
        return about

    async def assessments(self, assessments: Collection[str]) -> dict[str, AssessmentFacts | None]:
        """Return what the receipts say; an entry of another shape is missing, and logged."""
        facts: dict[str, AssessmentFacts | None] = {}
        for some in _parts(assessments):
            entries = (await self._ask("/internal/assessments", {"assessments": some}, AssessmentEntries)).assessments
            found = {each: _read(AssessmentAnswer, entry) for each, entry in entries.items() if entry is not None}
            facts |= {each: _facts(answer) for each, answer in found.items() if answer is not None}
            facts |= {each: None for each, entry in entries.items() if entry is None}
        return facts

    async def _ask(self, path: str, question: object, shape: type[Shape]) -> Shape:
        """A refusal of our token, or an answer of another shape, is mended by a deployment: until then we wait."""
        try:
            answer = await self._client.post(path, question)
            if answer.status != 200:
                raise TransientError(f"intake answers {answer.status} to {path}")
            return shape.model_validate_json(answer.content)
        except PeerUnavailableError as error:
            raise TransientError(f"intake: {error}") from error
        except ValidationError as error:
            raise TransientError(f"intake answers {path} in another shape, at {_where(error)}") from error


def _parts(asked: Collection[str]) -> Iterator[list[str]]:
    everything = list(asked)
    for start in range(0, len(everything), ASKED_AT_ONCE):
        yield everything[start : start + ASKED_AT_ONCE]


def _read(shape: type[Shape], entry: JsonValue) -> Shape | None:
    try:
        return shape.model_validate(entry)
    except ValidationError as error:
        log.warning("intake tells of something in another shape", shape=shape.__name__, at=_where(error))
        return None


def _about(told: ToldAnswer) -> About:
    people = [Recipient(each.person, each.address, each.language, each.name) for each in told.recipients.verdict]
    if told.names is None:
        return About(None, people)
    return About(ClusterFacts(told.names.lt, told.names.en, told.provenance == "synthetic"), people)


def _facts(found: AssessmentAnswer) -> AssessmentFacts:
    return AssessmentFacts(
        number=found.number,
        assessed_on=found.assessed_on,
        submitted_at=found.submitted_at,
        submitted_by=found.submitted_by_name,
        answered=found.answered,
        unknown=found.unknown,
        questions=found.questions,
    )


def _where(error: ValidationError) -> str:
    """Return which field is wrong, without what is in it: that may be an address."""
    return str(error.errors(include_url=False, include_input=False)[0]["loc"])
