"""What reviewers decided, on the result page and in the result's JSON."""

import pytest

from tests.support.result_cases import reviewed
from tests.support.result_site import Site, ask, build_site, cluster_id
from tests.unit.scoring_web.test_result_page import page, words


@pytest.fixture(scope="module")
def site() -> Site:
    return build_site(reviewed())


ENGLISH = [
    "Preliminary: reviewers have confirmed 3 answers.",
    "Confirmed with another value. Reviewer: expert, 9 November 2026.",
    "Found by the reviewer:",
    "Confirmed as answered. Reviewer: expert, 9 November 2026.",
    "Returned for correction. Reviewer: expert, 9 November 2026. Due 11 December 2026.",
    "Checked by the adviser on 9 November 2026. Another reviewer has yet to confirm it.",
    "Checked beforehand, not confirmed yet.",
    "The decision of 9 November 2026 does not count: nobody confirms what they submitted.",
    "The cluster does not agree with the decision of 9 November 2026. A second reviewer decides.",
    "The decision of 11 November 2026 does not count: after a disagreement another reviewer decides.",
    "Open again: the decision of 9 November 2026 no longer applies",
    "At least 15 committed members by the reviewer's value",
]
LITHUANIAN = [
    "Preliminarus: vertintojų patvirtinti 3 atsakymai.",
    "Patvirtinta kita reikšmė. Vertintojas – ekspertas, 2026 m. lapkričio 9 d.",
    "Grąžinta tikslinti. Vertintojas – ekspertas, 2026 m. lapkričio 9 d. Terminas – 2026 m. gruodžio 11 d.",
    "pagal vertintojo nustatytą reikšmę",
]


@pytest.mark.parametrize(("language", "expected"), [("en", ENGLISH), ("lt", LITHUANIAN)])
async def test_every_decision_is_said_with_who_and_when(site: Site, language: str, expected: list[str]) -> None:
    text = words(await page(site, "reviewed", language))
    assert [sentence for sentence in expected if sentence not in text] == []
    assert "no reviewer has confirmed" not in text


async def test_reviewed_points_stand_beside_the_others(site: Site) -> None:
    text = words(await page(site, "reviewed", "en"))
    assert "1.1.2 Number of committed members reviewed: 1 2 1" in text
    assert "Backed" in text[text.index("Reviewed") :]
    assert "Reviewed: the points that reviewers found" in text


async def test_without_reviews_the_page_does_not_speak_of_them(site: Site) -> None:
    html = await page(site, "not-yet", "en")
    assert "no reviewer has confirmed it" in html
    assert "no reviewer has confirmed" not in await page(site, "public", "en")  # it has not assessed itself
    assert "Reviewed" not in html
    assert 'id="reviews"' not in html


async def test_the_result_lists_decisions_without_saying_who(site: Site) -> None:
    found = await ask(site, f"/api/v1/results/{cluster_id('reviewed')}", token="agency *")
    result = found.json()
    assert result["reviews"][0] == {
        "question": "1.1.2",
        "decision": "confirmed",
        "status": "stands",
        "on": "2026-11-09",
        "role": "expert",
        "independence": "independent",
        "value": {"committed": 13},
        "due": None,
    }
    assert "reviewer" not in {str(value) for review in result["reviews"] for value in review.values()}
    reviewed = {each["id"]: each["reviewed"] for each in result["indicators"] if each["reviewed"]}
    assert reviewed == {"1.1.2": {"low": 1, "high": 1}, "4.1.2": {"low": 3, "high": 3}}
    [members] = [each for each in result["levels"][0]["requirements"] if each["id"] == "eligibility.members"]
    assert members["reviewed"] is True
    assert result["points"]["reviewed"] is not None


async def test_a_result_nobody_reviewed_has_no_such_key(site: Site) -> None:
    result = (await ask(site, f"/api/v1/results/{cluster_id('not-yet')}", token="agency *")).json()
    assert "reviews" not in result
    assert result["points"]["reviewed"] is None
    assert all("reviewed" not in each for level in result["levels"] for each in level["requirements"])
