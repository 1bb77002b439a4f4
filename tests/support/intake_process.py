"""Intake as a real process behind uvicorn, with clients of its own, that can be made to die at a named point."""

import json
import sys
import uuid
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from shared.contracts.common import SUBMISSIONS
from shared.contracts.envelope import Event
from shared.contracts.registry import parse_event
from shared.kafka.settings import KafkaSettings
from stack.ports import free_ports
from stack.process import ManagedProcess, Program
from tests.support.kafka import read_topic

SECRET = "a-secret-for-tests-only"
CLIENTS = {"agency": "agency", "service": "service", "operator": "operator"}


class IntakeProcess:
    """One intake; `start` again after a death continues on the same data."""

    def __init__(self, folder: Path, kafka: KafkaSettings, mongo: str, database: str) -> None:
        self._folder, self._kafka = folder, kafka
        self.url = f"http://127.0.0.1:{free_ports(1)[0]}"
        self._settings = {
            "BRANDA_KAFKA": kafka.kafka,
            "BRANDA_TOPIC_PREFIX": kafka.topic_prefix,
            "BRANDA_KAFKA_PARTITIONS": str(kafka.kafka_partitions),
            "BRANDA_MONGO": mongo,
            "BRANDA_INTAKE_DATABASE": database,
            "BRANDA_INTAKE_URL": self.url,
            **_secrets(folder),
        }
        self.process = self._managed("")

    def _managed(self, crash_point: str) -> ManagedProcess:
        port = self.url.rpartition(":")[2]
        command = [sys.executable, "-m", "uvicorn", "--factory", "services.intake.main:create_app"]
        program = Program(
            name="intake",
            command=[*command, "--host", "127.0.0.1", "--port", port, "--no-access-log"],
            ready=self._ready,
            environment={**self._settings, "BRANDA_CRASH_POINT": crash_point},
        )
        return ManagedProcess(program, self._folder)

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready", timeout=1, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def start(self, crash_point: str = "") -> None:
        """Start and wait until ready; with `crash_point` the process will die there."""
        self.process = self._managed(crash_point)
        self.process.start()
        self.process.wait_ready()

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to work on the same data."""
        return dict(self._settings)

    def http(self) -> httpx.AsyncClient:
        """Return a client of this intake."""
        return httpx.AsyncClient(base_url=self.url, timeout=40, trust_env=False)

    async def published(self, *clusters: str) -> list[tuple[Any, Event]]:
        """Return the records of these clusters on the submissions topic, each with its event."""
        records = await read_topic(self._kafka, SUBMISSIONS)
        return [(record, parse_event(record.value)) for record in records if record.key.decode() in clusters]


async def bearer(http: httpx.AsyncClient, client: str = "agency") -> dict[str, str]:
    """Return the header of a token obtained the normal way."""
    form = {"grant_type": "client_credentials", "client_id": client, "client_secret": SECRET}
    answer = await http.post("/oauth/token", data=form)
    answer.raise_for_status()
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def write_headers(who: dict[str, str], key: str | None = None) -> dict[str, str]:
    """Return the headers of a write."""
    return {**who, "Idempotency-Key": key or uuid.uuid4().hex, "Accept-Language": "en"}


async def register(http: httpx.AsyncClient, who: dict[str, str]) -> str:
    """Register a cluster and return its id."""
    slug = f"c-{uuid.uuid4().hex[:12]}"
    body = {"names": {"lt": "Pavyzdinis klasteris", "en": "Example cluster"}, "slug": slug}
    answer = await http.post("/api/v1/clusters", json=body, headers=write_headers(who))
    assert answer.status_code == 202, answer.text
    return str(answer.json()["cluster"])


def _secrets(folder: Path) -> dict[str, str]:
    key, clients = folder / "signing-key.pem", folder / "clients.json"
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key.write_bytes(pem)
    known = {name: {"id": name, "secret": SECRET, "role": role, "clusters": "*"} for name, role in CLIENTS.items()}
    clients.write_text(json.dumps(known))
    return {"BRANDA_SIGNING_KEY": str(key), "BRANDA_CLIENTS_FILE": str(clients)}
