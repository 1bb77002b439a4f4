"""Programs that may obtain a token: a JSON file written by the deployment, read again when it changes."""

import hashlib
import hmac
from pathlib import Path
from typing import Annotated

import structlog
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from shared.contracts.envelope import ActorRole, Id

log = structlog.get_logger()


class Client(BaseModel):
    """One program. `clusters` is "*" for all."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: Annotated[str, Field(min_length=1, max_length=64)]
    secret: Annotated[str, Field(min_length=16, repr=False)]
    role: ActorRole
    clusters: tuple[Id, ...] | Annotated[str, Field(pattern=r"^\*$")] = ()


_FILE = TypeAdapter(dict[str, Client])


class ClientsFile:
    """The clients in a file; none without one."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._clients: dict[str, Client] = {}

    def authenticate(self, client_id: str, secret: str) -> Client | None:
        """Return the client if the secret is right; takes the same time for a wrong secret and an unknown id."""
        self._refresh()
        client = self._clients.get(client_id)
        given = hashlib.sha256(secret.encode("utf-8", "replace")).digest()
        expected = hashlib.sha256(client.secret.encode() if client else b"").digest()
        same = hmac.compare_digest(given, expected)
        return client if client is not None and same else None

    def _refresh(self) -> None:
        """Follow changes of the file; one that cannot be read now changes nothing for those who are known."""
        try:
            self.read()
        except (OSError, ValueError) as error:
            log.error("the clients file cannot be read", error=type(error).__name__)

    def read(self) -> None:
        """Read the file if it changed; raises `OSError` or `ValueError`, so that a mistake stops the start."""
        if self._path is None:
            return
        status = self._path.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        if stamp != self._stamp:
            named = _FILE.validate_json(self._path.read_bytes())
            self._clients = {client.id: client for client in named.values()}
            self._stamp = stamp
