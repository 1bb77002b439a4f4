"""A page with all that a programme and the software add, in a real Chromium: accessible, and fit for a telephone."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser

from services.scoring.adapters.catalogues import FileCatalogues
from tests.support.browser import launched, open_page, served
from tests.support.histories import Story, said
from tests.support.national import national_catalogues
from tests.support.result_cases import CATALOGUES, Case, answers
from tests.support.result_site import COOKIE, build_site, cluster_id

pytestmark = pytest.mark.browser


def improving() -> Story:
    """Tell of a cluster that improved since its first interview, and answers the programme's questions."""
    story, catalogue = Story(name="improving"), FileCatalogues(CATALOGUES)
    first = story.assessed(date(2025, 4, 10), answers(catalogue, 2), catalogue="ecei@1")
    story.benchmarked(date(2025, 4, 20), snapshot=first)
    added = {"lt.1": said(sources=3), "lt.2": said(reserve=True), "lt.3": said(level=4, partners=7)}
    story.assessed(date(2026, 11, 1), answers(catalogue, 4) | added, catalogue="ecei@1")
    story.attached(date(2026, 11, 1), "4.1.2", "4.3", "lt.3")
    story.advised(date(2026, 3, 3), "4.1.3")
    return story


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = national_catalogues(tmp_path_factory.mktemp("national"))
    site = build_site({"improving": Case({"lt": "Gerėjantis", "en": "Improving"}, story=improving())}, folder)
    with served(site.app) as found:
        yield f"{found}/results/{cluster_id('improving')}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.mark.parametrize(("language", "scheme"), [("lt", "light"), ("en", "dark")])
def test_page_is_accessible_and_fits_a_telephone(browser: Browser, address: str, language: str, scheme: str) -> None:
    url = f"{address}?lang={language}"
    with open_page(browser, url, width=360, scheme=scheme, cookies={COOKIE: "agency"}) as sight:  # type: ignore[arg-type]
        sight.unfold()
        assert sight.page.locator("#areas").is_visible()
        assert sight.page.locator("#addon-1").is_visible()
        assert sight.page.locator("#offers").is_visible()
        assert sight.violations() == []
        assert [width for width in (360, 320) if sight.scrolls_sideways(width)] == []
        assert sight.complaints == []
