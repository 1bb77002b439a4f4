"""Secrets of one stack: made once per folder, kept there, never printed."""

import json
import secrets
from collections.abc import Mapping
from typing import Literal, TypedDict

from stack.directory import StackDirectory, write_json, write_private

Role = Literal["service", "operator", "agency", "consultant"]

SERVICE_CLIENTS: Mapping[str, Role] = {
    "worker": "service",
    "scoring": "service",
    "notifier": "service",
    "operator": "operator",
}
DEMO_CLIENTS: Mapping[str, Role] = {"demo-agency": "agency", "demo-consultant": "consultant"}


class Client(TypedDict):
    """One entry of the clients file that intake reads at its start; `clusters` is a list of ids or "*"."""

    id: str
    secret: str
    role: str
    clusters: list[str] | Literal["*"]


def ensure_signing_key(directory: StackDirectory) -> None:
    """Make the Ed25519 key with which intake signs tokens, unless there is one."""
    if not directory.signing_key.exists():
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_private(directory.signing_key, pem.decode())


def ensure_clients(directory: StackDirectory, *, demo: bool) -> dict[str, Client]:
    """The credentials of this run, by name: known ones keep their secret, the demo's exist in the demo only."""
    known: dict[str, Client] = json.loads(directory.clients.read_text()) if directory.clients.exists() else {}
    wanted = {**SERVICE_CLIENTS, **(DEMO_CLIENTS if demo else {})}
    clients = {name: known.get(name) or _new_client(name, role) for name, role in wanted.items()}
    if clients != known:
        write_json(directory.clients, clients)
    return clients


def demo_clients(clients: Mapping[str, Client]) -> dict[str, Client]:
    """Those that `branda.json` shows."""
    return {name: client for name, client in clients.items() if name in DEMO_CLIENTS}


def _new_client(name: str, role: Role) -> Client:
    return Client(id=name, secret=secrets.token_urlsafe(32), role=role, clusters="*")
