"""Credentials are made once and the demo's exist in the demo only."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from stack.credentials import demo_clients, ensure_clients, ensure_signing_key
from stack.directory import StackDirectory


@pytest.fixture
def directory(tmp_path: Path) -> StackDirectory:
    made = StackDirectory(tmp_path / "stack")
    made.make()
    return made


def test_the_signing_key_is_made_once(directory: StackDirectory) -> None:
    ensure_signing_key(directory)
    first = directory.signing_key.read_bytes()
    ensure_signing_key(directory)

    assert directory.signing_key.read_bytes() == first
    assert isinstance(load_pem_private_key(first, None), Ed25519PrivateKey)
    assert directory.signing_key.stat().st_mode & 0o777 == 0o600


def test_clients_keep_their_secrets_over_a_restart(directory: StackDirectory) -> None:
    first = ensure_clients(directory, demo=False)

    assert ensure_clients(directory, demo=False) == first
    assert json.loads(directory.clients.read_text()) == first
    assert {name: client["role"] for name, client in first.items()} == {
        "worker": "service",
        "scoring": "service",
        "notifier": "service",
        "operator": "operator",
    }
    assert len({client["secret"] for client in first.values()}) == 4


def test_demo_clients_leave_with_the_demo(directory: StackDirectory) -> None:
    demo = ensure_clients(directory, demo=True)
    plain = ensure_clients(directory, demo=False)

    assert set(demo_clients(demo)) == {"demo-agency", "demo-consultant"}
    assert demo_clients(plain) == {}
    assert plain["worker"] == demo["worker"]
    assert "demo-agency" not in json.loads(directory.clients.read_text())
