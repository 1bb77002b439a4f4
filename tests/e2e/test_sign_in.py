"""A coordinator signs in with a browser and the keyboard alone: by a link from the operator, and by one asked for."""

import asyncio
import re
from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pymongo import MongoClient

from tests.support.browser import Sight, launched, open_page
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


@pytest.mark.browser
async def test_an_address_typed_becomes_a_mail_a_link_and_the_page(house: House) -> None:
    seen = await asyncio.to_thread(_ask_for_a_mail, house)
    assert seen["home"] == ["Įsivertinimas", "Žiūrėti rezultatą"], seen
    assert seen["by code"], seen
    assert seen["violations"] == []
    assert not seen["sideways"]
    assert seen["complaints"] == []
    assert seen["stored"] == seen["logged"] == []


def _ask_for_a_mail(house: House) -> dict[str, Any]:
    ledger = Ledger(house)
    cluster = new_cluster(ledger)
    ledger.submit(cluster, "assessments", assessment())
    wait_until("a result", lambda: "levels" in ledger.get("scoring", f"/api/v1/results/{cluster}").json())
    address = f"{uuid4().hex}@pavyzdys.example"
    roles = [{"role": "manager", "cluster": cluster}]  # no coordinator: a result's mail would be kept with its address
    ledger.submit("", "people", {"name": "Ona Bandomoji", "address": address, "language": "lt", "roles": roles})
    with launched() as browser, open_page(browser, f"{house.url('intake')}/sign-in", width=360) as sight:
        violations, sideways = sight.violations(), sight.scrolls_sideways(320)
        link, code = _mailed(house, sight, address)
        violations += sight.violations()
        sight.page.goto(link)
        sight.page.locator("main button").press("Enter")
        sight.page.wait_for_url(f"{house.url('intake')}/")
        words = sight.page.locator("main").inner_text()
        home = [text for text in ("Įsivertinimas", "Žiūrėti rezultatą") if text in words]
        violations += sight.violations()
        complaints = list(sight.complaints)
        with open_page(browser, f"{house.url('intake')}/sign-in?next=/results/{cluster}") as other:
            _, second = _mailed(house, other, address)
            other.page.fill("#code", second)
            other.page.press("#code", "Enter")
            other.page.wait_for_url("**/results/**")
            by_code = cluster in other.page.url
    secrets = [link.partition("token=")[2], address]
    logs = "".join(file.read_text(encoding="utf-8") for file in house.directory.logs.iterdir())
    with MongoClient[dict[str, Any]](house.mongo) as mongo:
        stored = repr([list(mongo[house.database_of("notifier")][name].find()) for name in ("messages", "notices")])
    return {
        "home": home,
        "by code": by_code,
        "violations": violations,
        "sideways": sideways,
        "complaints": complaints,
        "stored": [each for each in (*secrets, code) if each in stored],
        "logged": [each for each in secrets if each in logs],
    }


def _mailed(house: House, sight: Sight, address: str) -> tuple[str, str]:
    """Type the address, and return link and code of the newest mail that came to it."""
    before = set(_mails_to(house, address))
    sight.page.fill("#address", address)
    sight.page.press("#address", "Enter")
    sight.page.wait_for_url("**/sign-in/code")
    wait_until("a sign-in mail", lambda: len(_mails_to(house, address)) > len(before))
    (text,) = set(_mails_to(house, address)) - before
    found = re.search(r"^(http\S+token=\S+)\s.*?^(\d{6})\s", text, re.MULTILINE | re.DOTALL)
    assert found is not None, text
    return found[1], found[2]


def _mails_to(house: House, address: str) -> list[str]:
    """Return the plain text of every mail to `address`; each holds another link."""
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in (house.directory.mail / "new").iterdir()]
    bodies = [mail.get_body(("plain",)) for mail in mails if address in str(mail["To"])]
    return [str(body.get_content()) for body in bodies if body is not None]
