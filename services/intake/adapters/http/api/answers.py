"""The shapes of intake's answers, for `/openapi.json`; schemathesis holds every answer against them."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.contracts.cluster import ClusterUpdated, MembershipChanged
from shared.contracts.common import Language, Level, Names
from shared.contracts.envelope import ActorRole, Provenance
from shared.http.documented import FieldProblem


class Answer(BaseModel):
    """Base of what is answered: nothing but what is said here."""

    model_config = ConfigDict(extra="forbid")


class Warned(Answer):
    """Nothing was refused; something is worth a look (design 6)."""

    type: str
    title: str
    detail: str
    errors: list[FieldProblem]


class AcceptedAnswer(Answer):
    """A write is safe; `Location` names its receipt. The same for every repetition under the same key."""

    id: str
    number: str | None
    status: Literal["received"]
    warnings: list[Warned]


class RegisteredAnswer(AcceptedAnswer):
    """A cluster is registered: its id is `cluster`."""

    cluster: str


class ReceiptAnswer(Answer):
    """What became of a write: received (safe, in the queue) or published."""

    id: str
    cluster: str
    type: str
    recorded: AwareDatetime
    number: str | None
    status: Literal["received", "published"]
    warnings: list[Warned]


class ClusterAnswer(ClusterUpdated):
    """A cluster as the register shows it."""

    id: str
    slug: str
    provenance: Provenance | None
    memberships: list[MembershipChanged]


class ClustersAnswer(Answer):
    """The clusters that the caller may see."""

    clusters: list[ClusterAnswer]


class Grant(Answer):
    """A role; without `cluster` it holds for all of them."""

    role: ActorRole
    cluster: str | None


class PersonAnswer(Answer):
    """A person, without the address."""

    id: str
    name: str
    language: Language
    roles: list[Grant]


class ClusterCardAnswer(Answer):
    """What a page or a mail says of a cluster."""

    id: str
    slug: str
    names: Names
    provenance: Provenance | None
    target: Level | None


class RecipientAnswer(Answer):
    """Whom a mail is for."""

    person: str
    address: str
    language: Language
    name: str


class ToldAnswer(Answer):
    """Whom a mail about a cluster is for, by its kind, and what it says of the cluster; no names: there is no such."""

    cluster: str
    names: Names | None
    provenance: Provenance | None
    recipients: dict[str, list[RecipientAnswer]]


class RecipientsAnswer(Answer):
    """One entry for each cluster that was asked about."""

    clusters: list[ToldAnswer]


class AssessmentAnswer(Answer):
    """What a receipt says of an assessment; numbers are counts of questions."""

    number: str | None
    assessed_on: date
    cluster: str
    submitted_at: AwareDatetime
    submitted_by_name: str | None
    answered: int
    unknown: int
    questions: int


class AssessmentsAnswer(Answer):
    """One entry, by id, for each assessment that was asked about; null: there is no such."""

    assessments: dict[str, AssessmentAnswer | None]


class AssessmentCardAnswer(Answer):
    """What a list says of an assessment."""

    id: str
    cluster: str
    number: str | None
    assessed_on: date
    submitted_at: AwareDatetime


class CardsAnswer(Answer):
    """Those of the clusters and assessments asked for that are known."""

    clusters: list[ClusterCardAnswer]
    assessments: list[AssessmentCardAnswer]


class SessionAnswer(Answer):
    """Who is behind a session; `clusters` is "*" for all of them."""

    person: str
    roles: list[ActorRole]
    clusters: list[str] | Literal["*"]
    language: Language
    name: str
    grants: list[Grant]


class SignInLinkAnswer(Answer):
    """A one-time link."""

    url: str
    expires: AwareDatetime


class TokenAnswer(Answer):
    """An access token (RFC 6749, 5.1); `expires_in` in seconds."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int


class OAuthError(Answer):
    """RFC 6749, 5.2."""

    error: str


class TokenForm(BaseModel):
    """What is sent for a token; id and secret here or by HTTP Basic."""

    grant_type: Literal["client_credentials"]
    client_id: str | None = None
    client_secret: str | None = None
    resource: Literal["branda"] | None = None
