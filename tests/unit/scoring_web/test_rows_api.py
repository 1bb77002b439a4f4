"""`GET /api/v1/results`: all clusters at once, a line each, in parts, today and as it was."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.result_site import Site, ask, cluster_id

URL = "/api/v1/results"
A = cluster_id("not-yet")
EVERYTHING = "agency *"


async def test_a_row_says_what_is_held_the_verdicts_and_the_points(site: Site) -> None:
    whole = (await ask(site, f"{URL}/{A}", token=EVERYTHING)).json()
    [row] = (await ask(site, URL, token=f"manager {A}")).json()["results"]
    assert set(row) == {"cluster", "assessment", "on", "catalogue", "held", "verdicts", "points"}
    assert row["verdicts"] == {level["level"]: level["verdict"] for level in whole["levels"]}
    assert {name: row[name] for name in ("cluster", "assessment", "on", "catalogue", "held", "points")} == {
        name: whole[name] for name in ("cluster", "assessment", "on", "catalogue", "held", "points")
    }


@pytest.mark.parametrize("query", ["", "?as_of=2026-11-16"])
async def test_verdicts_stand_in_the_order_of_the_levels(site: Site, query: str) -> None:
    rows = (await ask(site, f"{URL}{query}", token=EVERYTHING)).json()["results"]
    assert {tuple(row["verdicts"]) for row in rows if "verdicts" in row} == {("bronze", "silver", "gold")}
    members = (await ask(site, f"/api/v1/portfolio{query}", token=EVERYTHING)).json()["members"]
    assert {tuple(member["verdicts"]) for member in members} == {("bronze", "silver", "gold")}


async def test_everybody_sees_their_own_clusters_only(site: Site) -> None:
    everything = (await ask(site, URL, token=EVERYTHING)).json()
    own = (await ask(site, URL, token=f"consultant {A}")).json()
    assert [row["cluster"] for row in own["results"]] == [A]
    seen = [row["cluster"] for row in everything["results"]]
    assert seen == sorted(seen)
    names = ("not-yet", "confirmed", "contact", "public", "vague", "blocked")
    assert set(seen) == set(map(cluster_id, names))
    assert (await ask(site, URL, token=f"consultant {cluster_id('nobody')}")).json() == {"results": [], "next": None}


async def test_a_cluster_that_cannot_be_folded_says_so(site: Site) -> None:
    rows = (await ask(site, URL, token=EVERYTHING, language="en")).json()["results"]
    [blocked] = [row for row in rows if "status" in row]
    assert (blocked["cluster"], blocked["status"]) == (cluster_id("blocked"), "blocked")
    assert blocked["reason"].startswith("The result cannot be calculated.")


@pytest.mark.parametrize("query", ["", "as_of=2026-11-16", "as_of=2025-06-01&known_at=2026-11-20T00:00:00Z"])
@pytest.mark.parametrize("limit", [1, 2, 4])
async def test_the_parts_make_the_whole_and_keep_their_date(site: Site, query: str, limit: int) -> None:
    whole = (await ask(site, f"{URL}?{query}", token=EVERYTHING)).json()
    assert whole["next"] is None
    rows, address = [], f"{URL}?limit={limit}&{query}"
    while address:
        answer = await ask(site, address, token=EVERYTHING)
        part = answer.json()
        assert len(part["results"]) <= limit
        rows += part["results"]
        link = answer.headers.get("link", "")
        assert bool(link) == (part["next"] is not None)
        address = link.partition(">")[0].removeprefix("<")
        if address:
            assert link.endswith('>; rel="next"')
            asked = parse_qs(urlsplit(address).query)
            assert asked == {**parse_qs(query), "limit": [str(limit)], "cursor": [part["next"]]}
    assert rows == whole["results"]


async def test_in_2018_no_rule_of_15_members_existed(site: Site) -> None:
    public = cluster_id("public")
    then = (await ask(site, f"{URL}?as_of=2018-12-31", token=EVERYTHING)).json()["results"]
    now = (await ask(site, URL, token=EVERYTHING)).json()["results"]
    [before] = [row for row in then if row["cluster"] == public]
    [after] = [row for row in now if row["cluster"] == public]
    assert (before["on"], before["verdicts"]["bronze"]) == ("2018-12-31", "ready_to_contact")
    assert after["verdicts"]["bronze"] == "not_yet"
    assert cluster_id("confirmed") not in {row["cluster"] for row in then}


async def test_a_row_of_a_day_is_that_days_result(site: Site) -> None:
    query = "as_of=2025-06-01"
    for row in (await ask(site, f"{URL}?{query}", token=EVERYTHING)).json()["results"]:
        whole = (await ask(site, f"{URL}/{row['cluster']}?{query}", token=EVERYTHING)).json()
        assert row["verdicts"] == {level["level"]: level["verdict"] for level in whole["levels"]}
        assert (row["held"], row["points"]) == (whole["held"], whole["points"])


async def test_what_was_recorded_later_was_not_known_then(site: Site) -> None:
    query = "known_at=2025-04-10T08:59:59%2B00:00"
    rows = (await ask(site, f"{URL}?{query}", token=EVERYTHING)).json()["results"]
    [then] = [row for row in rows if row["cluster"] == cluster_id("confirmed")]
    assert (then["assessment"], then["held"]) == (None, [])


async def test_a_day_before_any_criteria_is_refused(site: Site) -> None:
    answer = await ask(site, f"{URL}?as_of=2012-12-31", token=EVERYTHING)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:branda:problem:no-criteria")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=x",
        "cursor=x",
        "cursor=%24ne",
        "cursor=YWJj",
        "cursor[$gt]=",
        "page=2",
        "limit=1&limit=2",
    ],
)
async def test_what_is_no_part_of_the_list_is_refused(site: Site, query: str) -> None:
    answer = await ask(site, f"{URL}?{query}", token=EVERYTHING)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


async def test_without_a_token_nothing_is_listed(site: Site) -> None:
    assert (await ask(site, URL, cookie="agency")).status_code == 401
