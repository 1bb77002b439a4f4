"""What intake's answers become."""

import json
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from services.notifier.adapters.http.intake import HttpIntake
from services.notifier.application.ports import AssessmentFacts, ClusterFacts, Recipient
from shared.errors import TransientError
from shared.http.clients import Answer, PeerUnavailableError, ServiceClient

ASSESSMENT = {
    "number": "BR-2026-0147",
    "assessed_on": "2026-11-16",
    "cluster": "c",
    "submitted_at": "2026-11-20T12:05:00Z",
    "submitted_by_name": None,
    "answered": 31,
    "unknown": 4,
    "questions": 31,
    "a_field_of_tomorrow": True,
}
PERSON = {"person": "p", "address": "ona@klasteris.example", "language": "lt", "name": "Ona"}


class Fixed:
    """A client that knows one answer, and remembers what it was asked."""

    def __init__(self, status: int, body: Any) -> None:
        self._answer = Answer(status, body if isinstance(body, bytes) else json.dumps(body).encode())
        self.asked: list[tuple[str, dict[str, str]]] = []

    async def get(self, path: str, **query: str) -> Answer:
        self.asked.append((path, query))
        return self._answer


def intake(status: int, body: Any) -> tuple[HttpIntake, Fixed]:
    fixed = Fixed(status, body)
    return HttpIntake(cast(ServiceClient, fixed)), fixed


async def test_recipients_are_those_of_verdicts() -> None:
    asked, fixed = intake(200, [PERSON])
    assert await asked.recipients("c") == [Recipient("p", "ona@klasteris.example", "lt", "Ona")]
    assert fixed.asked == [("/internal/clusters/c/recipients", {"kind": "verdict"})]


@pytest.mark.parametrize(("provenance", "synthetic"), [(None, False), ("public", False), ("synthetic", True)])
async def test_a_cluster_of_invented_data_is_known_as_such(provenance: str | None, synthetic: bool) -> None:
    asked, _ = intake(200, {"id": "c", "slug": "c", "names": {"lt": "K", "en": "C"}, "provenance": provenance})
    assert await asked.cluster("c") == ClusterFacts("K", "C", synthetic)


async def test_an_assessment_is_read_with_its_times() -> None:
    asked, _ = intake(200, ASSESSMENT)
    submitted = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)
    assert await asked.assessment("a") == AssessmentFacts(
        "BR-2026-0147", date(2026, 11, 16), submitted, None, 31, 4, 31
    )


async def test_what_intake_does_not_know_is_none() -> None:
    asked, _ = intake(404, {})
    assert await asked.recipients("c") is None
    assert await asked.cluster("c") is None
    assert await asked.assessment("a") is None


@pytest.mark.parametrize(
    ("status", "body"),
    [(401, {}), (403, {}), (302, b""), (200, b"<html>"), (200, {"names": {}}), (200, [{**PERSON, "language": "de"}])],
)
async def test_a_refusal_or_another_shape_is_waited_out_and_tells_no_address(status: int, body: Any) -> None:
    asked, _ = intake(status, body)
    with pytest.raises(TransientError) as caught:
        await asked.recipients("c")
    assert "klasteris.example" not in str(caught.value)


async def test_a_silent_intake_is_waited_for() -> None:
    class Silent:
        async def get(self, path: str, **_: str) -> Answer:
            raise PeerUnavailableError(path)

    with pytest.raises(TransientError):
        await HttpIntake(cast(ServiceClient, Silent())).cluster("c")
