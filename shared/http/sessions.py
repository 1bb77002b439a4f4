"""Sessions of people: intake knows them, every service's pages ask it; and the defence against foreign forms."""

import hashlib
import hmac
import time
from collections.abc import Callable, Collection
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from shared.contracts.envelope import ActorRole
from shared.http.clients import PeerUnavailableError, ServiceClient
from shared.http.problems import ProblemError
from shared.http.texts import Language, Text

COOKIE = "branda_session"
CACHE_SECONDS = 30.0
"""How long a signed-out session may still be believed by another service (design 5)."""

CACHE_ENTRIES = 10_000
CSRF_FIELD = "csrf_token"

FOREIGN_FORM = Text(
    "foreign-form",
    "Forma pasenusi arba atsiųsta ne iš šio puslapio. Atnaujinkite puslapį ir pakartokite.",
    "The form is out of date or did not come from this page. Reload the page and repeat.",
)


REVIEWING: frozenset[ActorRole] = frozenset({"consultant", "expert", "agency"})
"""Who reviews, benchmarks or answers for the programme (design 5)."""


class Grant(BaseModel):
    """One role; `cluster` is None when it holds for all."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    role: ActorRole
    cluster: str | None = None


class Session(BaseModel):
    """A signed-in person. `clusters` is "*" for all; `person` is a random id; `name` is for the page only."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    person: str
    roles: tuple[ActorRole, ...]
    clusters: Annotated[tuple[str, ...] | str, Field(union_mode="left_to_right")]
    language: Language
    name: str
    grants: tuple[Grant, ...] = ()

    @property
    def sees_all(self) -> bool:
        """Whether the person may see every cluster."""
        return self.clusters == "*"

    @property
    def reviews(self) -> bool:
        """Whether a role of theirs has to do with reviews."""
        return not REVIEWING.isdisjoint(self.roles)

    def may_see(self, cluster: str) -> bool:
        """Say whether the person may know that `cluster` exists."""
        return self.sees_all or cluster in self.clusters

    def roles_for(self, cluster: str) -> frozenset[ActorRole]:
        """Return the person's roles in `cluster`."""
        return frozenset(grant.role for grant in self.grants if grant.cluster in (None, cluster))


class SessionClient:
    """Resolves session cookies at intake and remembers the answer for `CACHE_SECONDS`."""

    def __init__(self, client: ServiceClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client, self._clock = client, clock
        self._known: dict[bytes, tuple[float, Session]] = {}

    async def resolve(self, cookie: str | None) -> Session | None:
        """Return the session behind `cookie`, or None: not signed in, signed out, or expired.

        Raises:
            PeerUnavailableError: intake does not answer.
        """
        if not cookie or len(cookie) > 256:
            return None
        digest = hashlib.sha256(cookie.encode("utf-8", "replace")).digest()
        known = self._known.get(digest)
        if known and self._clock() < known[0]:
            return known[1]
        session = await self._ask(cookie)
        if session is None:
            self._known.pop(digest, None)
        else:
            if len(self._known) >= CACHE_ENTRIES:
                self._known.clear()
            self._known[digest] = (self._clock() + CACHE_SECONDS, session)
        return session

    async def _ask(self, cookie: str) -> Session | None:
        answer = await self._client.post("/internal/sessions/resolve", {"token": cookie})
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise PeerUnavailableError(f"sessions: {answer.status}")
        try:
            return Session.model_validate_json(answer.content)
        except ValidationError as error:
            raise PeerUnavailableError("sessions: an answer that is none") from error


def csrf_token(session_token: str) -> str:
    """Return the token for forms of the session: an HMAC under the cookie's value, which no other site knows."""
    return hmac.new(session_token.encode("utf-8", "replace"), b"branda form", hashlib.sha256).hexdigest()


def check_form(request: Request, session_token: str, sent: str, origins: Collection[str] = ()) -> None:
    """Refuse a form that another site made. `origins` are the public addresses besides the request's own.

    Raises:
        ProblemError: 403.
    """
    check_origin(request, origins)
    if not hmac.compare_digest(csrf_token(session_token).encode(), sent.encode("utf-8", "replace")):
        raise ProblemError(403, FOREIGN_FORM)


def check_origin(request: Request, origins: Collection[str] = ()) -> None:
    """Refuse a request that a browser sent from another site; raises `ProblemError` 403."""
    own = {f"{request.url.scheme}://{request.url.netloc}", *(_origin(url) for url in origins)}
    origin = request.headers.get("origin")
    if origin is not None and origin not in own:
        raise ProblemError(403, FOREIGN_FORM)
    if origin is None and request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ProblemError(403, FOREIGN_FORM)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def local_path(target: str | None, default: str = "/") -> str:
    """Return `target` if it is a path on this address, else `default`: `next=//evil` stays here (`quality.md` 4)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or len(target) > 500:
        return default
    if any(character < " " or character in "\\\x7f" for character in target):
        return default
    return target
