"""What can be asked of intake, as it comes over HTTP: closed, strict, nothing converted."""

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from shared.contracts.common import DecimalText, ItemId, Language, Level, Names, Precision, ShortText, Source
from shared.contracts.envelope import ActorRole, Id, Provenance
from shared.contracts.labelling import LabellingStep
from shared.contracts.records import Category
from shared.contracts.submission import Command, Day, LongText, SentAssessment


class Write(Command):
    """What every record may say about where it comes from; the agency only (design 5)."""

    origin: Literal["import"] | None = None
    provenance: Provenance | None = None


class SubmitAssessment(SentAssessment, Write):
    """A self-assessment (design 6). A program may say for which person of the cluster it submits."""

    on_behalf_of: Id | None = None


class Withdraw(Command):
    """Take a record back; the reason stays in intake."""

    reason: LongText | None = None


class RecordBenchmarking(Write):
    """An expert's interview (design 3)."""

    interview_on: Day
    precision: Precision = "day"
    mode: Literal["video", "on_site"] | None = None
    organisation: ShortText | None = None
    report_no: ShortText | None = None
    report_on: Day | None = None
    snapshot: Id | None = None


class RecordConsultancy(Write):
    """A session with an adviser; `expert` is a person's random id."""

    session_on: Day
    hours: DecimalText
    category: Category
    provider: ShortText
    expert: Id | None = None
    indicators: Annotated[list[ItemId], Field(max_length=40)] = Field(default_factory=list)
    topic: LongText | None = None
    output: Id | None = None


class AttachEvidence(Write):
    """A link or a sighted paper; files come by another call. `address` belongs to a link and stays in intake."""

    indicators: Annotated[list[ItemId], Field(min_length=1, max_length=40)]
    kind: Literal["link", "sighted"]
    dated: Day
    strength: Literal["stated", "documented", "verified"]
    supports: dict[ItemId, Annotated[StrictInt, Field(ge=0)]] | None = None
    address: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    title: LongText | None = None


class AttestationCommand(Command):
    """Who says that a label is held, and the day they say it."""

    on: Day
    source: Source


class RecordLabel(Write):
    """A label that the label body awarded."""

    level: Level
    awarded: Day | None = None
    precision: Precision = "day"
    valid_until: Day | None = None
    certificate: ShortText | None = None
    attested: Annotated[list[AttestationCommand], Field(max_length=50)] = Field(default_factory=list)


class RecordLabellingStep(Write):
    """A step on the way to a label; of *booked*, `on` is the day of the agreement, `planned_on` the day agreed."""

    level: Level
    step: LabellingStep
    on: Day
    planned_on: Day | None = None
    organisation: ShortText | None = None
    note: LongText | None = None


class FactCommand(Command):
    """What a register or a public source says about a cluster."""

    value: StrictInt | Annotated[str, Field(min_length=1, max_length=200)]
    source: Source
    seen_on: Day | None = None
    provenance: Provenance | None = None


class DescribeCluster(Write):
    """The register's whole description of a cluster. `on` is the day it became true, today unless said."""

    names: Names
    sector: ShortText | None = None
    founded: Day | None = None
    coordinating_organisation: ShortText | None = None
    facts: Annotated[dict[ItemId, FactCommand], Field(max_length=100)] = Field(default_factory=dict)
    target: Level | None = None
    on: Day | None = None


class RegisterCluster(DescribeCluster):
    """A cluster enters the register; `slug` is its readable name in addresses and never changes."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]


class ChangeMembership(Write):
    """A cluster joins or leaves a programme (`rules.md` 6); one of `joined` and `left`.

    `seen_on` stands alone where a source shows the membership and nobody knows the day of joining.
    """

    programme: ItemId
    joined: Day | None = None
    left: Day | None = None
    seen_on: Day | None = None
    agreement: ShortText | None = None
    source: Source | None = None
    consultant: Id | None = None


class GrantRole(Command):
    """A role of a person; without `cluster` it holds for all of them."""

    role: ActorRole
    cluster: Id | None = None


class RegisterPerson(Command):
    """A person with an e-mail address; the only place where either is kept."""

    name: ShortText
    address: Annotated[str, Field(min_length=3, max_length=254)]
    language: Language
    roles: Annotated[list[GrantRole], Field(max_length=50)] = Field(default_factory=list)


class MakeSignInLink(Command):
    """Ask for a one-time link for a person; `next` is the page to open afterwards."""

    person: Id
    next: Annotated[str, Field(max_length=500)] | None = None


MOST_AT_ONCE = 200
"""Clusters, or assessments, in one question. The answer, a few people each, stays below 200 KB, and is two reads by an
index."""


class AskForCards(Command):
    """Ask what clusters and assessments are called, a page of a list at once."""

    clusters: Annotated[list[Id], Field(max_length=MOST_AT_ONCE)] = Field(default_factory=list)
    assessments: Annotated[list[Id], Field(max_length=MOST_AT_ONCE)] = Field(default_factory=list)


class ResolveSession(Command):
    """Ask who is behind a session cookie."""

    token: Annotated[str, Field(min_length=1, max_length=256)]


MailKind = Literal["verdict"]
"""What mails are about. Another kind is refused, not answered by nobody: who asks is newer than we are, and waits."""


class AskRecipients(Command):
    """Ask who is told about each of these clusters."""

    clusters: Annotated[list[Id], Field(min_length=1, max_length=MOST_AT_ONCE)]
    kinds: Annotated[list[MailKind], Field(min_length=1, max_length=10)]


class AskAssessments(Command):
    """Ask what a receipt says of each of these assessments."""

    assessments: Annotated[list[Id], Field(min_length=1, max_length=MOST_AT_ONCE)]
