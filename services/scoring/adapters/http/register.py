"""Asks intake what clusters and assessments are called; the only thing scoring does not know itself."""

import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from services.scoring.application.read_results import AssessmentCard, ClusterCard
from shared.contracts.envelope import VILNIUS
from shared.http.clients import Answer, PeerUnavailableError, ServiceClient

CACHE_SECONDS = 30.0
"""A renamed cluster is shown under its old name for so long."""

CACHE_ENTRIES = 5_000

Value = TypeVar("Value")


class _Cache(Generic[Value]):
    """Remembers answers for `CACHE_SECONDS`; nothing is remembered of what is not there."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: dict[str, tuple[float, Value]] = {}

    async def get(self, key: str, ask: Callable[[], Awaitable[Value | None]]) -> Value | None:
        if known := self.known([key]):
            return known[key]
        value = await ask()
        return None if value is None else self.put(key, value)

    def known(self, keys: Collection[str]) -> dict[str, Value]:
        """Return what is remembered of these."""
        found = {key: self._known[key] for key in keys if key in self._known}
        return {key: value for key, (until, value) in found.items() if self._clock() < until}

    def put(self, key: str, value: Value) -> Value:
        """Remember a value and return it."""
        if len(self._known) >= CACHE_ENTRIES:
            self._known.clear()
        self._known[key] = (self._clock() + CACHE_SECONDS, value)
        return value


class IntakeRegister:
    """`Register` over intake's API; `client` sends this service's token."""

    def __init__(self, client: ServiceClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clusters: _Cache[ClusterCard] = _Cache(clock)
        self._lists: _Cache[tuple[ClusterCard, ...]] = _Cache(clock)
        self._assessments: _Cache[AssessmentCard] = _Cache(clock)

    async def cluster(self, cluster: str) -> ClusterCard | None:
        """Return a cluster, None if there is none."""

        async def ask() -> ClusterCard | None:
            body = await self._body(f"/internal/clusters/{quote(cluster, safe='')}")
            return None if body is None else _cluster(body)

        return await self._clusters.get(cluster, ask)

    async def clusters(self) -> Sequence[ClusterCard]:
        """Return all clusters, in intake's order."""

        async def ask() -> tuple[ClusterCard, ...] | None:
            body = await self._body("/api/v1/clusters")
            return None if body is None else tuple(_cluster(each) for each in body["clusters"])

        return await self._lists.get("all", ask) or ()

    async def assessment(self, assessment: str) -> AssessmentCard | None:
        """Return an assessment, None if there is none."""

        async def ask() -> AssessmentCard | None:
            body = await self._body(f"/internal/assessments/{quote(assessment, safe='')}")
            return None if body is None else _assessment(assessment, body)

        return await self._assessments.get(assessment, ask)

    async def cards(
        self, clusters: Collection[str], assessments: Collection[str]
    ) -> tuple[Mapping[str, ClusterCard], Mapping[str, AssessmentCard]]:
        """Return those that there are, by id; intake is asked at once for what is not remembered, at most 200 each."""
        known, listed = self._clusters.known(clusters), self._assessments.known(assessments)
        missing = {
            "clusters": [each for each in clusters if each not in known],
            "assessments": [each for each in assessments if each not in listed],
        }
        if any(missing.values()):
            answer = await self._client.post("/internal/cards", missing)
            body = _object(answer, "POST /internal/cards")
            for each in body["clusters"]:
                known[each["id"]] = self._clusters.put(each["id"], _cluster(each))
            for each in body["assessments"]:
                listed[each["id"]] = self._assessments.put(each["id"], _assessment(each["id"], each))
        return known, listed

    async def _body(self, path: str) -> dict[str, Any] | None:
        answer = await self._client.get(path)
        return None if answer.status == 404 else _object(answer, f"GET {path}")


def _object(answer: Answer, question: str) -> dict[str, Any]:
    if answer.status != 200:
        raise PeerUnavailableError(f"{question}: {answer.status}")
    body = answer.json()
    if not isinstance(body, dict):
        raise PeerUnavailableError(f"{question}: no object")
    return body


def _cluster(body: dict[str, Any]) -> ClusterCard:
    return ClusterCard(body["id"], body["names"], body.get("provenance"), body.get("target"))


def _assessment(assessment: str, body: dict[str, Any]) -> AssessmentCard:
    submitted_on = datetime.fromisoformat(body["submitted_at"]).astimezone(VILNIUS).date()
    return AssessmentCard(
        assessment, body["cluster"], date.fromisoformat(body["assessed_on"]), submitted_on, body["number"]
    )
