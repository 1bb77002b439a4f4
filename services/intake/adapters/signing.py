"""Access tokens: intake signs them, and publishes the key that verifies them (design 5)."""

import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import OKPKey

from services.intake.adapters.clients import Client
from shared.http.tokens import ALGORITHM, TOKEN_TYPE

TOKEN_LIFE = 600
"""Ten minutes: a withdrawn client is out after that, and a program asks six times an hour."""


class TokenIssuer:
    """Signs access tokens with one Ed25519 key, shared by all replicas."""

    def __init__(self, key: OKPKey, issuer: str, clock: Callable[[], float] = time.time) -> None:
        self._key, self._issuer, self._clock = key, issuer, clock
        self.key_id = key.thumbprint()

    @classmethod
    def from_file(cls, path: Path, issuer: str) -> "TokenIssuer":
        """Read a PEM private key; raises `OSError` or `ValueError` with what to do."""
        key = OKPKey.import_key(path.read_bytes())
        if not key.is_private or key.curve_name != "Ed25519":
            raise ValueError(f"{path} must hold an Ed25519 private key (openssl genpkey -algorithm ed25519)")
        return cls(key, issuer)

    @property
    def public_keys(self) -> dict[str, OKPKey]:
        """The keys that verify our tokens, by id."""
        return {self.key_id: OKPKey.import_key(self._key.as_dict(private=False))}

    def jwks(self) -> dict[str, Any]:
        """Return the JSON Web Key Set to publish."""
        public = self._key.as_dict(private=False)
        return {"keys": [{**public, "kid": self.key_id, "alg": ALGORITHM, "use": "sig"}]}

    def issue(self, client: Client, audience: str) -> str:
        """Return a token for `client`, good for `TOKEN_LIFE` seconds at `audience`."""
        now = int(self._clock())
        header = {"alg": ALGORITHM, "typ": TOKEN_TYPE, "kid": self.key_id}
        claims = {
            "iss": self._issuer,
            "aud": audience,
            "sub": client.id,
            "role": client.role,
            "clusters": client.clusters if client.clusters == "*" else list(client.clusters),
            "iat": now,
            "nbf": now,
            "exp": now + TOKEN_LIFE,
            "jti": str(uuid.uuid4()),
        }
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])
