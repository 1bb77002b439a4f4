"""Every route that looks into the past reads `as_of` and `known_at` alike, and refuses alike."""

import pytest
from httpx import Response

from tests.support.result_site import Site, ask, cluster_id

A = cluster_id("not-yet")
OF_A_CLUSTER = ("", "/calendar", "/silver-areas", "/evidence-offers")
PATHS = [*(f"/api/v1/results/{A}{path}" for path in OF_A_CLUSTER), "/api/v1/results", "/api/v1/portfolio"]
PAGES = [f"/results/{A}", "/portfolio"]
WRONG_DAYS = ("", "x", "2026-02-30", "2999-01-01", "20261101")
WRONG_MOMENTS = ("2999-01-01T00:00:00Z", "2026-11-01T00:00:00", "yesterday")


def refusal(answer: Response) -> tuple[int, str, str]:
    return answer.status_code, answer.headers["content-type"], answer.text


def test_no_route_that_looks_back_is_left_out_here(site: Site) -> None:
    described = site.app.openapi()["paths"]
    looking = {
        path.replace("{cluster}", A)
        for path, item in described.items()
        for operation in item.values()
        if any(each["name"] == "as_of" for each in operation.get("parameters", ()))
    }
    assert looking == set(PATHS)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        *((f"as_of={day}", "/as_of") for day in WRONG_DAYS),
        *((f"known_at={moment}", "/known_at") for moment in ("", "2026-11-01", *WRONG_MOMENTS)),
        ("as_of=x&known_at=y", "/as_of"),
    ],
)
async def test_a_wrong_moment_is_refused_alike_by_every_route(site: Site, query: str, pointer: str) -> None:
    answers = [await ask(site, f"{path}?{query}", token="agency *", language="en") for path in PATHS]
    assert [each["pointer"] for each in answers[0].json()["errors"]] == [pointer]
    assert {refusal(answer) for answer in answers} == {refusal(answers[0])}
    assert answers[0].status_code == 422


@pytest.mark.parametrize("query", [*map("as_of={}".format, WRONG_DAYS[1:]), *map("known_at={}".format, WRONG_MOMENTS)])
async def test_a_page_refuses_what_is_no_moment(site: Site, query: str) -> None:
    for path in PAGES:
        assert (await ask(site, f"{path}?{query}", cookie="agency")).status_code == 422


@pytest.mark.parametrize("query", ["as_of=&known_at=", "as_of=2026-06-01&known_at=2026-06-01", "known_at=2026-06-01"])
async def test_what_a_form_sends_is_a_moment_on_every_page(site: Site, query: str) -> None:
    for path in PAGES:
        assert (await ask(site, f"{path}?{query}", cookie="agency")).status_code == 200


@pytest.mark.parametrize("query", ["", "?as_of=x"])
async def test_who_may_not_see_it_is_told_nothing_of_dates(site: Site, query: str) -> None:
    for path in OF_A_CLUSTER:
        foreign = await ask(site, f"/api/v1/results/{cluster_id('public')}{path}{query}", token=f"manager {A}")
        missing = await ask(site, f"/api/v1/results/no-id{path}{query}", token="agency *")
        assert foreign.status_code == 404
        assert refusal(foreign) == refusal(missing)
    assert (await ask(site, f"/results/{cluster_id('public')}{query}", cookie="jone")).status_code == 404
    assert (await ask(site, f"/api/v1/portfolio{query}", token=f"manager {A}")).status_code == 403
    assert (await ask(site, f"/portfolio{query}", cookie="jone")).status_code == 403


@pytest.mark.parametrize("path", PATHS)
async def test_without_a_token_dates_are_not_looked_at(site: Site, path: str) -> None:
    assert (await ask(site, f"{path}?as_of=x")).status_code == 401
    assert (await ask(site, f"{path}?asof=2026-06-01")).status_code == 400
