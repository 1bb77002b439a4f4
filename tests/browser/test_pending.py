"""A result that is not there yet shows itself when it is, in a real Chromium; without a script by a reload."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from shared.http.sessions import COOKIE
from tests.support.browser import launched, open_page, served
from tests.support.result_cases import cluster_id
from tests.support.result_site import Site, build_site

pytestmark = pytest.mark.browser

PLACE = f"/results/{cluster_id('hostile')}?lang=en"


@pytest.fixture
def site() -> Site:
    return build_site()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with served(site.app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


def test_it_replaces_itself_announces_it_and_stops_asking(browser: Browser, address: str, site: Site) -> None:
    asked: list[float] = []
    with open_page(browser, address + PLACE, cookies={COOKIE: "agency"}, language="en") as sight:
        page = sight.page
        page.on("request", lambda request: asked.append(time.monotonic()) if "/results/" in request.url else None)
        assert page.get_by_text("It appears here by itself.").is_visible()
        assert sight.violations() == []
        page.evaluate("document.querySelector('header').dataset.kept = 'yes'")
        page.wait_for_selector("[hx-headers*='2']", timeout=20_000)
        assert page.locator("#announce").inner_text() == ""
        site.kept.arrive("hostile", "not-yet")
        page.wait_for_selector(".readiness", timeout=20_000)
        assert page.locator("#announce").inner_text().endswith(": result")
        assert page.evaluate("document.querySelector('header').dataset.kept") == "yes"  # only the part was replaced
        assert page.locator("[hx-get]").count() == 0
        assert sight.violations() == []
        assert sight.complaints == []
        assert page.evaluate("[...Object.values(localStorage), ...Object.values(sessionStorage)]") == [PLACE]
    assert asked[1] - asked[0] > 3  # the second look waits longer than the first


def test_after_a_failure_it_looks_again_only_later(browser: Browser, address: str) -> None:
    asked: list[str] = []
    with open_page(browser, address + PLACE, cookies={COOKIE: "agency"}, language="en") as sight:
        sight.page.route("**/results/**", lambda route: (asked.append(route.request.url), route.abort()))
        sight.page.wait_for_timeout(6_000)
        assert len(asked) == 1
        assert sight.page.get_by_text("No result yet").is_visible()


def test_without_a_script_it_says_how_to_look_again(browser: Browser, address: str, site: Site) -> None:
    with open_page(browser, address + PLACE, cookies={COOKIE: "agency"}, script=False) as sight:
        assert sight.page.get_by_text("Reload this page to see it.").is_visible()
        assert sight.page.get_by_text("It appears here by itself.").is_visible() is False
        site.kept.arrive("hostile", "not-yet")
        sight.page.reload()
        assert sight.page.locator(".readiness").is_visible()
        assert sight.complaints == []
