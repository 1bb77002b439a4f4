"""Texts and dates with which nobody could work are refused."""

import pytest

from tests.support.intake_app import IntakeApp


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
