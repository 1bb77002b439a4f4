"""People, their roles, and how they sign in (design 5)."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Iterator
from datetime import timedelta
from uuid import uuid4

from services.intake.application.commands import GrantRole, MailKind, RegisterPerson
from services.intake.application.ports import AddressTakenError, AlreadyStoredError, Clock, EventStore, PeopleStore
from services.intake.application.records import Grant, Person, SessionRecord, SignInLink, Submission, Told
from services.intake.application.texts import matches, new_fingerprint
from services.intake.application.write import KeyReusedError, NotVisibleError
from services.intake.domain.access import Role, holds_for_all
from services.intake.domain.findings import Message
from shared.catalogue.findings import Finding, refuse

LINK_LIFE = timedelta(minutes=15)
"""A link lies in a mailbox; after this it opens nothing (design 5)."""

SESSION_LIFE = timedelta(hours=12)
"""A working day; the person signs in again tomorrow."""

_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")

LONGEST_ADDRESS = 254
"""RFC 5321, 4.5.3.1.3, less its angle brackets."""

RECEIVERS: dict[MailKind, Role] = {"verdict": "coordinator"}
"""Who is told what: the role in the cluster by the kind of mail."""


class People:
    """What can be done with people."""

    def __init__(self, people: PeopleStore, events: EventStore) -> None:
        self._people, self._events = people, events

    async def register(self, submission: Submission, command: RegisterPerson) -> Person:
        """Enter a person and return them; the same key and body return the first again.

        Raises:
            RefusedError: the address, the name or a role does not fit.
            AddressTakenError: somebody has this address.
            KeyReusedError: the key was used with another body.
        """
        request = hashlib.sha256(f"{submission.principal.id}\n{submission.key}".encode()).hexdigest()
        first = await self._first(request, submission)
        if first is not None:
            return first
        findings = list(_check_person(command))
        for number, grant in enumerate(command.roles):
            findings += await self._check_grant(f"/roles/{number}", grant)
        refuse(findings)
        person = Person(
            id=str(uuid4()),
            name=command.name,
            address=command.address,
            language=command.language,
            grants=tuple(Grant(role.role, role.cluster) for role in command.roles),
            request=request,
            fingerprint=new_fingerprint(submission.body),
        )
        try:
            await self._people.add_person(person)
        except (AlreadyStoredError, AddressTakenError):
            first = await self._first(request, submission)
            if first is None:
                raise
            return first
        return person

    async def _first(self, request: str, submission: Submission) -> Person | None:
        person = await self._people.find_request(request)
        if person is not None and (person.fingerprint is None or not matches(person.fingerprint, submission.body)):
            raise KeyReusedError
        return person

    async def grant(self, person: str, command: GrantRole) -> Person:
        """Give a person a role; raises `RefusedError`, and `NotVisibleError` for an unknown person."""
        refuse(await self._check_grant("", command))
        changed = await self._people.add_grant(person, Grant(command.role, command.cluster))
        if changed is None:
            raise NotVisibleError
        return changed

    async def _check_grant(self, pointer: str, grant: GrantRole) -> list[Finding]:
        if grant.cluster is None:
            return [] if holds_for_all(grant.role) else [Finding(f"{pointer}/cluster", Message.ROLE_NEEDS_CLUSTER)]
        if grant.role in ("agency", "operator", "service"):
            return [Finding(f"{pointer}/cluster", Message.ROLE_WITHOUT_CLUSTER)]
        if await self._events.find_cluster(grant.cluster) is None:
            return [Finding(f"{pointer}/cluster", Message.UNKNOWN_CLUSTER, {"id": grant.cluster})]
        return []

    async def recipients(self, clusters: Collection[str], kinds: Collection[MailKind]) -> list[Told]:
        """Return, for each of the clusters once, who is told about each kind; of an unknown one, nobody."""
        asked = dict.fromkeys(clusters)
        known = {cluster.id: cluster for cluster in await self._events.list_clusters(asked)}
        people = await self._people.with_roles(known, {RECEIVERS[kind] for kind in kinds}) if known else []
        holders: dict[Grant, list[Person]] = {}
        for person in people:
            for grant in set(person.grants):
                holders.setdefault(grant, []).append(person)
        return [
            Told(each, known.get(each), {kind: holders.get(Grant(RECEIVERS[kind], each), []) for kind in kinds})
            for each in asked
        ]


class SignIn:
    """One-time links and sessions. Tokens are random and kept only as hashes."""

    def __init__(self, people: PeopleStore, clock: Clock) -> None:
        self._people, self._clock = people, clock

    async def make_link(self, person: str, target: str | None) -> tuple[str, SignInLink]:
        """Return a new link's token and record; raises `NotVisibleError` for an unknown person."""
        if await self._people.find_person(person) is None:
            raise NotVisibleError
        token = secrets.token_urlsafe(32)
        link = SignInLink(hash_of(token), person, self._clock.now() + LINK_LIFE, target)
        await self._people.add_link(link)
        return token, link

    async def use_link(self, token: str) -> tuple[str, str | None] | None:
        """Consume a link and open a session; returns the cookie's value and where to go, or None: used or too old."""
        return await self._open(await self._people.use_link(hash_of(token), self._clock.now()))

    async def use_code(self, browser: str, code: str) -> tuple[str, str | None] | None:
        """Consume a link by its code, in the browser that asked for it; returns as `use_link`."""
        now = self._clock.now()
        return await self._open(await self._people.use_code(hash_of(browser), hash_of_code(browser, code), now))

    async def _open(self, link: SignInLink | None) -> tuple[str, str | None] | None:
        if link is None:
            return None
        cookie = secrets.token_urlsafe(32)
        await self._people.add_session(SessionRecord(hash_of(cookie), link.person, self._clock.now() + SESSION_LIFE))
        return cookie, link.next

    async def resolve(self, cookie: str) -> Person | None:
        """Return who is behind a cookie, or None."""
        session = await self._people.find_session(hash_of(cookie), self._clock.now())
        return None if session is None else await self._people.find_person(session.person)

    async def sign_out(self, cookie: str) -> None:
        """End the session for good."""
        await self._people.end_session(hash_of(cookie))


def hash_of(token: str) -> str:
    """Return what is kept of a secret token: who reads the database cannot use it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def hash_of_code(browser: str, code: str) -> str:
    """Return what is kept of a code: its six digits alone could be tried out by who reads the database."""
    return hmac.new(browser.encode("utf-8", "replace"), code.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def is_address(text: str) -> bool:
    """Say whether `text` can be an e-mail address at all."""
    return len(text) <= LONGEST_ADDRESS and _EMAIL.fullmatch(text) is not None


def _check_person(command: RegisterPerson) -> Iterator[Finding]:
    if not is_address(command.address):
        yield Finding("/address", Message.NOT_AN_EMAIL)
