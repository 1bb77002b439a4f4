"""Choosing in a list swaps only the list, in a real Chromium; without a script it loads the page, to the same end."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from shared.http.sessions import COOKIE
from tests.support.browser import launched, open_page, served
from tests.support.result_site import build_site

pytestmark = pytest.mark.browser

KEEP = "document.querySelector('header').dataset.kept = 'yes'"
KEPT = "document.querySelector('header').dataset.kept"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(build_site().app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


def test_a_filter_swaps_the_list_keeps_the_focus_and_can_be_gone_back_from(browser: Browser, address: str) -> None:
    with open_page(browser, f"{address}/results?lang=en", cookies={COOKIE: "agency"}, language="en") as sight:
        page = sight.page
        page.evaluate(KEEP)
        page.locator("#verdict").focus()
        page.select_option("#verdict", "not_yet")
        page.wait_for_selector("#list .found")
        assert "verdict=not_yet" in page.url
        assert page.evaluate("document.activeElement.id") == "verdict"
        assert page.evaluate(KEPT) == "yes"
        assert page.locator("#announce").inner_text() == page.locator("#list .found").inner_text().split(".")[0] + "."
        assert sight.violations() == []
        page.go_back()
        page.wait_for_selector("#list .found", state="detached")
        assert "verdict" not in page.url
        assert sight.complaints == []


def test_the_programmes_date_swaps_the_page_below_the_header(browser: Browser, address: str) -> None:
    with open_page(browser, f"{address}/portfolio?lang=en", cookies={COOKIE: "agency"}, language="en") as sight:
        page = sight.page
        page.evaluate(KEEP)
        page.fill("#as_of", "2018-12-31")
        page.press("#as_of", "Enter")
        page.locator("#announce", has_text="31").wait_for(state="attached")
        assert "as_of=2018-12-31" in page.url
        assert page.evaluate("document.activeElement.id") == "as_of"
        assert page.evaluate(KEPT) == "yes"
        assert sight.violations() == []
        assert sight.complaints == []


def test_without_a_script_the_form_leads_to_the_same_list(browser: Browser, address: str) -> None:
    cookies = {COOKIE: "agency"}
    with open_page(browser, f"{address}/results?lang=en", cookies=cookies, language="en", script=False) as sight:
        sight.page.select_option("#verdict", "not_yet")
        sight.page.locator(".filters button").click()
        sight.page.wait_for_url("**verdict=not_yet**")
        assert sight.page.locator("#list .found").is_visible()
        assert sight.page.locator("#announce").inner_text() == ""
