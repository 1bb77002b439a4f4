"""In-memory stand-ins for intake's stores; they pass the suite of the real ones (`tests/contract`)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from services.intake.application.ports import AddressTakenError, AlreadyStoredError, SlugTakenError
from services.intake.application.records import (
    Cluster,
    Grant,
    Person,
    SessionRecord,
    SignInLink,
    SignInMail,
    StoredEvent,
)
from shared.contracts.assessment import AssessmentSubmitted
from shared.contracts.cluster import MembershipChanged
from shared.errors import TransientError


class MemoryEventStore:
    """An `EventStore`; while `away` is true it behaves as a database that does not answer."""

    def __init__(self) -> None:
        self.events: dict[str, StoredEvent] = {}
        self.clusters: dict[str, Cluster] = {}
        self.shown: dict[str, int] = {}
        self.numbers: dict[int, int] = {}
        self.away = False

    def _check(self) -> None:
        if self.away:
            raise TransientError("the database is away")

    async def find_event(self, event_id: str) -> StoredEvent | None:
        self._check()
        return self.events.get(event_id)

    async def find_events(self, cluster: str, event_type: str, ids: Collection[str]) -> list[StoredEvent]:
        self._check()
        found = (self.events[each] for each in ids if each in self.events)
        return [stored for stored in found if (stored.event.subject, stored.event.type) == (cluster, event_type)]

    async def find_withdrawn(self, cluster: str, event_type: str, ids: Collection[str]) -> set[str]:
        self._check()
        events = (stored.event for stored in self.events.values())
        data = [event.data for event in events if (event.subject, event.type) == (cluster, event_type)]
        return {named for item in data for named in item.model_dump().values() if named in ids}

    async def list_assessments(self, ids: Collection[str]) -> list[StoredEvent]:
        self._check()
        found = (self.events[each] for each in sorted(ids) if each in self.events)
        return [stored for stored in found if stored.event.type == AssessmentSubmitted.TYPE]

    async def list_events(self, clusters: Collection[str], event_types: Collection[str]) -> list[StoredEvent]:
        self._check()
        found = (each for each in self.events.values() if each.event.subject in clusters)
        wanted = [each for each in found if each.event.type in event_types]
        return sorted(wanted, key=lambda each: (each.event.subject, each.event.sequence))

    async def reserve_sequence(self, cluster: str, among: Collection[str] | None) -> Cluster | None:
        self._check()
        if cluster not in self.clusters or (among is not None and cluster not in among):
            return None
        kept = self.clusters[cluster]
        self.clusters[cluster] = replace(kept, sequence=kept.sequence + 1)
        return self.clusters[cluster]

    async def reserve_number(self, year: int) -> int:
        self._check()
        self.numbers[year] = self.numbers.get(year, 0) + 1
        return self.numbers[year]

    async def add_event(self, stored: StoredEvent) -> None:
        self._check()
        if stored.event.id in self.events:
            raise AlreadyStoredError
        self.events[stored.event.id] = stored

    async def add_cluster(self, cluster: Cluster, stored: StoredEvent) -> None:
        self._check()
        if stored.event.id in self.events:
            raise AlreadyStoredError
        if any(known.slug == cluster.slug for known in self.clusters.values()):
            raise SlugTakenError
        await self.add_event(stored)
        self.clusters[cluster.id] = cluster
        self.shown[cluster.id] = cluster.sequence

    async def change_description(self, cluster: Cluster, stored: StoredEvent) -> None:
        await self.add_event(stored)
        if self.shown[cluster.id] < cluster.sequence:
            kept = self.clusters[cluster.id]
            changed = replace(kept, description=cluster.description, provenance=cluster.provenance)
            self.clusters[cluster.id] = changed
            self.shown[cluster.id] = cluster.sequence

    async def add_membership(self, cluster: str, membership: MembershipChanged, stored: StoredEvent) -> None:
        await self.add_event(stored)
        kept = self.clusters[cluster]
        self.clusters[cluster] = replace(kept, memberships=(*kept.memberships, membership))

    async def find_cluster(self, cluster: str) -> Cluster | None:
        self._check()
        return self.clusters.get(cluster)

    async def list_clusters(self, among: Collection[str] | None) -> list[Cluster]:
        self._check()
        visible = (each for each in self.clusters.values() if among is None or each.id in among)
        return sorted(visible, key=lambda cluster: cluster.slug)


class MemoryPeopleStore:
    """A `PeopleStore`."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.links: dict[str, SignInLink] = {}
        self.sessions: dict[str, SessionRecord] = {}

    async def add_person(self, person: Person) -> None:
        if person.request is not None and await self.find_request(person.request):
            raise AlreadyStoredError
        if any(known.address.lower() == person.address.lower() for known in self.people.values()):
            raise AddressTakenError
        self.people[person.id] = person

    async def find_person(self, person: str) -> Person | None:
        return self.people.get(person)

    async def find_address(self, address: str) -> Person | None:
        return next((each for each in self.people.values() if each.address.lower() == address.lower()), None)

    async def find_request(self, request: str) -> Person | None:
        return next((person for person in self.people.values() if person.request == request), None)

    async def add_grant(self, person: str, grant: Grant) -> Person | None:
        known = self.people.get(person)
        if known is not None and grant not in known.grants:
            self.people[person] = replace(known, grants=(*known.grants, grant))
        return self.people.get(person)

    async def with_role(self, cluster: str, role: str) -> list[Person]:
        found = (person for person in self.people.values() if any(g == Grant(role, cluster) for g in person.grants))
        return sorted(found, key=lambda person: person.id)

    async def add_link(self, link: SignInLink) -> None:
        self.links[link.token_hash] = link

    async def use_link(self, token_hash: str, now: datetime) -> SignInLink | None:
        link = self.links.get(token_hash)
        return self.links.pop(token_hash) if link is not None and link.expires > now else None

    async def use_code(self, browser_hash: str, code_hash: str, now: datetime) -> SignInLink | None:
        found = (each for each in self.links.values() if each.browser_hash == browser_hash)
        link = next((each for each in found if each.expires > now and each.attempts > 0), None)
        if link is None:
            return None
        self.links[link.token_hash] = replace(link, attempts=link.attempts - 1)
        return self.links.pop(link.token_hash) if link.code_hash == code_hash else None

    async def add_session(self, session: SessionRecord) -> None:
        self.sessions[session.token_hash] = session

    async def find_session(self, token_hash: str, now: datetime) -> SessionRecord | None:
        session = self.sessions.get(token_hash)
        return session if session is not None and session.expires > now else None

    async def end_session(self, token_hash: str) -> None:
        self.sessions.pop(token_hash, None)


class MemoryLimits:
    """A `Limits` that forgets nothing: every key names its time."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    async def count(self, key: str, until: datetime) -> int:
        assert until.tzinfo is not None
        self.counts[key] += 1
        return self.counts[key]


class CollectingPost:
    """A `SignInPost` that keeps what it was given."""

    def __init__(self) -> None:
        self.mails: list[SignInMail] = []

    def send(self, mail: SignInMail) -> None:
        self.mails.append(mail)
