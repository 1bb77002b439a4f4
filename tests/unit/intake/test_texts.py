"""No control characters anywhere; line ends only where paragraphs are written."""

from typing import Any

import pytest

from services.intake.domain.texts import check_texts
from tests.support.intake_app import IntakeApp


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Užupio kūrybinis klasteris „Ąžuolas“ – 2 €"},
        {"name": "a\u00a0b"},
        {"answers": {"1.1.2": {"comment": "pirma eilutė\nantra\teilutė\r\n"}}},
        {"silver_areas": [{"effect": "a\nb"}]},
        {"number": 3, "nothing": None, "yes": True},
    ],
)
def test_ordinary_texts_are_accepted(body: Any) -> None:
    assert check_texts(body) == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"names": {"lt": "Klasteris\r\nBcc: a@b.example"}}, "/names/lt"),
        ({"certificate": "A\nB"}, "/certificate"),
        ({"attested": [{"source": "a"}, {"source": "b\tc"}]}, "/attested/1/source"),
        ({"comment": "a\x1b[31mb"}, "/comment"),
        ({"comment": "a\x7fb"}, "/comment"),
        ({"comment": "a\u2028b"}, "/comment"),
        ({"sector": "a\x85b"}, "/sector"),
        ("a\nb", ""),
    ],
)
def test_a_forbidden_character_is_named_at_its_field(body: Any, pointer: str) -> None:
    assert [finding.pointer for finding in check_texts(body)] == [pointer]


async def test_a_line_end_in_a_clusters_name_is_refused(intake: IntakeApp) -> None:
    body = {"names": {"lt": "Klasteris\nBcc: a@b.example", "en": "x"}, "slug": "x"}
    answer = await intake.post("/api/v1/clusters", body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/names/lt")


@pytest.mark.parametrize("day", ["0001-01-01", "1799-12-31", "2200-01-01", "9999-12-31"])
async def test_a_date_with_which_nobody_can_calculate_is_refused(intake: IntakeApp, day: str) -> None:
    cluster = await intake.register()
    label = {"level": "bronze", "awarded": "2026-01-01", "valid_until": day}
    interview = {"interview_on": day}
    for path, body in (("labels", label), ("benchmarkings", interview)):
        assert (await intake.post(f"/api/v1/clusters/{cluster}/{path}", body)).status_code == 422
