"""The list of results: what comes first, what fits a filter, a part at a time."""

import re
from datetime import date

import pytest

from services.scoring.adapters.catalogues import FileCatalogues
from services.scoring.adapters.http.cursors import write_cursor
from tests.support.histories import Story
from tests.support.result_cases import CATALOGUES, TODAY, Case, answers
from tests.support.result_site import Site, ask, build_site, cluster_id
from tests.unit.scoring_web.test_result_page import HTML, words

ENDED = date(2024, 10, 1)


def _ended() -> Story:
    story = Story(name="ended")
    story.benchmarked(ENDED)
    story.labelled("bronze", ENDED, valid_until=date(2026, 10, 31))
    return story


def _quiet() -> Story:
    story = Story(name="quiet")
    story.registered(sector="food")
    story.assessed(TODAY, answers(FileCatalogues(CATALOGUES), 0), catalogue="ecei@1")
    return story


MORE = {
    "ended": Case({"lt": "Ž klasteris", "en": "Z cluster"}, story=_ended()),
    "quiet": Case({"lt": "A klasteris", "en": "A cluster"}, story=_quiet()),
}

LEVEL_NAMES = {"en": ("Bronze", "Silver", "Gold"), "lt": ("Bronzinė žyma", "Sidabrinė žyma", "Auksinė žyma")}
SHORT = {
    "en": ("Too early", "Cannot tell yet", "Once confirmed", "Can contact"),
    "lt": ("Dar anksti", "Dar neaišku", "Galima patvirtinus", "Galima kreiptis"),
}


@pytest.fixture(scope="module")
def site() -> Site:
    return build_site(MORE)


@pytest.fixture(scope="module")
def paged() -> Site:
    return build_site(MORE, page=2)


async def listed(site: Site, query: str = "", cookie: str = "agency", language: str = "en") -> str:
    answer = await ask(site, f"/results?lang={language}{query}", cookie=cookie, accept=HTML)
    assert answer.status_code == 200, query
    return re.sub(r"\s+", " ", answer.text)


def names(html: str) -> list[str]:
    rows = re.findall(r'<th scope="row"> <a href="[^"]+">(.*?)</a>', html)
    return [row.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for row in rows]


async def test_what_needs_attention_comes_first_and_says_why(site: Site) -> None:
    html = await listed(site)
    found = re.findall(r'<span class="reason reason-(\w+)">', html)
    assert found[:4] == ["blocked", "label_ends", "label_renewable", "to_confirm"]
    assert found == sorted(found, key=["blocked", "label_ends", "label_renewable", "to_confirm", "no_assessment"].index)
    assert names(html)[:3] == ["Stuck cluster", "Example cluster B", "Z cluster"]
    assert names(html)[-2:] == ["Example cluster A", "Example cluster C"]
    text = words(html)
    assert "Label ends on 30 April 2027" in text
    assert "Label can be renewed until 31 October 2027" in text


async def test_label_that_ends_later_is_not_pressing_yet() -> None:
    story = Story(name="held")
    story.labelled("bronze", date(2026, 1, 1), valid_until=date(2027, 5, 31))
    html = await listed(build_site({"held": Case({"lt": "H", "en": "H"}, story=story)}))
    row = html[html.index(">H</a>") :]
    assert "Label ends" not in row[: row.index("</tr>")]


async def test_order_by_name_is_there_to_choose(site: Site) -> None:
    found = names(await listed(site, "&order=name"))
    assert found[:2] == ["A cluster", "Cluster of vague dates"]
    assert found[-1] == "Z cluster"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("&held=bronze&order=name", ["Cluster of vague dates", "Example cluster B", "Z cluster"]),
        ("&held=silver", ["Cluster of vague dates"]),
        ("&held=gold", []),
        ("&verdict=ready_if_confirmed&level=gold", ["Example cluster B"]),
        ("&held=none&verdict=ready_to_contact&level=bronze", ["Example cluster C"]),
        ("&level=gold&held=silver", ["Cluster of vague dates"]),
    ],
)
async def test_filters_narrow_the_list(site: Site, query: str, expected: list[str]) -> None:
    html = await listed(site, query)
    assert names(html) == expected
    number = len(expected)
    assert f"{number} cluster{'s' if number != 1 else ''} of 9 fit{'s' if number == 1 else ''}." in words(html)
    assert ("No cluster fits" in html) == (not expected)


@pytest.mark.parametrize(
    ("level", "language", "said"),
    [
        ("bronze", "en", "Bronze: you can contact an expert."),
        ("silver", "en", "Silver: you can contact an auditor."),
        ("gold", "lt", "Auksinė žyma: galima kreiptis į ekspertus."),
    ],
)
async def test_whom_to_contact_is_said_in_the_words_of_the_level(
    site: Site, level: str, language: str, said: str
) -> None:
    html = await listed(site, f"&verdict=ready_to_contact&level={level}", language=language)
    assert said in words(html)
    whole = await listed(site, "&verdict=ready_to_contact", language=language)
    options = whole.split('<select class="input" id="verdict"')[1].split("</select>")[0]
    assert re.search("expert|auditor|ekspert|auditor", options) is None


async def test_numbers_above_the_list_are_those_of_their_filter(site: Site) -> None:
    html = await listed(site)
    table = html.split('<table class="table totals')[1].split("</table>")[0]
    links = re.findall(r'<a href="/results\?([^"]+)" aria-label="[^"]+: (\d+)">', table)
    assert len(links) > 6
    for query, number in links:
        assert len(names(await listed(site, "&" + query.replace("&amp;", "&")))) == int(number) > 0
    chosen = await listed(site, "&level=bronze&verdict=not_yet")
    assert re.findall(r'aria-label="([^"]+): \d+" aria-current="true"', chosen) == ["Bronze: Too early"]


@pytest.mark.parametrize("language", ["lt", "en"])
async def test_short_verdicts_stand_by_level_and_promise_nothing(site: Site, language: str) -> None:
    html = await listed(site, language=language)
    heads = re.findall(r'<th scope="col" class="verdict-cell">(.*?)</th>', html)
    assert [words(each).strip() for each in heads] == list(LEVEL_NAMES[language])
    row = html[html.index("<tbody>", html.index("table-clusters")) :]
    shown = re.findall(r'<span aria-hidden="true">([^<]+)</span><span class="unseen">([^<]+)</span>', row)
    assert {short for short, _ in shown} == set(SHORT[language])
    assert re.search(r"ready|award|suteik|parengt", " ".join(SHORT[language]), re.IGNORECASE) is None
    assert {"too early to apply", "kreiptis dar anksti"} & {whole for _, whole in shown}


async def test_cluster_without_a_result_fits_no_filter(site: Site) -> None:
    for query in ("&held=none", "&verdict=cannot_tell"):
        assert not {"Stuck cluster", "<script>alert(1)</script> & Co"} & set(names(await listed(site, query)))


async def test_pages_follow_each_other_without_gap_or_repetition(site: Site, paged: Site) -> None:
    for start in ("&order=name", "", "&held=none"):
        found, query = [], start
        for _ in range(9):
            html = await listed(paged, query)
            found += names(html)
            following = re.search(r'href="/results\?([^"]+)" rel="next"', html)
            if following is None:
                break
            query = "&" + following[1].replace("&amp;", "&")
            assert start in query or not start
        assert found == names(await listed(site, start)), start
        assert len(found) > 2


async def test_language_switch_keeps_filter_and_place(paged: Site) -> None:
    html = await listed(paged, "&held=none")
    following = re.search(r'href="/results\?([^"]+)" rel="next"', html)
    assert following is not None
    second = await listed(paged, "&" + following[1].replace("&amp;", "&"))
    assert f'href="/results?{following[1]}&amp;lang=lt"' in second
    assert 'href="/results?held=none">To the first page' in second


async def test_what_is_no_filter_or_cursor_is_refused(site: Site) -> None:
    wrong = {"held=%24ne": 422, "level=x' or 1": 422, "verdict=ready": 422, "order=-1": 422, "cursor=AAAA": 400}
    wrong |= {"cursor=%00": 400, f"held={'a' * 50}": 400, f"cursor={'a' * 300}": 400}
    answers = {
        query: (await ask(site, f"/results?{query}", cookie="agency", accept=HTML)).status_code for query in wrong
    }
    assert answers == wrong


async def test_cursor_of_a_cluster_that_may_not_be_seen_begins_at_the_start(site: Site) -> None:

    html = await listed(site, f"&cursor={write_cursor(cluster_id('public'))}", cookie="jone")
    assert len(names(html)) == 3


async def test_whoever_sees_few_clusters_is_spared_the_filter(site: Site) -> None:
    assert '<form class="filters"' not in await listed(site, cookie="jone")
    assert '<form class="filters"' in await listed(site)
