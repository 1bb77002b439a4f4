"""What intake needs from the world."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from services.intake.application.records import (
    Cluster,
    Grant,
    Person,
    SessionRecord,
    SignInLink,
    SignInMail,
    StoredEvent,
)
from shared.catalogue.model import Catalogue
from shared.contracts.cluster import MembershipChanged


class AlreadyStoredError(Exception):
    """An event, or a person, with this id is there already: this is a retry, or another body under the same key."""


class SlugTakenError(Exception):
    """Another cluster has this readable name."""


class AddressTakenError(Exception):
    """Another person has this e-mail address."""


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the moment, aware."""
        ...


class Outbox(Protocol):
    """Whoever publishes what was stored."""

    def wake(self) -> None:
        """Say that an event was stored; returns at once."""
        ...


class Catalogues(Protocol):
    """The criteria in force and those before."""

    def find(self, catalogue: str) -> Catalogue | None:
        """Return the catalogue `name@version`."""
        ...

    def known(self) -> Sequence[Catalogue]:
        """Return all catalogues."""
        ...


class EventStore(Protocol):
    """Events, append-only, and what the register shows of them. Every method raises `TransientError` when away."""

    async def find_event(self, event_id: str) -> StoredEvent | None:
        """Return a stored event."""
        ...

    async def find_events(self, cluster: str, event_type: str, ids: Collection[str]) -> list[StoredEvent]:
        """Return those of `ids` that are events of this type in this cluster; of another cluster's, nothing."""
        ...

    async def find_withdrawn(self, cluster: str, event_type: str, ids: Collection[str]) -> set[str]:
        """Return those of `ids` that an event of the withdrawing type `event_type` takes back."""
        ...

    async def list_assessments(self, ids: Collection[str]) -> list[StoredEvent]:
        """Return those of `ids` that are submitted self-assessments, of whichever cluster, by id."""
        ...

    async def list_events(self, clusters: Collection[str], event_types: Collection[str]) -> list[StoredEvent]:
        """Return the events of these clusters and types, by cluster and sequence."""
        ...

    async def reserve_sequence(self, cluster: str, among: Collection[str] | None) -> Cluster | None:
        """Give the cluster its next sequence and return it; None if it is missing or not `among` those permitted."""
        ...

    async def reserve_number(self, year: int) -> int:
        """Return the next running number of `year`; a gap is harmless."""
        ...

    async def add_event(self, stored: StoredEvent) -> None:
        """Insert a finished event, journalled by a majority; raises `AlreadyStoredError`."""
        ...

    async def add_cluster(self, cluster: Cluster, stored: StoredEvent) -> None:
        """Insert a cluster and its event, both or none; raises `AlreadyStoredError`, `SlugTakenError`."""
        ...

    async def change_description(self, cluster: Cluster, stored: StoredEvent) -> None:
        """Show the cluster's description unless a later event's is shown, and insert the event, both or none.

        Raises:
            AlreadyStoredError: the event is there already.
        """
        ...

    async def add_membership(self, cluster: str, membership: MembershipChanged, stored: StoredEvent) -> None:
        """Add to the memberships shown and insert the event, both or none; raises `AlreadyStoredError`."""
        ...

    async def find_cluster(self, cluster: str) -> Cluster | None:
        """Return a cluster."""
        ...

    async def list_clusters(self, among: Collection[str] | None) -> list[Cluster]:
        """Return the clusters `among` those permitted (None: all), by slug."""
        ...


class PeopleStore(Protocol):
    """People, their roles, links and sessions. Every method raises `TransientError` when away."""

    async def add_person(self, person: Person) -> None:
        """Insert a person; raises `AlreadyStoredError` for a known `request`, `AddressTakenError`."""
        ...

    async def find_person(self, person: str) -> Person | None:
        """Return a person by id."""
        ...

    async def find_address(self, address: str) -> Person | None:
        """Return who has this e-mail address, whatever its capitals."""
        ...

    async def find_request(self, request: str) -> Person | None:
        """Return the person that was registered under this request."""
        ...

    async def add_grant(self, person: str, grant: Grant) -> Person | None:
        """Give a role, once however often asked; None if there is no such person."""
        ...

    async def with_role(self, cluster: str, role: str) -> list[Person]:
        """Return who has `role` in exactly this cluster, by id."""
        ...

    async def add_link(self, link: SignInLink) -> None:
        """Keep a one-time link."""
        ...

    async def use_link(self, token_hash: str, now: datetime) -> SignInLink | None:
        """Take the link away and return it; None if it is unknown, used or expired. Two callers never both get it."""
        ...

    async def use_code(self, browser_hash: str, code_hash: str, now: datetime) -> SignInLink | None:
        """Take the link that this browser asked for away if the code is right; None if not, or no attempt is left.

        Every call uses up an attempt, also of two at once.
        """
        ...

    async def add_session(self, session: SessionRecord) -> None:
        """Keep a session."""
        ...

    async def find_session(self, token_hash: str, now: datetime) -> SessionRecord | None:
        """Return a session that has not ended."""
        ...

    async def end_session(self, token_hash: str) -> None:
        """Forget a session."""
        ...


class Limits(Protocol):
    """Counts how often something was done, over all replicas; raises `TransientError` when away."""

    async def count(self, key: str, until: datetime) -> int:
        """Add one to `key`, which is forgotten after `until`, and return how often that makes."""
        ...


class SignInPost(Protocol):
    """Whoever mails a one-time link."""

    def send(self, mail: SignInMail) -> None:
        """Send it soon; returns at once, so that nobody can tell from the time whether there was one."""
        ...
