"""Asking for a sign-in mail: nobody learns who is known, guesses a code or fills a mailbox (`quality.md` 4)."""

import re
from datetime import timedelta

import httpx
import pytest

from services.intake.application.asking import CODE_ATTEMPTS, CODES_PER_CLIENT, MAILS_PER_ADDRESS, MAILS_PER_CLIENT
from tests.support.intake_app import URL, IntakeApp
from tests.unit.intake.test_sign_in import new_person, resolve

KNOWN = "v@pavyzdys.example"
SAME_SITE = {"Origin": URL}


async def ask(intake: IntakeApp, address: str = KNOWN, target: str = "", **headers: str) -> httpx.Response:
    form = {"address": address, "next": target}
    return await intake.http.post("/sign-in/mail", data=form, headers={**SAME_SITE, **headers})


async def type_code(intake: IntakeApp, code: str, **headers: str) -> httpx.Response:
    return await intake.http.post("/sign-in/code", data={"code": code}, headers={**SAME_SITE, **headers})


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def visible(answer: httpx.Response) -> tuple[int, str, str, list[str]]:
    """Return what a browser can tell of an answer, without the random value of the cookie."""
    cookies = [re.sub(r"=[^;]*", "=…", each, count=1) for each in answer.headers.get_list("set-cookie")]
    return answer.status_code, answer.headers.get("location", ""), answer.text, cookies


async def test_the_mailed_link_signs_in_and_leads_on(intake: IntakeApp) -> None:
    person = await new_person(intake)
    assert (await ask(intake, "  V@Pavyzdys.EXAMPLE ", "/results/abc?x=1")).status_code == 303
    (mail,) = intake.post_box.mails
    # the register's own address is mailed, never the one that was typed
    assert (mail.address, mail.name, mail.language) == (KNOWN, "<b>Vardenė</b>", "lt")
    for _ in range(3):  # mail scanners open links
        assert "set-cookie" not in (await intake.http.get(f"/sign-in?token={mail.token}")).headers
    opened = await intake.http.post("/sign-in", data={"token": mail.token}, headers=SAME_SITE)
    assert opened.headers["location"] == "http://scoring.test/results/abc?x=1"
    assert (await resolve(intake, opened.cookies["branda_session"])).json()["person"] == person
    assert (await type_code(intake, mail.code)).status_code == 400  # the link was used: the code is, too


async def test_the_code_signs_in_where_it_was_asked_for_and_nowhere_else(intake: IntakeApp) -> None:
    await new_person(intake)
    asked = await ask(intake)
    assert re.search(r"branda_sign_in=\S+; HttpOnly; Max-Age=900; Path=/; SameSite=lax", asked.headers["set-cookie"])
    (mail,) = intake.post_box.mails
    browser = asked.cookies["branda_sign_in"]
    intake.http.cookies.clear()
    assert (await type_code(intake, mail.code)).status_code == 400
    intake.http.cookies.set("branda_sign_in", "another-browser", domain="intake.test")
    assert (await type_code(intake, mail.code)).status_code == 400
    intake.http.cookies.clear()
    intake.http.cookies.set("branda_sign_in", browser, domain="intake.test")
    opened = await type_code(intake, f"{mail.code[:3]} {mail.code[3:]}")
    assert (opened.status_code, opened.headers["location"]) == (303, f"{URL}/")
    assert "branda_session" in opened.cookies
    assert (await type_code(intake, mail.code)).status_code == 400
    assert (await intake.http.post("/sign-in", data={"token": mail.token})).status_code == 400


async def test_nobody_can_tell_whether_an_address_is_known(intake: IntakeApp) -> None:
    await new_person(intake)
    known = visible(await ask(intake)), visible(await type_code(intake, "000000x"))
    intake.http.cookies.clear()
    unknown = visible(await ask(intake, "nobody@pavyzdys.example")), visible(await type_code(intake, "000000x"))
    assert known == unknown
    assert len(intake.post_box.mails) == 1
    # as much is stored for both
    shapes = [(bool(link.browser_hash), bool(link.code_hash)) for link in intake.people.links.values()]
    assert shapes == [(True, True), (True, True)]


async def test_a_code_may_be_tried_five_times_and_then_not_even_the_right_one_opens(intake: IntakeApp) -> None:
    await new_person(intake)
    await ask(intake)
    (mail,) = intake.post_box.mails
    for _ in range(CODE_ATTEMPTS):
        assert (await type_code(intake, wrong(mail.code))).status_code == 400
    assert (await type_code(intake, mail.code)).status_code == 400
    # whoever reads the mail is not locked out by somebody who guesses
    assert (await intake.http.post("/sign-in", data={"token": mail.token})).status_code == 303


async def test_link_and_code_are_good_for_a_quarter_of_an_hour(intake: IntakeApp) -> None:
    await new_person(intake)
    await ask(intake)
    (mail,) = intake.post_box.mails
    intake.clock.moment += timedelta(minutes=15)
    assert (await type_code(intake, mail.code)).status_code == 400
    assert (await intake.http.post("/sign-in", data={"token": mail.token})).status_code == 400


async def test_nothing_secret_is_stored(intake: IntakeApp) -> None:
    await new_person(intake)
    browser = (await ask(intake)).cookies["branda_sign_in"]
    (mail,) = intake.post_box.mails
    kept = repr((intake.people.links, intake.limits.counts, mail))
    assert [secret for secret in (mail.token, mail.code, browser) if secret in kept] == []


@pytest.mark.parametrize(
    "address",
    ["", "no address", "a@b", "a@b.example\r\nBcc: x@y.example", "<a@b.example>", f"{'a' * 64}@{'b' * 250}.lt"],
)
async def test_what_is_no_address_is_said_at_the_field(intake: IntakeApp, address: str) -> None:
    answer = await ask(intake, address, **{"Accept-Language": "en"})
    assert answer.status_code == 400
    assert answer.text.count("Enter an e-mail address, such as name@example.com.") == 2
    assert 'aria-invalid="true"' in answer.text
    assert intake.limits.counts == {}


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: b=c"]
)
async def test_the_page_after_it_is_ours(intake: IntakeApp, target: str) -> None:
    page = await intake.http.get("/sign-in", params={"next": target})
    assert 'name="next" value="/"' in page.text
    await new_person(intake)
    await ask(intake, target=target)
    (mail,) = intake.post_box.mails
    assert (await type_code(intake, mail.code)).headers["location"] == f"{URL}/"


async def test_a_form_of_another_site_does_nothing(intake: IntakeApp) -> None:
    await new_person(intake)
    assert (await ask(intake, Origin="https://evil.example")).status_code == 403
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert (await intake.http.post("/sign-in/mail", data={"address": KNOWN}, headers=foreign)).status_code == 403
    assert intake.post_box.mails == []
    await ask(intake)
    code = intake.post_box.mails[0].code
    assert (await type_code(intake, code, Origin="https://evil.example")).status_code == 403
    assert (await type_code(intake, code)).status_code == 303


async def test_a_mailbox_is_not_filled(intake: IntakeApp) -> None:
    await new_person(intake)
    for address in (KNOWN, KNOWN.upper(), KNOWN):
        assert (await ask(intake, address)).status_code == 303
    refused = await ask(intake, **{"Accept": "text/html", "Accept-Language": "en"})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 900
    assert "Please wait and try again in" in refused.text
    assert len(intake.post_box.mails) == MAILS_PER_ADDRESS
    # the same for an address that nobody has
    for _ in range(MAILS_PER_ADDRESS):
        assert (await ask(intake, "nobody@pavyzdys.example")).status_code == 303
    assert (await ask(intake, "nobody@pavyzdys.example")).status_code == 429
    intake.clock.moment += timedelta(minutes=15)
    assert (await ask(intake)).status_code == 303


async def test_addresses_are_not_tried_out_by_one_client(intake: IntakeApp) -> None:
    for number in range(MAILS_PER_CLIENT):
        assert (await ask(intake, f"a{number}@pavyzdys.example")).status_code == 303
    assert (await ask(intake, "one-more@pavyzdys.example")).status_code == 429
    for _ in range(CODES_PER_CLIENT):
        assert (await type_code(intake, "123456")).status_code == 400
    assert (await type_code(intake, "123456")).status_code == 429


@pytest.mark.parametrize("body", [b"address=a&address=b", b"address=%00", b"x" * 70_000, b"address=%zz%ff"])
async def test_a_hostile_form_is_refused(intake: IntakeApp, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", **SAME_SITE}
    for path in ("/sign-in/mail", "/sign-in/code"):
        assert (await intake.http.post(path, content=body, headers=headers)).status_code in (400, 413)
    assert intake.post_box.mails == []


async def test_the_page_for_the_code_is_only_for_whoever_asked(intake: IntakeApp) -> None:
    assert (await intake.http.get("/sign-in/code")).headers["location"] == "/sign-in"
    await ask(intake)
    page = await intake.http.get("/sign-in/code", headers={"Accept-Language": "lt"})
    assert "Jei adresas sistemoje „Branda“ registruotas" in page.text
    assert page.headers["cache-control"] == "no-store"
