"""What intake keeps: clusters, events with their erasable texts, people and sessions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from services.intake.domain.access import Role, is_reviewer
from shared.catalogue.findings import Finding
from shared.contracts.cluster import ClusterUpdated, MembershipChanged
from shared.contracts.common import Language
from shared.contracts.envelope import Data, Event, Provenance
from shared.http.principal import Principal


@dataclass(frozen=True)
class Cluster:
    """A cluster as the register shows it now. `sequence` is the last number given to an event of it."""

    id: str
    slug: str
    description: ClusterUpdated
    provenance: Provenance | None = None
    sequence: int = 0
    memberships: tuple[MembershipChanged, ...] = ()


class HeldText(NamedTuple):
    """A free text with the random key of its HMAC; erasing removes both (design 3)."""

    pointer: str
    key: str
    text: str


@dataclass(frozen=True)
class Fingerprint:
    """The HMAC of a canonical body under its own random key: tells a retry from another body, and nothing else."""

    key: str
    digest: str


@dataclass(frozen=True)
class Receipt:
    """The answer to a write, the same for every retry."""

    id: str
    cluster: str
    type: str
    recorded: datetime
    number: str | None
    warnings: tuple[Finding, ...] = ()
    published: bool = False


@dataclass(frozen=True)
class StoredEvent:
    """A finished event and what is kept beside it. `raw` is what goes to Kafka, byte for byte."""

    event: Event
    raw: bytes
    fingerprint: Fingerprint
    texts: tuple[HeldText, ...] = ()
    warnings: tuple[Finding, ...] = ()
    number: str | None = None
    published: bool = False

    @property
    def receipt(self) -> Receipt:
        """The answer that the writer got."""
        event = self.event
        return Receipt(
            event.id, event.subject, event.type, event.recordedtime, self.number, self.warnings, self.published
        )


@dataclass(frozen=True)
class Submission:
    """One write as it arrived: who, for which cluster, under which idempotency key, with which parsed body.

    `traceparent` is the request's W3C trace context, carried along to whoever reads the event. It is no part of what
    makes two writes the same.
    """

    principal: Principal
    cluster: str
    key: str
    body: Any
    traceparent: str | None = None


@dataclass(frozen=True)
class Draft:
    """What a use case wants recorded; `day` is the business date (`rules.md` 7)."""

    data: Data
    day: date
    texts: tuple[HeldText, ...] = ()
    origin: Literal["import"] | None = None
    provenance: Provenance | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True)
class Grant:
    """One role of a person; `cluster` None: all clusters."""

    role: Role
    cluster: str | None = None


@dataclass(frozen=True)
class Person:
    """A person; name and address exist here and nowhere else. `request` finds the person again on a retry."""

    id: str
    name: str
    address: str
    language: Language
    grants: tuple[Grant, ...] = ()
    request: str | None = None
    fingerprint: Fingerprint | None = None

    @property
    def sees_all(self) -> bool:
        """Whether a role of theirs holds for every cluster."""
        return any(grant.cluster is None for grant in self.grants)

    @property
    def reviews(self) -> bool:
        """Whether a role of theirs has to do with reviews."""
        return any(is_reviewer(grant.role) for grant in self.grants)


@dataclass(frozen=True)
class Told:
    """Who is told about a cluster, by the kind of mail; `known` is the cluster, None if there is no such."""

    cluster: str
    known: Cluster | None
    people: Mapping[str, Sequence[Person]]


@dataclass(frozen=True)
class SessionRecord:
    """A signed-in person's session; only the hash of its token is kept."""

    token_hash: str
    person: str
    expires: datetime


@dataclass(frozen=True)
class SignInLink:
    """A one-time link; only the hash of its token is kept.

    One that was asked for on the page has a code for a second device, which only the browser that asked may try,
    `attempts` times. `person` is empty if nobody has the address that was typed: then nothing opens it.
    """

    token_hash: str
    person: str
    expires: datetime
    next: str | None = None
    browser_hash: str | None = None
    code_hash: str | None = None
    attempts: int = 0


@dataclass(frozen=True)
class SignInMail:
    """What somebody who asked to sign in is sent; it is kept nowhere."""

    id: str
    address: str
    name: str
    language: Language
    token: str = field(repr=False)
    code: str = field(repr=False)
    expires: datetime


@dataclass(frozen=True)
class AssessmentSummary:
    """What a mail's receipt paragraph says about an assessment (`words.md`, Receipt)."""

    number: str | None
    assessed_on: date
    cluster: str
    submitted_at: datetime
    submitted_by_name: str | None
    answered: int
    unknown: int
    questions: int
