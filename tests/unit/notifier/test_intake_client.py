"""What intake's answers become."""

import json
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from services.intake.application.commands import MOST_AT_ONCE
from services.notifier.adapters.http.intake import ASKED_AT_ONCE, HttpIntake
from services.notifier.application.ports import About, AssessmentFacts, ClusterFacts, Recipient
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


NAMES = {"lt": "K", "en": "C"}


def told(cluster: str, *people: object, names: object = NAMES, **more: object) -> dict[str, object]:
    """Return one entry of the answer, as intake gives it."""
    return {"cluster": cluster, "names": names, "provenance": None, "recipients": {"verdict": [*people]}, **more}


class Fixed:
    """A client that knows one answer, and remembers what it was asked."""

    def __init__(self, status: int, body: Any) -> None:
        self._answer = Answer(status, body if isinstance(body, bytes) else json.dumps(body).encode())
        self.asked: list[tuple[str, object]] = []

    async def post(self, path: str, body: object) -> Answer:
        self.asked.append((path, body))
        return self._answer


def intake(status: int, body: Any) -> tuple[HttpIntake, Fixed]:
    fixed = Fixed(status, body)
    return HttpIntake(cast(ServiceClient, fixed)), fixed


async def test_recipients_are_those_of_verdicts_of_all_clusters_at_once() -> None:
    asked, fixed = intake(200, {"clusters": [told("c", PERSON), told("d")], "a_field_of_tomorrow": True})
    ona = Recipient("p", "ona@klasteris.example", "lt", "Ona")
    facts = ClusterFacts("K", "C", synthetic=False)
    assert await asked.about(["c", "d"]) == {"c": About(facts, [ona]), "d": About(facts, [])}
    assert fixed.asked == [("/internal/recipients", {"clusters": ["c", "d"], "kinds": ["verdict"]})]


@pytest.mark.parametrize(("provenance", "synthetic"), [(None, False), ("public", False), ("synthetic", True)])
async def test_a_cluster_of_invented_data_is_known_as_such(provenance: str | None, synthetic: bool) -> None:
    asked, _ = intake(200, {"clusters": [told("c", provenance=provenance)]})
    assert await asked.about(["c"]) == {"c": About(ClusterFacts("K", "C", synthetic), [])}


async def test_an_assessment_is_read_with_its_times() -> None:
    asked, fixed = intake(200, {"assessments": {"a": ASSESSMENT}})
    submitted = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)
    assert await asked.assessments(["a"]) == {
        "a": AssessmentFacts("BR-2026-0147", date(2026, 11, 16), submitted, None, 31, 4, 31)
    }
    assert fixed.asked == [("/internal/assessments", {"assessments": ["a"]})]


async def test_what_intake_does_not_know_is_none() -> None:
    asked, _ = intake(200, {"clusters": [told("c", names=None)]})
    assert await asked.about(["c"]) == {"c": About(None, [])}
    asked, _ = intake(200, {"assessments": {"a": None}})
    assert await asked.assessments(["a"]) == {"a": None}


@pytest.mark.parametrize(
    "wrong", [told("d", {**PERSON, "language": "de"}), told("d", names={}), {"cluster": "d"}, None, "d", 7]
)
async def test_an_entry_of_another_shape_is_left_out_and_hinders_no_other(wrong: object) -> None:
    asked, _ = intake(200, {"clusters": [wrong, told("c", PERSON)]})
    with capture_logs() as logs:
        assert list(await asked.about(["d", "c"])) == ["c"]
    assert len(logs) == 1
    assert "klasteris.example" not in str(logs)


@pytest.mark.parametrize("wrong", [{}, {**ASSESSMENT, "answered": "many"}, "a", 7])
async def test_an_assessment_of_another_shape_is_left_out_and_hinders_no_other(wrong: object) -> None:
    asked, _ = intake(200, {"assessments": {"a": ASSESSMENT, "b": wrong}})
    assert list(await asked.assessments(["a", "b"])) == ["a"]


@pytest.mark.parametrize(
    ("status", "body"),
    [(401, {}), (403, {}), (404, {}), (422, {}), (302, b""), (200, b"<html>"), (200, {"names": {}}), (200, [PERSON])],
)
async def test_a_refusal_or_another_shape_is_waited_out_and_tells_no_address(status: int, body: Any) -> None:
    asked, _ = intake(status, body)
    with pytest.raises(TransientError) as caught:
        await asked.about(["c"])
    assert "klasteris.example" not in str(caught.value)
    with pytest.raises(TransientError):
        await asked.assessments(["a"])


async def test_more_than_intake_answers_at_once_is_asked_in_parts() -> None:
    assert ASKED_AT_ONCE == MOST_AT_ONCE
    names = [str(number) for number in range(2 * ASKED_AT_ONCE + 1)]
    asked, fixed = intake(200, {"clusters": [], "assessments": {}})
    await asked.about(names)
    await asked.assessments(names)
    questions = [cast(dict[str, list[str]], question) for _, question in fixed.asked]
    for kind, some in (("clusters", questions[:3]), ("assessments", questions[3:])):
        assert [each for question in some for each in question[kind]] == names
        assert max(len(question[kind]) for question in some) == ASKED_AT_ONCE


async def test_a_silent_intake_is_waited_for() -> None:
    class Silent:
        async def post(self, path: str, _: object) -> Answer:
            raise PeerUnavailableError(path)

    silent = HttpIntake(cast(ServiceClient, Silent()))
    with pytest.raises(TransientError):
        await silent.about(["c"])
    with pytest.raises(TransientError):
        await silent.assessments(["a"])
