"""The result pages in a real Chromium: both languages, narrow windows, light and dark, keyboard, print, no script."""

from collections.abc import Iterator
from itertools import product
from typing import Literal

import pytest
from _pytest.mark import ParameterSet
from playwright.sync_api import Browser

from tests.support.browser import launched, open_page, served
from tests.support.result_cases import reviewed
from tests.support.result_site import COOKIE, build_site, cluster_id

pytestmark = pytest.mark.browser

PAGES = {
    "list": "/",
    "no cluster fits": "/results?held=gold",
    "too early": f"/results/{cluster_id('not-yet')}",
    "once confirmed": f"/results/{cluster_id('confirmed')}",
    "reviewed": f"/results/{cluster_id('reviewed')}",
    "public facts": f"/results/{cluster_id('public')}",
    "pending": f"/results/{cluster_id('hostile')}",
    "blocked": f"/results/{cluster_id('blocked')}",
    "programme": "/portfolio",
    "awaiting review": "/reviews",
    "criteria": "/criteria",
    "in the past": f"/results/{cluster_id('public')}?as_of=2018-12-31",
}
RESULT = PAGES["too early"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The site on a port of its own."""
    with served(build_site(reviewed()).app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


def in_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def states() -> list[ParameterSet]:
    """Every page once, with its longer words; the rest of the matrix in the long run."""
    matrix = product(PAGES, ("lt", "en"), (360, 1280), ("light", "dark"))
    return [
        pytest.param(*state, marks=() if state[1:] == ("lt", 360, "light") else (pytest.mark.long,)) for state in matrix
    ]


@pytest.mark.parametrize(("name", "language", "width", "scheme"), states())
def test_page_is_accessible_fits_a_telephone_and_keeps_the_policy(
    browser: Browser, address: str, name: str, language: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    url = address + in_language(PAGES[name], language)
    with open_page(browser, url, width=width, scheme=scheme, cookies={COOKIE: "agency"}) as sight:
        if name == "too early" or width == 1280:  # what is folded elsewhere comes from the same templates
            sight.unfold()
        sight.picture(f"{name}-{language}-{width}-{scheme}")
        assert sight.page.get_attribute("html", "lang") == language
        assert sight.violations() == []
        assert [width for width in (360, 320) if sight.scrolls_sideways(width)] == []
        assert sight.complaints == []


def test_empty_list_and_missing_page_are_accessible(browser: Browser, address: str) -> None:
    for path, cookie, status in (("/", "nobody", 200), (RESULT, "nobody", 404)):
        with open_page(browser, address + path, width=360, cookies={COOKIE: cookie}) as sight:
            assert sight.violations() == []
            assert sight.scrolls_sideways(320) is False
            assert len(sight.complaints) == (status == 404)  # Chromium itself notes the status


def test_keyboard_goes_from_the_skip_link_through_the_frame_to_the_content(browser: Browser, address: str) -> None:
    with open_page(browser, address + in_language(RESULT, "en"), cookies={COOKIE: "agency"}) as sight:
        order = sight.focus_order(14)
        assert order == [
            "Skip to the content",
            "Branda",
            "Home",
            "Programme",
            "Results",
            "Reviews",
            "Criteria",
            "Sign out",
            "LT – Lietuvių",
            "All results",
            "Bronze: why",
            "Silver: why",
            "Gold: why",
            "What to do next",
        ]
        outline = sight.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"


def test_skip_link_moves_the_focus_to_the_content(browser: Browser, address: str) -> None:
    with open_page(browser, address + RESULT, cookies={COOKIE: "agency"}) as sight:
        sight.page.keyboard.press("Tab")
        assert sight.page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        sight.page.keyboard.press("Enter")
        assert sight.page.evaluate("document.activeElement.id") == "main"


def test_language_switch_keeps_the_place(browser: Browser, address: str) -> None:
    path = PAGES["in the past"]
    with open_page(browser, address + in_language(path, "lt"), cookies={COOKIE: "agency"}) as sight:
        sight.page.click("a.language")
        assert sight.page.url == f"{address}{path}&lang=en"
        assert "This is how it was on" in sight.page.inner_text("main")
        sight.page.goto(address + RESULT)
        assert sight.page.get_attribute("html", "lang") == "en"


def test_everything_is_there_without_scripts(browser: Browser, address: str) -> None:
    url = address + in_language(RESULT, "en")
    with open_page(browser, url, cookies={COOKIE: "agency"}, script=False) as sight:
        sight.page.locator("details.other-level > summary", has_text="Silver").click()
        sight.page.locator("#silver details.group summary", has_text="attach a document").click()
        assert sight.page.get_by_text("Not shown by documents yet").first.is_visible()


def test_level_beyond_the_next_opens_by_keyboard(browser: Browser, address: str) -> None:
    with open_page(browser, address + in_language(RESULT, "en"), cookies={COOKIE: "agency"}) as sight:
        step = sight.page.locator("#step-silver-1")
        assert step.is_visible() is False
        sight.page.locator("details.other-level > summary").first.focus()
        sight.page.keyboard.press("Enter")
        assert step.is_visible() is True


def test_why_opens_a_level_that_is_closed_and_a_requirement_leads_to_its_step(browser: Browser, address: str) -> None:
    url = address + in_language(RESULT, "en")
    with open_page(browser, url, cookies={COOKIE: "agency"}, script=False) as sight:
        sight.page.get_by_role("link", name="Silver: why").click()
        assert sight.page.locator("#silver .steps").first.is_visible()
        sight.page.locator("#bronze .requirement-step").nth(1).click()
        assert sight.page.url.endswith("#step-bronze-2")


def test_way_within_the_page_stays_in_sight_on_a_wide_screen(browser: Browser, address: str) -> None:
    with open_page(browser, address + in_language(RESULT, "en"), cookies={COOKIE: "agency"}) as sight:
        sight.page.locator(".toc").get_by_role("link", name="Points", exact=True).click()
        tops = sight.page.evaluate(
            "['.toc', '#points'].map(e => document.querySelector(e).getBoundingClientRect().top)"
        )
        assert [0 <= top < 100 for top in tops] == [True, True]
        assert sight.page.evaluate("document.documentElement.scrollHeight") <= 4500


def test_cluster_in_the_list_is_a_small_card_on_a_telephone(browser: Browser, address: str) -> None:
    with open_page(browser, address + in_language("/results", "lt"), width=360, cookies={COOKIE: "agency"}) as sight:
        heights = sight.page.evaluate(
            "[...document.querySelectorAll('.table-clusters tbody tr')].map(row => row.getBoundingClientRect().height)"
        )
        assert len(heights) > 5
        assert max(heights) <= 150


def test_number_in_the_contents_leads_to_its_indicator(browser: Browser, address: str) -> None:
    with open_page(browser, address + in_language("/criteria", "en"), width=360, cookies={COOKIE: "agency"}) as sight:
        text = sight.page.locator(":target").get_by_text("Minimum requirement", exact=True)
        assert text.count() == 0
        sight.page.get_by_role("link", name="4.1.6 Monitoring", exact=False).click()
        top = sight.page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
        assert 0 <= top < 100
        assert sight.page.inner_text("details:has(> :target) > summary h3").startswith("4.1.6")
        assert text.is_visible()


def test_list_is_filtered_and_paged_without_scripts(browser: Browser) -> None:
    with (
        served(build_site(page=2).app) as address,
        open_page(browser, address + "/results?lang=en", cookies={COOKIE: "agency"}, script=False) as sight,
    ):
        sight.page.select_option("#order", "name")
        sight.page.click(".filters button")
        seen = [sight.page.locator("tbody th a").all_inner_texts()]
        while (following := sight.page.locator("a[rel=next]")).count():
            following.click()
            seen.append(sight.page.locator("tbody th a").all_inner_texts())
        assert [len(part) for part in seen] == [2, 2, 2, 1]
        assert seen[0][0] == "Cluster of vague dates"
        assert "order=name" in sight.page.url


def test_printed_page_shows_folded_requirements_and_hides_the_frame(browser: Browser, address: str) -> None:
    with open_page(browser, address + in_language(RESULT, "en"), cookies={COOKIE: "agency"}) as sight:
        silver = sight.page.locator("#silver .requirement").first
        digest = sight.page.get_by_text("Digest of the events")
        assert (silver.is_visible(), digest.is_visible()) == (False, False)
        sight.page.emulate_media(media="print")
        assert (silver.is_visible(), digest.is_visible()) == (True, False)
        sight.page.locator("details.fold", has=digest).evaluate("each => each.open = true")
        assert digest.is_visible() is True  # what is beside the point is printed where it was opened
        assert sight.page.locator(".languages").is_visible() is False
        assert sight.page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(20, 23, 27)"


def test_printed_page_has_the_texts_of_levels_only_where_they_were_opened(browser: Browser, address: str) -> None:
    with open_page(browser, address + in_language(RESULT, "en"), cookies={COOKIE: "agency"}) as sight:
        sight.page.locator("details.fold", has=sight.page.locator(".table-indicators")).first.evaluate(
            "e => e.open = 1"
        )
        sight.page.locator("details.meaning").nth(1).evaluate("each => each.open = true")
        sight.page.emulate_media(media="print")
        shown = [each.is_visible() for each in sight.page.locator("tr.meaning-row").all()[:3]]
        assert shown == [False, True, False]


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("name", ["too early", "reviewed", "public facts"])
def test_a_result_is_printed_on_six_pages_at_most(browser: Browser, address: str, name: str, language: str) -> None:
    url = address + in_language(PAGES[name], language)
    with open_page(browser, url, cookies={COOKIE: "agency"}) as sight:
        assert 3 <= sight.page.pdf(format="A4").count(b"/Type /Page\n") <= 6  # 12 to 15 while everything was unfolded


def test_lithuanian_letters_are_drawn_in_the_pages_own_font(browser: Browser, address: str) -> None:
    with open_page(browser, address + RESULT, cookies={COOKIE: "agency"}) as sight:
        loaded = sight.page.evaluate(
            "[...document.fonts].filter(font => font.status === 'loaded').map(font => font.unicodeRange).join()"
        )
        assert "U+100-130" in loaded
        assert "U+0-FF" in loaded
