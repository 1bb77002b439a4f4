"""The scripted SMTP server does what a test asks of it, seen by a real client."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.support.certificates import server_context
from tests.support.smtp import Behaviour, ScriptedSmtp


def a_mail(number: int = 1) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "branda@example.org", "coordinator@example.org"
    mail["Message-ID"] = f"<{number}@example.org>"
    mail.set_content(".a line with a dot in front\nĄčiū\n")
    return mail


def send(server: ScriptedSmtp, mail: EmailMessage) -> None:
    with smtplib.SMTP(server.host, server.port, timeout=3) as client:
        client.send_message(mail)


def test_a_polite_server_keeps_the_message(scripted_smtp: ScriptedSmtp) -> None:
    send(scripted_smtp, a_mail())

    (received,) = scripted_smtp.wait_for(1)
    assert received.message["Message-ID"] == "<1@example.org>"
    assert received.recipients == ("coordinator@example.org",)
    assert received.message.get_content() == ".a line with a dot in front\nĄčiū\n"


@pytest.mark.parametrize(
    ("step", "reply", "expected"),
    [
        ("MAIL", "421 try later", smtplib.SMTPResponseException),
        ("MAIL", "452 no room", smtplib.SMTPSenderRefused),
        ("RCPT", "450 mailbox busy", smtplib.SMTPRecipientsRefused),
        ("RCPT", "550 no such person", smtplib.SMTPRecipientsRefused),
        ("DATA", "554 no", smtplib.SMTPDataError),
        ("DOT", "554 looks like spam", smtplib.SMTPDataError),
    ],
)
def test_a_scripted_reply_concerns_one_mail_only(
    scripted_smtp: ScriptedSmtp, step: str, reply: str, expected: type[Exception]
) -> None:
    scripted_smtp.behave_next(Behaviour(replies={step: reply}))

    with pytest.raises(expected):
        send(scripted_smtp, a_mail(1))
    send(scripted_smtp, a_mail(2))

    assert [each.message["Message-ID"] for each in scripted_smtp.accepted] == ["<2@example.org>"]


def test_a_cut_mid_data_leaves_nothing(scripted_smtp: ScriptedSmtp) -> None:
    scripted_smtp.behave_next(Behaviour(cut="mid-data"))

    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(scripted_smtp, a_mail())

    assert scripted_smtp.received == []


def test_a_cut_after_the_dot_leaves_the_message_without_an_answer(scripted_smtp: ScriptedSmtp) -> None:
    scripted_smtp.behave_next(Behaviour(cut="after-dot"))

    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(scripted_smtp, a_mail())

    assert [each.reply for each in scripted_smtp.received] == [None]
    assert scripted_smtp.accepted == []


def test_a_busy_greeting_and_a_cut_connection(scripted_smtp: ScriptedSmtp) -> None:
    scripted_smtp.behave_next(Behaviour(greeting="421 too busy"), Behaviour(cut="connect"))

    with pytest.raises(smtplib.SMTPConnectError):
        send(scripted_smtp, a_mail())
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(scripted_smtp, a_mail())
    send(scripted_smtp, a_mail())

    assert len(scripted_smtp.accepted) == 1


def test_a_tarpit_outlasts_the_patience_of_a_client(scripted_smtp: ScriptedSmtp) -> None:
    scripted_smtp.always = Behaviour(delay=5)

    with (
        pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"),
        smtplib.SMTP(scripted_smtp.host, scripted_smtp.port, timeout=0.2),
    ):
        pass


def test_a_closed_port_refuses_and_opens_again(scripted_smtp: ScriptedSmtp) -> None:
    scripted_smtp.close_port()
    with pytest.raises(ConnectionRefusedError):
        send(scripted_smtp, a_mail())

    scripted_smtp.open_port()
    send(scripted_smtp, a_mail())

    assert len(scripted_smtp.accepted) == 1


def test_a_mail_over_starttls(tmp_path: Path) -> None:
    context, trusted = server_context(tmp_path)
    server = ScriptedSmtp(tls=context)
    try:
        with smtplib.SMTP(server.host, server.port, timeout=3) as client:
            client.starttls(context=ssl.create_default_context(cafile=str(trusted)))
            client.send_message(a_mail())
        assert len(server.accepted) == 1
    finally:
        server.close()


def test_without_a_certificate_starttls_is_not_offered(scripted_smtp: ScriptedSmtp) -> None:
    with smtplib.SMTP(scripted_smtp.host, scripted_smtp.port, timeout=3) as client:
        client.ehlo()
        assert not client.has_extn("starttls")
        with pytest.raises(smtplib.SMTPNotSupportedError):
            client.starttls()
