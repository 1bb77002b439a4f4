"""What the mailbox shows of a mail, before any SMTP or browser is involved."""

from datetime import UTC, datetime
from email.message import EmailMessage
from os import utime
from pathlib import Path

import httpx
import pytest

from stack.mailsink.maildir import KeptMail, MailStore
from stack.mailsink.pages import create_app, links_in_new_tab

ARRIVED = datetime(2026, 11, 22, 22, 3, 59, tzinfo=UTC)


def a_mail(subject: str = "Branda", to: str = "Rūta <ruta@example.org>", html: str | None = None) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Branda <branda@example.org>", to, subject
    mail.set_content("Rezultatas: https://example.org/results/1 <b>\n")
    if html is not None:
        mail.add_alternative(html, subtype="html")
    return mail.as_bytes()


def kept(subject: str) -> KeptMail:
    return KeptMail("1", ARRIVED, a_mail(subject))


@pytest.fixture
def box(tmp_path: Path) -> MailStore:
    return MailStore(tmp_path / "mail")


def arrive(box: MailStore, content: bytes) -> str:
    """Keep a mail that came in the night of Vilnius; return its key."""
    before = {mail.key for mail in box.newest(10)}
    box.keep(content, "branda@example.org", ["ruta@example.org"])
    (key,) = {mail.key for mail in box.newest(10)} - before
    file = next(box._directory.glob(f"*/{key}"))
    utime(file, (ARRIVED.timestamp(), ARRIVED.timestamp()))
    return key


async def see(box: MailStore, path: str, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(create_app(box))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return await client.get(path, headers=headers)


@pytest.mark.parametrize(
    ("about", "end", "asked"),
    [
        ("A: Silver – too early to apply (preliminary)", "; action needed", True),
        ("A; B: Bronze – you can contact an expert", "; for information", False),
        ("A: bronzinė žyma – kreiptis dar anksti", "; reikia Jūsų veiksmo", True),
        ("A: bronzinė žyma – kreiptis dar anksti", "; tik susipažinti", False),
        ("Branda: link and code to sign in", "", None),
        ("", "", None),
    ],
)
def test_a_subject_says_whether_something_is_asked(about: str, end: str, asked: bool | None) -> None:
    assert (kept(about + end).action_needed, kept(about + end).about) == (asked, about)


async def test_the_list_shows_what_is_asked_to_whom_and_when_in_vilnius(box: MailStore) -> None:
    arrive(box, a_mail("A: bronzinė žyma – kreiptis dar anksti; reikia Jūsų veiksmo"))
    page = (await see(box, "/?lang=lt")).text.replace("\u00a0", " ")
    assert "2026 m. lapkričio 23 d." in page
    assert "00.03 val." in page
    assert "reikia veiksmo" in page
    assert "ruta@example.org" in page
    assert "Niekas neišsiųsta." in page
    assert "Skip to the content" in (await see(box, "/?lang=en")).text  # the frame of every page


async def test_an_empty_mailbox_says_so(box: MailStore) -> None:
    assert "No mails yet" in (await see(box, "/", **{"accept-language": "en"})).text


async def test_parts_are_switched_by_links_and_never_run_anything(box: MailStore) -> None:
    key = arrive(box, a_mail(html="<p>x</p><script>x()</script>"))
    looks = await see(box, f"/mails/{key}")
    assert f'src="/mails/{key}/html"' in looks.text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in looks.text
    text = (await see(box, f"/mails/{key}?part=text")).text
    assert '<a href="https://example.org/results/1" rel="noopener noreferrer" target="_blank">' in text
    assert "&lt;b&gt;" in text
    source = (await see(box, f"/mails/{key}?part=source")).text
    assert "Delivered-To: ruta@example.org" in source
    assert "<script" not in looks.text + text + source
    assert "script-src" not in looks.headers["content-security-policy"]
    assert "default-src 'none'" in looks.headers["content-security-policy"]


@pytest.mark.parametrize("part", ["html", "nope", "", "../etc"])
async def test_a_part_that_is_not_there_becomes_one_that_is(box: MailStore, part: str) -> None:
    key = arrive(box, a_mail())
    page = await see(box, f"/mails/{key}?part={part}")
    assert page.status_code == 200
    assert '<a href="?part=text" aria-current="page">' in page.text
    assert '<a href="?part=html"' not in page.text


@pytest.mark.parametrize(
    "raw", [b"", b"Subject: =?utf-8?q?=FF?=\r\n\r\n\xff\x00", b"To: ,;<\r\nContent-Type: x/\r\n\r\n"]
)
async def test_a_mail_that_is_none_is_shown_as_well_as_it_can_be(box: MailStore, raw: bytes) -> None:
    key = arrive(box, raw)
    for path in ("/", f"/mails/{key}", f"/mails/{key}?part=source"):
        assert (await see(box, path)).status_code == 200


async def test_a_subject_is_never_markup(box: MailStore) -> None:
    key = arrive(box, a_mail("<script>x()</script>"))
    assert "<script" not in (await see(box, "/")).text + (await see(box, f"/mails/{key}")).text


def test_links_of_a_mail_open_outside_its_frame() -> None:
    assert links_in_new_tab('<html><head lang="lt"><title>') == '<html><head lang="lt"><base target="_blank"><title>'
    assert links_in_new_tab("<p>x</p>") == '<base target="_blank"><p>x</p>'
