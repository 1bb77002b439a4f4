"""A coordinator opens the mailed link in a browser and arrives at the result, with the keyboard alone."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.support.browser import launched, open_page
from tests.support.clusters import assessment, new_cluster
from tests.support.house import House
from tests.support.ledger import Ledger, wait_until


@pytest.mark.browser
async def test_a_one_time_link_leads_to_the_result_in_a_real_browser(house: House) -> None:
    seen = await asyncio.to_thread(_sign_in, house)
    assert seen["arrived"], seen
    assert seen["complaints"] == []
    assert seen["violations"] == []
    assert not seen["sideways"]
    assert seen["used_up"]


def _sign_in(house: House) -> dict[str, Any]:
    ledger = Ledger(house)
    cluster = new_cluster(ledger)
    ledger.submit(cluster, "assessments", assessment())
    wait_until("a result", lambda: "levels" in ledger.get("scoring", f"/api/v1/results/{cluster}").json())
    person = next(promise.id for promise in ledger.promises if promise.path.endswith("/people"))
    link = httpx.post(
        f"{house.url('intake')}/internal/sign-in-links",
        json={"person": person, "next": f"/results/{cluster}"},
        headers={"Authorization": f"Bearer {house.token('operator')}"},
        timeout=10,
    ).json()["url"]
    with launched() as browser, open_page(browser, link) as sight:
        violations, sideways = sight.violations(), sight.scrolls_sideways(320)
        sight.page.locator("main button").focus()
        sight.page.keyboard.press("Enter")
        sight.page.wait_for_url("**/results/**", timeout=10_000)
        arrived = cluster in sight.page.url and sight.page.locator("h1").is_visible()
        with open_page(browser, link) as again:
            again.page.locator("main button").click()
            again.page.wait_for_load_state()
            used_up = "/results/" not in again.page.url
        complaints = sight.complaints
    return {
        "arrived": arrived,
        "used_up": used_up,
        "violations": violations,
        "sideways": sideways,
        "complaints": complaints,
    }
