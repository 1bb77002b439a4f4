"""The programme's API and page: who may see it, on any date, counts with their rule and the names behind."""

import re

import pytest

from tests.support.result_site import Site, ask, cluster_id

URL = "/api/v1/portfolio"
AGENCY = "agency *"
PUBLIC, VAGUE = cluster_id("public"), cluster_id("vague")


async def test_a_count_is_for_those_who_see_every_cluster(site: Site) -> None:
    assert (await ask(site, URL, token=f"consultant {PUBLIC}")).status_code == 403
    assert (await ask(site, "/portfolio", cookie="jone", accept="text/html")).status_code == 403
    assert (await ask(site, "/portfolio", cookie="", accept="text/html")).status_code == 303


async def test_a_line_names_the_clusters_behind_it(site: Site) -> None:
    found = (await ask(site, URL, token=AGENCY)).json()
    newly = next(target for target in found["targets"] if target["id"] == "newly_awarded")
    assert newly["rule"]["since"] == "2016-10-20"
    bronze, silver = newly["lines"]
    # Bronze of 2014 held before, Silver without a date: the silver may be new, and it counts for Bronze, too.
    assert (bronze["low"], bronze["high"], bronze["members"], bronze["reached"]) == (0, 1, 2, False)
    assert silver["clusters"] == [{"cluster": VAGUE, "doubt": "undated"}]
    assert (silver["at_least"], silver["reached"]) == (1, None)


async def test_members_show_the_label_and_the_readiness_apart(site: Site) -> None:
    members = {each["cluster"]: each for each in (await ask(site, URL, token=AGENCY)).json()["members"]}
    assert set(members) == {PUBLIC, VAGUE}
    assert members[PUBLIC]["joined"] == "2016-10-20"
    assert members[PUBLIC]["held"] == []
    assert members[PUBLIC]["verdicts"]["bronze"] == "not_yet"
    assert {label["level"] for label in members[VAGUE]["held"]} == {"bronze", "silver"}


async def test_as_of_a_day_shows_what_was_then(site: Site) -> None:
    before = (await ask(site, f"{URL}?as_of=2016-10-19", token=AGENCY)).json()
    assert before["members"] == []
    assert before["remarks"] == []
    then = (await ask(site, f"{URL}?as_of=2018-12-31", token=AGENCY)).json()
    assert {each["cluster"]: each["verdicts"]["bronze"] for each in then["members"]} == {
        PUBLIC: "ready_to_contact",  # no rule of 15 members in 2018: the interview alone (`rules.md` 4 and 10)
        VAGUE: "ready_to_contact",
    }
    today = (await ask(site, URL, token=AGENCY)).json()
    assert [remark["on"] for remark in today["remarks"]] == ["2024-01-31"]


@pytest.mark.parametrize("query", ["as_of=tomorrow", "as_of=2999-01-01", "known_at=2026-01-01", "as_of=2026-02-30"])
async def test_a_date_that_is_none_is_refused(site: Site, query: str) -> None:
    assert (await ask(site, f"{URL}?{query}", token=AGENCY)).status_code == 422
    assert (await ask(site, f"{URL}?cluster={PUBLIC}", token=AGENCY)).status_code == 400


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "lt",
            [
                "Kaip skaičiuojama:",
                "galbūt",
                "reikia ne mažiau kaip 6",
                "Terminas nežinomas.",
                "nė vienas šalies klasteris",
            ],
        ),
        ("en", ["How it counts:", "possibly", "of at least 6", "No deadline is known.", "no cluster in the country"]),
    ],
)
async def test_the_page_says_how_it_counts(site: Site, language: str, texts: list[str]) -> None:
    page = (await ask(site, f"/portfolio?lang={language}", cookie="agency", accept="text/html")).text
    assert [text for text in texts if text not in page] == []


async def test_the_page_without_members_says_so(site: Site) -> None:
    page = (await ask(site, "/portfolio?as_of=2016-01-31&lang=en", cookie="agency", accept="text/html")).text
    assert "No cluster yet" in page
    assert "See it today" in page


async def test_the_programmes_days_and_today_are_one_click_away(site: Site) -> None:
    async def links(query: str) -> list[str]:
        page = (await ask(site, f"/portfolio?lang=en{query}", cookie="agency", accept="text/html")).text
        days = page.split('<ul class="days"')[1].split("</ul>")[0]
        return re.findall(r'href="([^"]+)"', days)

    days = [f"/portfolio?as_of={day}" for day in ("2016-10-20", "2018-12-31", "2022-11-30", "2024-01-31")]
    assert await links("") == days
    assert await links("&as_of=2016-10-20") == [*days[1:], "/portfolio"]
    page = (await ask(site, "/portfolio?lang=lt", cookie="agency", accept="text/html")).text
    assert "Viešų šaltinių skaičiai – 2018 m. gruodžio 31 d." in page.replace("\N{NO-BREAK SPACE}", " ")
