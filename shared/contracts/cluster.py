"""Events about clusters and their membership of a programme."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from shared.contracts.common import SUBMISSIONS, ItemId, Level, Names, ShortText, Source
from shared.contracts.envelope import Data, Id, Provenance, Wire


class Fact(Wire):
    """What a register or a public source says; never an answer (`rules.md` 2)."""

    value: Annotated[int | str, Field(union_mode="left_to_right")]
    source: Source
    seen_on: date | None = None
    provenance: Provenance | None = None


class ClusterRegistered(Data):
    """A cluster entered the register. Names of organisations only, never of persons."""

    TYPE: ClassVar[str] = "branda.cluster.registered.v1"
    TOPIC: ClassVar[str] = SUBMISSIONS

    names: Names
    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    sector: ShortText | None = None
    founded: date | None = None
    coordinating_organisation: ShortText | None = None
    facts: dict[ItemId, Fact] = Field(default_factory=dict)
    target: Level | None = None


class ClusterUpdated(Data):
    """The register's whole current description of a cluster; replaces the one before."""

    TYPE: ClassVar[str] = "branda.cluster.updated.v1"
    TOPIC: ClassVar[str] = SUBMISSIONS

    names: Names
    sector: ShortText | None = None
    founded: date | None = None
    coordinating_organisation: ShortText | None = None
    facts: dict[ItemId, Fact] = Field(default_factory=dict)
    target: Level | None = None


class MembershipChanged(Data):
    """A cluster joined or left a programme on a date (`rules.md` 6); `seen_on`: a source shows it as a member then."""

    TYPE: ClassVar[str] = "branda.programme.membership_changed.v1"
    TOPIC: ClassVar[str] = SUBMISSIONS

    programme: ItemId
    joined: date | None = None
    left: date | None = None
    seen_on: date | None = None
    agreement: ShortText | None = None
    source: Source | None = None
    consultant: Id | None = None
