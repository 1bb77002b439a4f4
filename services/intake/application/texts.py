"""Free texts stay here, erasable; an event carries only an HMAC under a random key that is erased with the text."""

import hmac
import json
import secrets
from typing import Any

from services.intake.application.records import Fingerprint, HeldText

KEY_BYTES = 32
KEYS_AT_ONCE = 40
"""Keys taken from the system in one call; a whole assessment with a comment on every answer needs about so many."""


def _digest(key: bytes, content: bytes) -> str:
    return hmac.digest(key, content, "sha256").hex()


class TextKeeper:
    """Collects the texts of one event while it is put together."""

    def __init__(self) -> None:
        self._held: list[HeldText] = []
        self._random = b""

    def hold(self, pointer: str, text: str | None) -> str | None:
        """Keep `text` and return the digest that stands for it in the event; None for no text."""
        if text is None:
            return None
        key = self._next_key()
        self._held.append(HeldText(pointer, key.hex(), text))
        return _digest(key, text.encode())

    def _next_key(self) -> bytes:
        if not self._random:
            self._random = secrets.token_bytes(KEY_BYTES * KEYS_AT_ONCE)
        key, self._random = self._random[:KEY_BYTES], self._random[KEY_BYTES:]
        return key

    @property
    def held(self) -> tuple[HeldText, ...]:
        """What was kept."""
        return tuple(self._held)


def canonical(body: Any) -> bytes:
    """Return the one form of a parsed JSON body: equal values give equal bytes, whatever spaces and order they had."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def new_fingerprint(body: Any) -> Fingerprint:
    """Return the fingerprint of `body` under a new random key: guessing the body from it is hopeless once erased."""
    key = secrets.token_bytes(KEY_BYTES)
    return Fingerprint(key.hex(), _digest(key, canonical(body)))


def matches(fingerprint: Fingerprint, body: Any) -> bool:
    """Say whether `body` is the one that was fingerprinted."""
    return hmac.compare_digest(fingerprint.digest, _digest(bytes.fromhex(fingerprint.key), canonical(body)))
