"""The mailbox of one machine in a real Chromium: readable in both schemes, narrow, by keyboard; a mail runs nothing."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser

from stack.mailsink.maildir import MailStore
from stack.mailsink.pages import create_app
from tests.support.browser import launched, open_page, served

pytestmark = pytest.mark.browser

HOSTILE = """<html lang="lt"><head><title>x</title><style>p { color: #17663f }</style></head><body><p>Bronzinė žyma</p>
<script>document.title = "ran"; top.location = "https://elsewhere.example/"</script>
<img src="https://elsewhere.example/seen.png" alt=""><form action="https://elsewhere.example/"><button>x</button></form>
</body></html>"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = MailStore(tmp_path_factory.mktemp("box") / "mail")
    for end in ("reikia Jūsų veiksmo", "tik susipažinti"):
        mail = EmailMessage()
        mail["From"], mail["To"] = (
            "Branda <branda@branda.example>",
            "Ona Pavyzdienė <ona.pavyzdiene@klasteris-a.example>",
        )
        mail["Subject"] = f"Pavyzdinis klasteris A: bronzinė žyma – kreiptis dar anksti; {end}"
        mail.set_content("Rezultatas: https://branda.example/results/1\n" * 30)
        mail.add_alternative(HOSTILE, subtype="html")
        store.keep(mail.as_bytes(), "branda@branda.example", ["ona.pavyzdiene@klasteris-a.example"])
    with served(create_app(store)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


def test_the_list_and_the_parts_of_a_mail_are_readable_in_both_schemes(browser: Browser, address: str) -> None:
    for scheme in ("light", "dark"):
        with open_page(browser, f"{address}/?lang=lt", width=360, scheme=scheme) as sight:  # type: ignore[arg-type]  # one of two
            assert sight.violations() == []
            assert [width for width in (360, 320) if sight.scrolls_sideways(width)] == []
            assert sight.complaints == []
            sight.page.locator(".mail a").first.press("Enter")
            for part in ("text", "source"):
                sight.page.locator(f".mail-parts a[href='?part={part}']").press("Enter")
                sight.page.wait_for_url(f"**part={part}")
                sight.unfold()
                assert sight.violations() == []
                assert sight.scrolls_sideways(320) is False


def test_a_mail_is_shown_and_nothing_in_it_runs_or_is_fetched(browser: Browser, address: str) -> None:
    with open_page(browser, f"{address}/?lang=en", language="en") as sight:
        outside: list[str] = []
        sight.page.on("response", lambda answer: outside.append(answer.url) if address not in answer.url else None)
        sight.page.locator(".mail a").first.click()
        frame = sight.page.frame_locator(".mail-frame")
        assert frame.locator("p").inner_text() == "Bronzinė žyma"
        assert frame.locator("p").evaluate("each => getComputedStyle(each).color") == "rgb(23, 102, 63)"
        assert sight.page.title().endswith("– Branda")
        assert sight.page.url.startswith(address)
        assert outside == []
        assert len(sight.complaints) == 3  # the browser refused the script and the picture, which failed
