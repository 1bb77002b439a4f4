"""Access tokens: the one validator, and the client that obtains tokens for a service's own calls."""

import base64
import hashlib
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from starlette.requests import Request

from shared.contracts import strict_json
from shared.contracts.envelope import ActorRole
from shared.http.clients import PeerUnavailableError, ServiceClient
from shared.http.figures import SIGN_IN_FAILURES
from shared.http.keys import KeySource
from shared.http.principal import Principal
from shared.http.problems import ProblemError, unavailable

ALGORITHM = "Ed25519"
"""RFC 9864; the older name `EdDSA` is deprecated and refused."""

TOKEN_TYPE = "at+jwt"  # noqa: S105 - a media type (RFC 9068, 2.1), so that an ID token is never taken for access
LEEWAY = 30
"""Seconds that two machines' clocks may differ (`quality.md` 3, no. 15: at most 60)."""

MAX_TOKEN = 8192
KEPT_SECONDS = 30
MAX_KEPT = 1024
"""Programs send one token with hundreds of requests; its signature is verified once in `KEPT_SECONDS`."""

_HEADER_NAMES = frozenset({"alg", "typ", "kid"})
_ROLES: tuple[ActorRole, ...] = get_args(ActorRole)


class RefusedTokenError(Exception):
    """The token is not one of ours, or not any more. The reason is for the log, not for the caller."""


class _Verified(NamedTuple):
    key: OKPKey
    claims: Mapping[str, Any]
    at: float


class TokenValidator:
    """Turns a bearer token into a principal. A service asks for its own audience only.

    Of a token only this is kept, under its hash: that the signature by this very key holds. The key is looked for and
    the claims are checked with every request, so an expired token or one of a key that is gone never gets in by it.
    """

    def __init__(
        self, keys: KeySource, *, issuer: str, audience: str = "branda", clock: Callable[[], float] = time.time
    ) -> None:
        self._keys, self._issuer, self._audience, self._clock = keys, issuer, audience, clock
        self._verified: dict[bytes, _Verified] = {}

    async def validate(self, token: str) -> Principal:
        """Return whom `token` speaks for.

        Raises:
            RefusedTokenError: wrong algorithm, type, key, signature, issuer, audience or time, or a missing claim.
            PeerUnavailableError: the issuer's keys are not known yet and it does not answer.
        """
        header = _header(token)
        key = await self._keys.find(header["kid"])
        if key is None:
            raise RefusedTokenError("unknown key")
        try:
            claims = self._signed_claims(token, key)
        except (JoseError, ValueError) as error:
            raise RefusedTokenError(type(error).__name__) from error
        self._check_claims(claims)
        return _principal(claims)

    def _signed_claims(self, token: str, key: OKPKey) -> Mapping[str, Any]:
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        now = self._clock()
        kept = self._verified.get(digest)
        if kept is not None and kept.key is key and 0 <= now - kept.at < KEPT_SECONDS:
            return kept.claims
        claims = jwt.decode(token, key, algorithms=[ALGORITHM]).claims
        self._verified.pop(digest, None)
        if len(self._verified) >= MAX_KEPT:
            del self._verified[next(iter(self._verified))]
        self._verified[digest] = _Verified(key, claims, now)
        return claims

    def _check_claims(self, claims: Mapping[str, Any]) -> None:
        now = self._clock()
        times = [claims.get(name) for name in ("exp", "nbf", "iat")]
        if any(isinstance(value, bool) or not isinstance(value, int) for value in times):
            raise RefusedTokenError("exp, nbf and iat are required")
        expires, not_before, issued = (int(value) for value in times if value is not None)
        if now > expires + LEEWAY or now < not_before - LEEWAY or now < issued - LEEWAY:
            raise RefusedTokenError("outside its time")
        if claims.get("iss") != self._issuer:
            raise RefusedTokenError("another issuer")
        audience = claims.get("aud")
        if self._audience not in (audience if isinstance(audience, list) else [audience]):
            raise RefusedTokenError("another audience")


def _header(token: str) -> dict[str, str]:
    """Return the header if it names nothing but what we use: no `jku`, `jwk`, `x5u`, `crit`."""
    if len(token) > MAX_TOKEN or token.count(".") != 2:
        raise RefusedTokenError("not a compact token")
    segment = token.split(".")[0]
    try:
        header = strict_json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    except ValueError as error:
        raise RefusedTokenError("the header cannot be read") from error
    if not isinstance(header, dict) or set(header) != _HEADER_NAMES:
        raise RefusedTokenError("unexpected header")
    if header["alg"] != ALGORITHM or header["typ"] != TOKEN_TYPE or not isinstance(header["kid"], str):
        raise RefusedTokenError("wrong algorithm or type")
    return header


def _principal(claims: Mapping[str, Any]) -> Principal:
    subject, clusters = claims.get("sub"), claims.get("clusters")
    role = next((known for known in _ROLES if known == claims.get("role")), None)
    if not isinstance(subject, str) or not 0 < len(subject) <= 64 or role is None:
        raise RefusedTokenError("no subject or role")
    if clusters == "*":
        return Principal(subject, role, None, "client")
    if not isinstance(clusters, list) or not all(isinstance(item, str) for item in clusters):
        raise RefusedTokenError("no clusters")
    return Principal(subject, role, frozenset(clusters), "client")


class RequireBearer:
    """FastAPI dependency: the principal of the request's bearer token, or a 401 problem (RFC 6750, section 3)."""

    def __init__(self, validator: TokenValidator) -> None:
        self._validator = validator

    async def __call__(self, request: Request) -> Principal:
        """Return the caller; a cookie is never looked at, so another site's form cannot write."""
        values = request.headers.getlist("authorization")
        if not values:
            raise ProblemError(401, headers={"WWW-Authenticate": 'Bearer realm="branda"'})
        scheme, _, token = values[0].partition(" ")
        try:
            if len(values) > 1 or scheme.lower() != "bearer":
                raise RefusedTokenError("not one bearer token")
            return await self._validator.validate(token.strip())
        except RefusedTokenError as error:
            SIGN_IN_FAILURES.labels("token").inc()
            challenge = 'Bearer realm="branda", error="invalid_token"'
            raise ProblemError(401, headers={"WWW-Authenticate": challenge}) from error
        except PeerUnavailableError as error:
            raise unavailable() from error


class ServiceTokens:
    """The service's own access token, obtained by client credentials and kept until a minute before its end."""

    def __init__(
        self,
        client: ServiceClient,
        client_id: str,
        client_secret: str,
        *,
        resource: str = "branda",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._clock = client, clock
        self._form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
            "resource": resource,
        }
        self._token = ""
        self._until = float("-inf")

    async def authorization(self) -> str:
        """Return the value of an Authorization header; hand this to `ServiceClient.authorized`.

        Raises:
            PeerUnavailableError: the issuer does not answer or refuses these credentials.
        """
        if self._clock() >= self._until:
            answer = await self._client.post_form("/oauth/token", self._form)
            if answer.status != 200:
                raise PeerUnavailableError(f"the issuer refuses this service's credentials: {answer.status}")
            document = answer.json()
            self._token = document["access_token"]
            self._until = self._clock() + document["expires_in"] - 60
        return f"Bearer {self._token}"
