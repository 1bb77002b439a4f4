"""`GET /api/v1/results/{cluster}/calendar`: shape, languages, tenancy, two times, and what cannot be asked."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.support.histories import Story
from tests.support.result_site import Case, Site, ask, build_site, cluster_id

B = cluster_id("confirmed")
URL = f"/api/v1/results/{B}/calendar"
EVERYTHING = "agency *"


async def read(site: Site, query: str = "", name: str = "confirmed", language: str = "en") -> dict[str, Any]:
    url = f"/api/v1/results/{cluster_id(name)}/calendar{query}"
    answer = await ask(site, url, token=EVERYTHING, language=language)
    assert answer.status_code == 200, answer.text
    assert (answer.headers["content-language"], answer.headers["vary"]) == (language, "Accept-Language")
    return dict(answer.json())


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def found(body: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(dict(entry) for entry in body["entries"] if entry["kind"] == kind)


async def test_a_calendar_has_its_entries_and_what_follows_per_level(site: Site) -> None:
    body = await read(site, "?as_of=2026-11-16")
    assert set(body) == {"cluster", "on", "catalogue", "entries", "levels", "disclaimer"}
    assert (body["cluster"], body["on"], body["catalogue"]) == (B, "2026-11-16", "ecei@1")
    expires = found(body, "expires")
    assert set(expires) == {
        *("date", "precision", "kind", "level", "mark", "source", "passed", "message", "arguments", "text"),
    }
    assert (expires["date"], expires["precision"], expires["level"]) == ("2027-04-30", "day", "bronze")
    assert (expires["mark"], expires["source"]) == ("stated", "certificate")
    assert plain(expires["text"]) == "Bronze: valid until 30 April 2027 (the date is from the certificate)."
    assert [(each["level"], each["purpose"], each["steps"]) for each in body["levels"]] == [
        ("bronze", "renewal", []),
        ("silver", "first", []),
        ("gold", "first", []),
    ]
    assert {each["what"] for each in body["levels"][1]["follows"]} == {
        *("contact", "visit", "preparation", "fee", "report"),
    }


async def test_sentences_are_in_the_callers_language(site: Site) -> None:
    body = await read(site, "?as_of=2026-11-16", language="lt")
    assert plain(found(body, "agree_by")["text"]).startswith("Bronzinė žyma: prašome iki 2027 m. vasario 26 d.")
    assert body["disclaimer"].startswith("Tai ne ESCA/EUCLES")


async def test_the_past_is_shown_as_of_its_day(site: Site) -> None:
    body = await read(site, "?as_of=2025-04-19")
    assert [entry["kind"] for entry in body["entries"]] == ["first_today"]


async def test_known_at_shows_what_was_believed_before_a_correction() -> None:
    story = Story(name="k")
    label = story.labelled("bronze", date(2024, 4, 30))
    story.corrected_label(label, "bronze", date(2025, 4, 30), recorded=datetime(2026, 5, 1, tzinfo=UTC))
    step = story.stepped("silver", "booked", date(2026, 5, 2), planned_on=date(2026, 12, 3))
    assert step
    site = build_site({"k": Case({"lt": "K", "en": "K"}, None, story)})
    assert found(await read(site, name="k"), "expires")["date"] == "2027-04-30"
    before = await read(site, "?known_at=2026-04-30T00:00:00Z", name="k")
    assert found(before, "expires")["date"] == "2026-04-30"
    silver = (await read(site, name="k"))["levels"][1]
    assert silver["steps"] == [
        {"step": "booked", "on": "2026-05-02", "planned_on": "2026-12-03", "organisation": None},
    ]


async def test_a_cluster_without_events_is_pending(site: Site) -> None:
    assert await read(site, name="hostile") == {"cluster": cluster_id("hostile"), "status": "pending"}


async def test_what_cannot_be_folded_has_no_calendar_either(site: Site) -> None:
    body = await read(site, name="blocked")
    assert body["status"] == "blocked"
    assert body["reason"].endswith("UnusableEventError: event 1: no such field.")


@pytest.mark.parametrize(
    ("token", "path", "status"),
    [
        ("", URL, 401),
        (f"coordinator {B}", URL, 200),
        (f"manager {cluster_id('contact')}", URL, 404),
        (EVERYTHING, f"/api/v1/results/{cluster_id('nobody')}/calendar", 404),
        (EVERYTHING, "/api/v1/results/%00/calendar", 404),
        (EVERYTHING, f"/api/v1/results/{'a' * 4000}/calendar", 404),
        (EVERYTHING, f"{URL}?as_of=2999-01-01", 422),
        (EVERYTHING, f"{URL}?as_of=1999-01-01", 422),
        (EVERYTHING, f"{URL}?as_of=2026-02-30", 422),
        (EVERYTHING, f"{URL}?known_at=yesterday", 422),
        (EVERYTHING, f"{URL}?asof=2026-01-01", 400),
        (EVERYTHING, f"{URL}?as_of=2026-01-01&as_of=2026-01-02", 400),
        (EVERYTHING, f"{URL}?as_of[]=2026-01-01", 400),
    ],
)
async def test_who_may_ask_and_what(site: Site, token: str, path: str, status: int) -> None:
    answer = await ask(site, path, token=token)
    assert answer.status_code == status, answer.text
