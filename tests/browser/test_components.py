"""All components at once in a real Chromium: readable in light and dark, at every width, and drawn at all."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.browser import launched, open_page, served
from tests.support.component_page import component_app

pytestmark = pytest.mark.browser

CUT_OFF = """() => [...document.querySelectorAll('main *')]
    .filter(each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX === 'hidden')
    .filter(each => !each.closest('svg') && !each.classList.contains('unseen'))
    .map(each => each.outerHTML.slice(0, 80))"""
SMALL = """() => [...document.querySelectorAll('a, button, summary, input, select, textarea')]
    .map(each => [each.getBoundingClientRect(), each])
    .filter(([box, each]) => box.width && box.height && box.height < 24 && getComputedStyle(each).display !== 'inline')
    .map(([box, each]) => each.outerHTML.slice(0, 80))"""
"""Targets that are not within a line of text (WCAG 2.5.8)."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(component_app()) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


def test_components_are_readable_in_both_schemes_and_at_every_width(browser: Browser, address: str) -> None:
    pictures = {}
    for scheme in ("light", "dark"):
        with open_page(browser, f"{address}/?lang=lt", scheme=scheme) as sight:  # type: ignore[arg-type]  # one of two
            sight.unfold()
            assert sight.violations() == []
            assert [width for width in (1280, 360, 320) if sight.scrolls_sideways(width)] == []
            assert sight.page.evaluate(CUT_OFF) == []
            assert sight.page.evaluate(SMALL) == []
            assert sight.complaints == []
            pictures[scheme] = sight.picture(f"components-{scheme}")
    assert pictures["light"] != pictures["dark"]


def test_every_chart_is_drawn_with_something_on_it(browser: Browser, address: str) -> None:
    with open_page(browser, address) as sight:
        sizes = sight.page.evaluate(
            "[...document.querySelectorAll('svg.bars')].map(chart =>"
            " [...chart.querySelectorAll('rect')].filter(each => each.getBoundingClientRect().width > 5).length)"
        )
        assert sizes == [5, 5, 3]
