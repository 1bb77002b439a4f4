"""The first screen of every role in a real Chromium: both languages, narrow windows, keyboard, without scoring, too."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvicorn
from playwright.sync_api import Browser

from tests.support.browser import launched, open_page
from tests.support.intake_app import IntakeApp, assessment, open_intake
from tests.support.readiness import SiteReadiness
from tests.support.result_site import COOKIE, build_site

pytestmark = pytest.mark.browser

CASES = ("not-yet", "confirmed", "contact", "public", "vague", "hostile", "blocked")
ROLES = ("stranger", "manager", "consultant", "agency", "nobody")


@pytest.fixture(scope="module")
def cookies() -> dict[str, str]:
    """The sessions of the people, filled when the site is built."""
    return {}


@pytest.fixture(scope="module")
def address(cookies: dict[str, str]) -> Iterator[str]:
    """Intake with scoring's real answers, on a port of its own."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        with ThreadPoolExecutor() as apart:  # the browser's own event loop runs in this thread
            intake = apart.submit(asyncio.run, _prepared(cookies)).result()
        server = uvicorn.Server(uvicorn.Config(intake.app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


async def _prepared(cookies: dict[str, str]) -> IntakeApp:
    site = build_site()
    readiness = SiteReadiness(site)
    async with open_intake(readiness=readiness) as intake:
        clusters = {}
        for case in CASES:
            known = site.clusters[case]
            clusters[case] = await intake.register(case, names=dict(known.names), provenance=known.provenance)
            readiness.same(case, clusters[case])
        for case in ("not-yet", "confirmed"):
            await intake.post(f"/api/v1/clusters/{clusters[case]}/assessments", assessment(round="2026H2"))
        record = {"session_on": "2026-11-02", "hours": "2", "category": "strategy", "provider": "InoLink"}
        await intake.post(f"/api/v1/clusters/{clusters['confirmed']}/consultancy-records", {**record, "indicators": []})
        roles = {
            "manager": [{"role": "manager", "cluster": each} for each in clusters.values()],
            "consultant": [{"role": "consultant", "cluster": each} for each in clusters.values()],
            "agency": [{"role": "agency"}],
            "nobody": [],
        }
        for name, grants in roles.items():
            body = {"name": "Vardenė Pavardenė", "address": f"{name}@a.example", "language": "lt", "roles": grants}
            person = (await intake.post("/api/v1/people", body)).json()["id"]
            link = await intake.post("/internal/sign-in-links", {"person": person}, intake.token("operator"))
            token = link.json()["url"].partition("token=")[2]
            cookies[name] = (await intake.http.post("/sign-in", data={"token": token})).cookies[COOKIE]
        return intake


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_the_first_screen_is_accessible_and_fits_a_telephone(
    browser: Browser, address: str, cookies: dict[str, str], role: str, language: str
) -> None:
    session = {COOKIE: cookies[role]} if role in cookies else {}
    with open_page(browser, f"{address}/?lang={language}", width=360, cookies=session) as sight:
        assert sight.page.get_attribute("html", "lang") == language
        assert sight.violations() == []
        assert [width for width in (360, 320) if sight.scrolls_sideways(width)] == []
        assert sight.complaints == []


@pytest.mark.parametrize("language", ["lt", "en"])
def test_asking_for_a_mail_is_accessible_with_and_without_mistakes(
    browser: Browser, address: str, language: str
) -> None:
    with open_page(browser, f"{address}/sign-in?lang={language}", width=360) as sight:
        for field, typed in (("#address", "no address"), ("#address", f"{language}@pavyzdys.example"), ("#code", "1")):
            assert sight.violations() == []
            assert sight.scrolls_sideways(320) is False
            sight.page.fill(field, typed)
            sight.page.press(field, "Enter")
            sight.page.wait_for_load_state()
        assert sight.violations() == []
        sight.page.click(".summary a")
        assert sight.page.evaluate("document.activeElement.id") == "code"


def test_the_menu_of_a_narrow_window_is_one_line_and_opens_without_a_script(
    browser: Browser, address: str, cookies: dict[str, str]
) -> None:
    here, session = f"{address}/?lang=lt", {COOKIE: cookies["agency"]}
    with open_page(browser, here, width=320, cookies=session, script=False) as sight:
        page = sight.page
        assert page.locator("header").bounding_box()["height"] < 64  # type: ignore[index]  # it is displayed
        assert page.locator(".menu-panel").is_visible() is False
        assert sight.focus_order(5)[:4] == ["Pereiti prie turinio", "Branda", "EN – English", "Meniu"]
        page.locator(".menu summary").press("Enter")
        places = page.locator(".menu-places a")
        assert places.all_inner_texts() == ["Pradžia", "Programa", "Rezultatai", "Peržiūros", "Kriterijai"]
        assert page.locator(".menu-places [aria-current=page]").inner_text() == "Pradžia"
        assert page.locator(".menu-person").inner_text().split() == ["Vardenė", "Pavardenė", "Atsijungti"]
    with open_page(browser, here, width=320, cookies=session) as sight:
        sight.unfold()
        assert sight.violations() == []
        assert sight.scrolls_sideways(320) is False


def test_the_keyboard_reaches_every_way_on_and_signs_out(
    browser: Browser, address: str, cookies: dict[str, str]
) -> None:
    with open_page(browser, f"{address}/?lang=en", cookies={COOKIE: cookies["agency"]}) as sight:
        order = sight.focus_order(9)
        assert order[:8] == [
            "Skip to the content",
            "Branda",
            "Home",
            "Programme",
            "Results",
            "Reviews",
            "Criteria",
            "Sign out",
        ]
        sight.page.goto(f"{address}/sign-out")
        assert sight.violations() == []
        sight.page.locator("main button").focus()
        sight.page.keyboard.press("Enter")
        sight.page.wait_for_url("**/sign-in")
        sight.page.goto(address)
        assert sight.page.locator("main a.button").inner_text() == "Sign in"
