"""The message on the wire."""

import email
import email.policy
from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any, cast

import pytest

from services.notifier.adapters.smtp.mime import UnsendableError, build_mime
from services.notifier.domain.message import Content, Message
from services.notifier.settings import mail_address
from tests.support.notifier import ASSESSMENT, message

SENDER = mail_address("Branda <branda@branda.example>")


def built(each: Message) -> EmailMessage:
    assert each.content is not None
    raw = build_mime(each, each.content, SENDER)
    return email.message_from_bytes(raw, policy=email.policy.default)


def with_content(**fields: Any) -> Message:
    content = message().content
    assert content is not None
    return message(content=replace(content, **fields))


def test_headers_say_what_the_mail_is() -> None:
    mail = built(message())
    assert mail["From"] == "Branda <branda@branda.example>"
    assert mail["To"] == "Ona <ona@klasteris.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "lt"
    assert mail["Message-ID"] == f"<{message().id}@branda.example>"
    assert mail["References"] == f"<{ASSESSMENT}@branda.example>"
    assert mail["Date"].datetime == message().created
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_text_and_names_keep_their_letters() -> None:
    mail = built(
        with_content(
            subject="Žymė: įvertinimas – „ąčęėįšųūž“ " + "ilgas " * 30, name="Šarūnė Ąžuolaitė", text="ąžuolas\n"
        )
    )
    assert str(mail["Subject"]).startswith("Žymė: įvertinimas – „ąčęėįšųūž“ ilgas")
    assert cast(Address, mail["To"].addresses[0]).display_name == "Šarūnė Ąžuolaitė"
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "ąžuolas\r\n"


def test_the_same_message_always_gives_the_same_bytes() -> None:
    content = cast(Content, message().content)
    assert build_mime(message(), content, SENDER) == build_mime(message(), content, SENDER)


def test_every_line_is_short_ascii_and_ends_with_crlf() -> None:
    content = cast(Content, with_content(text="ž" * 5000, html="<p>" + "ž" * 5000, name="Š" * 60).content)
    raw = build_mime(message(), content, SENDER)
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "poison", ["\r\nBcc: all@evil.example", "\nX: y", "\rX: y", "\x00", "\x0b", "\u2028X: y", "\x85"]
)
@pytest.mark.parametrize("field", ["subject", "name", "address"])
def test_nobody_adds_headers_by_a_line_break(field: str, poison: str) -> None:
    base = {"subject": "Tema", "name": "Ona", "address": "ona@klasteris.example"}[field]
    each = with_content(**{field: base + poison})
    with pytest.raises(UnsendableError):
        build_mime(each, cast(Content, each.content), SENDER)


@pytest.mark.parametrize("address", ["", "ona", "ona@", "@x.example", "a@b.example, c@d.example", "Ona <a@b.example>"])
def test_what_is_no_address_is_not_sent_to(address: str) -> None:
    each = with_content(address=address)
    with pytest.raises(UnsendableError):
        build_mime(each, cast(Content, each.content), SENDER)


@pytest.mark.parametrize("text", ["", "branda", "Branda <>", "Branda <x@>", "ž@x.example"])
def test_a_sender_that_is_no_address_is_refused_at_start(text: str) -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        mail_address(text)
