"""Calls to other services. The only module that knows httpx (design 8): an ADR says why."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from shared.contracts import strict_json
from shared.telemetry.traces import HEADER, current_traceparent

TOTAL_SECONDS = 2.0
"""Below the 2.5 s that a request may take, so that a silent neighbour becomes our own 503."""

Authorization = Callable[[], Awaitable[str]]
"""Returns the value of the Authorization header."""


class PeerUnavailableError(Exception):
    """The other service did not answer, or answered that it cannot now: try again later."""


@dataclass(frozen=True)
class Answer:
    """What the other service said; status 5xx and 429 never get here."""

    status: int
    content: bytes

    def json(self) -> Any:
        """Return the body as JSON; raises `PeerUnavailableError` when it is none (a proxy's error page)."""
        try:
            return strict_json.loads(self.content)
        except strict_json.StrictJsonError as error:
            raise PeerUnavailableError(f"no JSON in an answer {self.status}") from error


class ServiceClient:
    """Calls one service by JSON; follows no redirect, times out, and raises `PeerUnavailableError`."""

    def __init__(
        self, client: httpx.AsyncClient, authorization: Authorization | None = None, seconds: float = TOTAL_SECONDS
    ) -> None:
        self._client = client
        self._authorization = authorization
        self._seconds = seconds

    def authorized(self, authorization: Authorization) -> "ServiceClient":
        """Return a client that shares the connections and sends `authorization` with every call."""
        return ServiceClient(self._client, authorization, self._seconds)

    async def get(self, path: str, **query: str) -> Answer:
        """Return the answer to GET `path`."""
        return await self._call("GET", path, params=query)

    async def post(self, path: str, body: object, headers: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to POST `path` with a JSON body."""
        return await self._call("POST", path, json=body, headers=dict(headers or {}))

    async def put(self, path: str, body: object, headers: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to PUT `path` with a JSON body."""
        return await self._call("PUT", path, json=body, headers=dict(headers or {}))

    async def post_form(self, path: str, form: Mapping[str, str]) -> Answer:
        """Return the answer to POST `path` with a form body."""
        return await self._call("POST", path, data=dict(form))

    async def _call(self, method: str, path: str, **arguments: Any) -> Answer:
        if self._authorization is not None:
            arguments["headers"] = {**arguments.get("headers", {}), "Authorization": await self._authorization()}
        if trace := current_traceparent():
            arguments["headers"] = {**arguments.get("headers", {}), HEADER: trace}
        try:
            async with asyncio.timeout(self._seconds):  # httpx's own limits are per read, so a drip never ends
                response = await self._client.request(method, path, **arguments)
        except (httpx.HTTPError, TimeoutError) as error:
            raise PeerUnavailableError(f"{method} {path}: {type(error).__name__}") from error
        if response.status_code >= 500 or response.status_code == 429:
            raise PeerUnavailableError(f"{method} {path}: {response.status_code}")
        return Answer(response.status_code, response.content)


@asynccontextmanager
async def open_client(base_url: str, *, seconds: float = TOTAL_SECONDS) -> AsyncIterator[ServiceClient]:
    """Open the connections to the service at `base_url`; a call takes at most about `seconds`."""
    async with httpx.AsyncClient(
        base_url=base_url,
        timeout=httpx.Timeout(seconds, connect=min(1.0, seconds)),
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=20),
        follow_redirects=False,
        trust_env=False,
    ) as client:
        yield ServiceClient(client, seconds=seconds)
