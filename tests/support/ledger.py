"""A client that behaves as a careful one does, and remembers what it was promised."""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.support.house import House

Body = dict[str, Any]
UNKNOWN = frozenset({429, 500, 502, 503, 504})
"""Answers after which the client does not know what happened; it asks again with the same key."""


@dataclass(frozen=True)
class Promise:
    """A 2xx: from now on the submission must never be lost."""

    cluster: str
    path: str
    key: str
    body: str
    id: str


@dataclass
class Ledger:
    """Submits with a key of its own and repeats under the same key until the answer is certain."""

    house: House
    client: str = "demo-agency"
    promises: list[Promise] = field(default_factory=list)
    coordinators: Counter[str] = field(default_factory=Counter)
    """How many people are told about each cluster."""

    _token: str = ""

    def submit(self, cluster: str, kind: str, body: Body, *, key: str | None = None, seconds: float = 60) -> str:
        """POST `body` to the cluster's `kind` and return the id that was promised."""
        path = f"/api/v1/clusters/{cluster}/{kind}" if cluster else f"/api/v1/{kind}"
        key = key or str(uuid4())
        answer = self._certain(path, key, body, seconds)
        assert answer.status_code in {200, 201, 202}, f"{answer.status_code} {answer.text}"
        identity = str(answer.json()["id"])
        self.promises.append(Promise(cluster or identity, path, key, json.dumps(body, sort_keys=True), identity))
        return identity

    def get(self, service: str, path: str, **headers: str) -> httpx.Response:
        """GET from one process with a fresh enough token."""
        return httpx.get(self.house.url(service) + path, headers=self._headers() | headers, timeout=10)

    def _certain(self, path: str, key: str, body: Body, seconds: float) -> httpx.Response:
        deadline = time.monotonic() + seconds
        while True:
            try:
                headers = self._headers() | {"Idempotency-Key": key}
                answer = httpx.post(self.house.url("intake") + path, json=body, headers=headers, timeout=5)
                if answer.status_code == 401:
                    self._token = ""  # it lives ten minutes, a test with many kills longer
                elif answer.status_code not in UNKNOWN:
                    return answer
            except httpx.HTTPError:
                pass
            assert time.monotonic() < deadline, f"no certain answer for {path} within {seconds} s"
            time.sleep(0.1)

    def _headers(self) -> dict[str, str]:
        self._token = self._token or self.house.token(self.client)
        return {"Authorization": f"Bearer {self._token}"}


def wait_until(what: str, look: Any, seconds: float = 30) -> Any:
    """Return the first true value that `look` gives; fails with `what` when the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        value = look()
        if value:
            return value
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.1)
