"""People, one-time links and sessions in MongoDB."""

import hmac
from collections.abc import Collection
from datetime import datetime

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.intake.adapters.mongo.documents import person_document, person_of
from services.intake.adapters.mongo.indexes import Indexes
from services.intake.application.ports import AddressTakenError, AlreadyStoredError
from services.intake.application.records import Grant, Person, SessionRecord, SignInLink
from shared.mongo import Database, translate_errors


class MongoPeopleStore:
    """The `PeopleStore` of production."""

    def __init__(self, database: Database, indexes: Indexes) -> None:
        self._indexes = indexes
        self._people, self._links, self._sessions = database.people, database.sign_in_links, database.sessions

    async def add_person(self, person: Person) -> None:
        """Insert a person."""
        await self._indexes.ensure()
        with translate_errors():
            try:
                await self._people.insert_one(person_document(person))
            except DuplicateKeyError as error:
                repeated = (error.details or {}).get("keyPattern", {})
                raise (AlreadyStoredError if "request" in repeated else AddressTakenError) from error

    async def find_person(self, person: str) -> Person | None:
        """Return a person by id."""
        return await self._find({"_id": person})

    async def find_people(self, people: Collection[str]) -> list[Person]:
        """Return those that exist, by id."""
        query = {"_id": {"$in": list(people)}}
        with translate_errors():
            return [person_of(document) async for document in self._people.find(query).sort("_id", 1)]

    async def find_address(self, address: str) -> Person | None:
        """Return who has this e-mail address, whatever its capitals."""
        return await self._find({"address_key": address.lower()})

    async def find_request(self, request: str) -> Person | None:
        """Return the person that was registered under this request."""
        return await self._find({"request": request})

    async def _find(self, query: dict[str, str]) -> Person | None:
        with translate_errors():
            document = await self._people.find_one(query)
        return None if document is None else person_of(document)

    async def add_grant(self, person: str, grant: Grant) -> Person | None:
        """Give a role, once however often asked."""
        with translate_errors():
            document = await self._people.find_one_and_update(
                {"_id": person},
                {"$addToSet": {"grants": {"role": grant.role, "cluster": grant.cluster}}},
                return_document=ReturnDocument.AFTER,
            )
        return None if document is None else person_of(document)

    async def with_roles(self, clusters: Collection[str], roles: Collection[str]) -> list[Person]:
        """Return who has one of `roles` in exactly one of these clusters, by id."""
        query = {"grants": {"$elemMatch": {"cluster": {"$in": list(clusters)}, "role": {"$in": list(roles)}}}}
        with translate_errors():
            return [person_of(document) async for document in self._people.find(query).sort("_id", 1)]

    async def add_link(self, link: SignInLink) -> None:
        """Keep a one-time link."""
        document = {"_id": link.token_hash, "person": link.person, "expires": link.expires, "next": link.next}
        if link.browser_hash is not None:
            document |= {"browser": link.browser_hash, "code": link.code_hash, "attempts": link.attempts}
        with translate_errors():
            await self._links.insert_one(document)

    async def use_link(self, token_hash: str, now: datetime) -> SignInLink | None:
        """Take the link away and return it; the removal decides between two callers."""
        with translate_errors():
            document = await self._links.find_one_and_delete({"_id": token_hash, "expires": {"$gt": now}})
        if document is None:
            return None
        return SignInLink(document["_id"], document["person"], document["expires"], document["next"])

    async def use_code(self, browser_hash: str, code_hash: str, now: datetime) -> SignInLink | None:
        """Use up an attempt, then compare; the removal decides between two callers who are both right."""
        open_one = {"browser": browser_hash, "expires": {"$gt": now}, "attempts": {"$gt": 0}}
        with translate_errors():
            document = await self._links.find_one_and_update(open_one, {"$inc": {"attempts": -1}})
            if document is None or not hmac.compare_digest(document["code"], code_hash):
                return None
            taken = await self._links.find_one_and_delete({"_id": document["_id"]})
        return None if taken is None else SignInLink(taken["_id"], taken["person"], taken["expires"], taken["next"])

    async def add_session(self, session: SessionRecord) -> None:
        """Keep a session."""
        document = {"_id": session.token_hash, "person": session.person, "expires": session.expires}
        with translate_errors():
            await self._sessions.insert_one(document)

    async def find_session(self, token_hash: str, now: datetime) -> SessionRecord | None:
        """Return a session that has not ended."""
        with translate_errors():
            document = await self._sessions.find_one({"_id": token_hash, "expires": {"$gt": now}})
        if document is None:
            return None
        return SessionRecord(document["_id"], document["person"], document["expires"])

    async def end_session(self, token_hash: str) -> None:
        """Forget a session."""
        with translate_errors():
            await self._sessions.delete_one({"_id": token_hash})
