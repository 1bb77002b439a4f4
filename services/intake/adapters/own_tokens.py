"""Tokens with which intake itself asks other services. It is the issuer, so it asks nobody for them (design 5)."""

import secrets
import time
from collections.abc import Callable, Collection

from services.intake.adapters.clients import Client
from services.intake.adapters.signing import TOKEN_LIFE, TokenIssuer


class OwnTokens:
    """Issues access tokens for this service."""

    def __init__(self, issuer: TokenIssuer, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer, self._clock = issuer, clock
        self._secret = secrets.token_urlsafe(32)
        self._everything, self._until = "", float("-inf")

    async def authorization(self) -> str:
        """Return the Authorization header of a token for all clusters, which is kept until a minute before its end."""
        if self._clock() >= self._until:
            self._everything, self._until = self._issue("*"), self._clock() + TOKEN_LIFE - 60
        return self._everything

    def only_for(self, clusters: Collection[str]) -> str:
        """Return the Authorization header of a token that sees no other clusters."""
        return self._issue(tuple(sorted(clusters)))

    def _issue(self, clusters: tuple[str, ...] | str) -> str:
        client = Client(id="intake", secret=self._secret, role="service", clusters=clusters)
        return f"Bearer {self._issuer.issue(client, 'branda')}"
