"""Where the public keys of access tokens come from."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Protocol

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.http.clients import PeerUnavailableError, ServiceClient

log = structlog.get_logger()

FETCH_INTERVAL = 10.0
"""A flood of tokens with invented key ids costs intake one request in this time; a rotated key is accepted after it."""


class KeySource(Protocol):
    """Finds a public key by its id."""

    async def find(self, kid: str) -> OKPKey | None:
        """Return the key, or None if the issuer does not know it."""
        ...


class FixedKeys:
    """Keys at hand: what the issuer itself uses, and tests."""

    def __init__(self, keys: Mapping[str, OKPKey]) -> None:
        self._keys = dict(keys)

    async def find(self, kid: str) -> OKPKey | None:
        """Return the key, or None."""
        return self._keys.get(kid)


class RemoteKeys:
    """The issuer's key set, fetched when an unknown id appears and at most once in `FETCH_INTERVAL`."""

    def __init__(
        self,
        client: ServiceClient,
        path: str = "/.well-known/jwks.json",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._path, self._clock = client, path, clock
        self._keys: dict[str, OKPKey] = {}
        self._fetched = float("-inf")
        self._failed = False
        self._lock = asyncio.Lock()

    async def find(self, kid: str) -> OKPKey | None:
        """Return the key, or None.

        Raises:
            PeerUnavailableError: no key was ever fetched and the issuer does not answer.
        """
        if kid not in self._keys:
            async with self._lock:
                if kid not in self._keys and self._clock() - self._fetched >= FETCH_INTERVAL:
                    self._fetched = self._clock()
                    await self._fetch()
            if self._failed and not self._keys:
                raise PeerUnavailableError("the issuer's keys are not known yet")
        return self._keys.get(kid)

    async def _fetch(self) -> None:
        try:
            document = (await self._client.get(self._path)).json()
            keys = [OKPKey.import_key(item) for item in document["keys"] if item.get("crv") == "Ed25519"]
        except (PeerUnavailableError, JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("the issuer's keys could not be fetched", error=type(error).__name__)
            self._failed = True
            if not self._keys:
                self._fetched = self._clock() - FETCH_INTERVAL + 1.0
            return
        self._failed = False
        self._keys = {key.kid: key for key in keys if key.kid}
