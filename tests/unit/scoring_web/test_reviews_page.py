"""What awaits review: for those who review, the oldest first, with an empty state."""

import re
from datetime import timedelta
from time import process_time

import pytest

from services.scoring.application.await_review import AwaitReview
from services.scoring.application.read_results import AssessmentCard, Blocked, ClusterCard
from services.scoring.application.read_rows import Row
from shared.contracts.envelope import VILNIUS
from tests.support.result_cases import TODAY, reviewed
from tests.support.result_site import NOW, Site, ask, build_site, cluster_id

MANY = 10_000


async def test_the_list_is_for_those_who_review(site: Site) -> None:
    assert (await ask(site, "/reviews", cookie="jone", accept="text/html")).status_code == 403
    assert (await ask(site, "/reviews", accept="text/html")).status_code == 303


async def test_the_oldest_stands_first_and_what_is_reviewed_is_not_there() -> None:
    page = (await ask(build_site(reviewed()), "/reviews?lang=en", cookie="agency", accept="text/html")).text
    assert "self-assessments, the oldest first." in page
    assert f"/results/{cluster_id('not-yet')}" in page
    assert f"/results/{cluster_id('reviewed')}" not in page
    assert f"/results/{cluster_id('public')}" not in page  # it has not assessed itself


async def test_waiting_is_counted_from_the_receipt_and_said_in_the_right_plural() -> None:
    site = build_site()
    assert "nuo šiandien" in await waiting(site)
    site.register.waited = timedelta(days=1)
    assert "1\N{NO-BREAK SPACE}darbo dieną" in await waiting(site)
    site.register.waited = timedelta(days=11)
    assert "7\N{NO-BREAK SPACE}darbo dienas" in await waiting(site)
    site.register.waited = timedelta(days=16)
    assert "10\N{NO-BREAK SPACE}darbo dienų" in await waiting(site)
    assert "Seniausias laukia 10\N{NO-BREAK SPACE}darbo dienų." in await waiting(site)


async def waiting(site: Site) -> str:
    page = (await ask(site, "/reviews?lang=lt", cookie="agency", accept="text/html")).text
    assert "Nr. BR-2026-0147" in page
    return page


async def test_pages_follow_each_other_and_together_show_everything_once() -> None:
    site = build_site(page=2)
    shown: list[str] = []
    address: str | None = "/reviews?lang=en"
    while address:
        answer = await ask(site, address, cookie="agency", accept="text/html")
        rows = answer.text.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
        assert 1 <= len(rows) <= 2
        shown += [row.split("/results/")[1].split('"')[0] for row in rows]
        following = re.search(r'/reviews\?cursor=([\w-]+)" rel="next"', answer.text)
        address = following and f"/reviews?lang=en&cursor={following[1]}"
    whole = (await ask(build_site(), "/reviews?lang=en", cookie="agency", accept="text/html")).text
    assert len(shown) == len(set(shown)) > 2
    assert [each for each in shown if f"/results/{each}" not in whole] == []
    assert f"{len(shown)} self-assessments" in whole


@pytest.mark.parametrize("cursor", ["!", "../../x", "YQ", "A" * 201])
async def test_what_is_no_cursor_is_refused(site: Site, cursor: str) -> None:
    answer = await ask(site, f"/reviews?cursor={cursor}", cookie="agency", accept="text/html")
    assert answer.status_code in (400, 422)


class Many:
    """So many clusters, each with a self-assessment that waits; the last came first. Notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    async def rows(self, _: object, after: str, limit: int) -> list[Row | Blocked]:
        first = int(after[1:]) + 1 if after else 0
        points = {"reviewed": None}
        return [
            Row(f"c{number:05}", {"assessment": f"a{number:05}", "points": points, "verdicts": {}})
            for number in range(first, min(first + limit, MANY))
        ]

    async def received(self, assessments: list[str]) -> dict[str, object]:
        return {each: NOW - timedelta(minutes=int(each[1:])) for each in assessments}

    async def cards(
        self, clusters: list[str], assessments: list[str]
    ) -> tuple[dict[str, ClusterCard], dict[str, AssessmentCard]]:
        self.asked.append(len(clusters) + len(assessments))
        return {each: ClusterCard(each, {}) for each in clusters}, {
            each: AssessmentCard(each, each, TODAY, TODAY) for each in assessments
        }


async def test_ten_thousand_that_wait_cost_one_question_about_a_page() -> None:
    many = Many()
    waits = AwaitReview(many, many, many)  # type: ignore[arg-type]  # as much of each as is asked
    began = process_time()
    first = await waits(None, after=None, limit=50)
    spent = process_time() - began
    assert (len(first.shown), first.total, many.asked) == (50, MANY, [100])
    assert first.shown[0].assessment.id == "a09999"
    assert first.oldest is not None
    assert first.oldest.astimezone(VILNIUS).date() < TODAY
    assert spent < 1.0  # some 0.1 s
    second = await waits(None, after=first.last, limit=50)
    assert second.shown[0].assessment.id == "a09949"


async def test_the_next_page_is_found_though_the_last_line_waits_no_longer() -> None:
    many = Many()
    waits = AwaitReview(many, many, many)  # type: ignore[arg-type]  # likewise
    following = await waits(None, after="a10123", limit=1)  # received before all others, and decided since
    assert following.shown[0].assessment.id == "a09999"
    assert (await waits(None, after="a09990", limit=1)).shown[0].assessment.id == "a09989"
