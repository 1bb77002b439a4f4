"""The sender against a real SMTP dialogue that misbehaves (`quality.md` 3, row 9)."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.notifier.adapters.smtp.sender import Relay, SmtpMailSender, open_sender
from services.notifier.adapters.smtp.session import Session
from services.notifier.domain.delivery import Accepted, NotKnown, NotNow, Outcome, Refused
from services.notifier.settings import mail_address
from shared.errors import TransientError
from tests.support.notifier import message
from tests.support.smtp import Behaviour, ScriptedSmtp

SENDER = mail_address("Branda <branda@branda.example>")


class Dot:
    """Counts how often the final dot was about to leave; `seconds` is what storing that takes."""

    def __init__(self, error: Exception | None = None, seconds: float = 0.0) -> None:
        self.count = 0
        self._error = error
        self._seconds = seconds

    async def __call__(self) -> None:
        self.count += 1
        await asyncio.sleep(self._seconds)
        if self._error is not None:
            raise self._error


def relay(server: ScriptedSmtp, **fields: Any) -> Relay:
    return Relay(**{"host": server.host, "port": server.port, "tls": "none", "seconds": 2.0, **fields})


@pytest.fixture
async def sender(scripted_smtp: ScriptedSmtp) -> AsyncIterator[SmtpMailSender]:
    async with open_sender(relay(scripted_smtp), SENDER) as opened:
        yield opened


async def attempt(sender: SmtpMailSender, number: int = 1) -> tuple[Outcome, int]:
    """Return the outcome of one attempt, and how often the dot was announced."""
    dot = Dot()
    return await sender.send(message(number), dot), dot.count


async def test_a_polite_relay_takes_the_mail_as_it_was_written(
    scripted_smtp: ScriptedSmtp, sender: SmtpMailSender
) -> None:
    assert await attempt(sender) == (Accepted("250 kept"), 1)
    [mail] = scripted_smtp.accepted
    assert (mail.sender, mail.recipients) == ("branda@branda.example", ("ona@klasteris.example",))
    assert mail.message["Message-ID"] == f"<{message(1).id}@branda.example>"
    body = mail.message.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "Tekstas ąžuolas\n.\n"


async def test_a_line_with_a_single_dot_does_not_end_the_mail(
    scripted_smtp: ScriptedSmtp, sender: SmtpMailSender
) -> None:
    content = message().content
    assert content is not None
    dotted = replace(message(), content=replace(content, text=".\n..\nfine\n.hidden\n"))
    assert isinstance(await sender.send(dotted, Dot()), Accepted)
    body = scripted_smtp.accepted[0].message.get_body(("plain",))
    assert body is not None
    assert body.get_content() == ".\n..\nfine\n.hidden\n"


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "DOT"])
@pytest.mark.parametrize("reply", ["421 4.3.2 shutting down", "450 4.2.1 busy", "451 4.3.0 later", "452 4.2.2 full"])
async def test_4xx_is_not_now_at_every_step_and_the_next_attempt_succeeds(
    scripted_smtp: ScriptedSmtp, sender: SmtpMailSender, step: str, reply: str
) -> None:
    scripted_smtp.behave_next(Behaviour(replies={step: reply}))
    assert await attempt(sender) == (NotNow(reply), int(step == "DOT"))
    assert scripted_smtp.accepted == []
    assert await attempt(sender) == (Accepted("250 kept"), 1)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "DOT"])
@pytest.mark.parametrize("reply", ["550 5.1.1 no such user", "554 5.7.1 refused"])
async def test_5xx_is_a_refusal_at_every_step_and_the_connection_goes_on(
    scripted_smtp: ScriptedSmtp, sender: SmtpMailSender, step: str, reply: str
) -> None:
    scripted_smtp.behave_next(Behaviour(replies={step: reply}))
    assert await attempt(sender) == (Refused(reply), int(step == "DOT"))
    assert await attempt(sender, 2) == (Accepted("250 kept"), 1)
    assert scripted_smtp.connections == 1


async def test_an_address_in_the_relays_answer_is_not_kept(scripted_smtp: ScriptedSmtp, sender: SmtpMailSender) -> None:
    scripted_smtp.behave_next(Behaviour(replies={"RCPT": "550 <ona@klasteris.example>: ona@klasteris.example unknown"}))
    assert (await attempt(sender))[0] == Refused("550 <address>: <address> unknown")


@pytest.mark.parametrize(
    "reply", ["530 5.7.0 Must issue a STARTTLS command first", "535 5.7.8 bad credentials", "421 4.7.0 try again"]
)
async def test_what_concerns_the_relay_is_never_held_against_the_message(
    scripted_smtp: ScriptedSmtp, sender: SmtpMailSender, reply: str
) -> None:
    scripted_smtp.behave_next(Behaviour(replies={"MAIL": reply}))
    assert (await attempt(sender))[0] == NotNow(reply, relay=reply.startswith("5"))


@pytest.mark.parametrize(("greeting", "alarm"), [("421 4.3.2 not now", False), ("554 5.3.2 no service", True)])
async def test_an_unfriendly_greeting_is_not_now(
    scripted_smtp: ScriptedSmtp, sender: SmtpMailSender, greeting: str, alarm: bool
) -> None:
    scripted_smtp.behave_next(Behaviour(greeting=greeting))
    assert await attempt(sender) == (NotNow(greeting, relay=alarm), 0)


async def test_a_refused_connection_is_not_now(scripted_smtp: ScriptedSmtp, sender: SmtpMailSender) -> None:
    scripted_smtp.close_port()
    assert await attempt(sender) == (NotNow("SMTPConnectError"), 0)
    scripted_smtp.open_port()
    assert (await attempt(sender))[0] == Accepted("250 kept")


async def test_a_connection_cut_at_once_is_not_now(scripted_smtp: ScriptedSmtp, sender: SmtpMailSender) -> None:
    scripted_smtp.behave_next(Behaviour(cut="connect"))
    assert await attempt(sender) == (NotNow("SMTPConnectError"), 0)


async def test_a_cut_in_the_middle_of_data_is_not_now(scripted_smtp: ScriptedSmtp, sender: SmtpMailSender) -> None:
    scripted_smtp.behave_next(Behaviour(cut="mid-data"))
    assert await sender.send(message(), Dot(seconds=0.1)) == NotNow("SMTPServerDisconnected")
    assert scripted_smtp.received == []
    assert await attempt(sender) == (Accepted("250 kept"), 1)


async def test_a_cut_while_a_long_mail_is_written_is_not_now(
    scripted_smtp: ScriptedSmtp, sender: SmtpMailSender
) -> None:
    scripted_smtp.behave_next(Behaviour(cut="mid-data"))
    content = message().content
    assert content is not None
    dot = Dot()
    long = replace(message(), content=replace(content, html=f"<p>{'x' * 8_000_000}</p>"))
    assert isinstance(await sender.send(long, dot), NotNow)
    assert dot.count == 0


async def test_a_cut_after_the_dot_is_not_known(scripted_smtp: ScriptedSmtp, sender: SmtpMailSender) -> None:
    scripted_smtp.behave_next(Behaviour(cut="after-dot"))
    assert await attempt(sender) == (NotKnown("no answer to the final dot: SMTPServerDisconnected"), 1)
    assert len(scripted_smtp.received) == 1
    assert await attempt(sender) == (Accepted("250 kept"), 1)
    first, second = scripted_smtp.received
    assert first.content == second.content


async def test_a_tarpit_before_the_dot_is_not_now(scripted_smtp: ScriptedSmtp) -> None:
    scripted_smtp.behave_next(Behaviour(delay=5))
    async with open_sender(relay(scripted_smtp, seconds=0.3), SENDER) as sender:
        async with asyncio.timeout(2):
            assert await attempt(sender) == (NotNow("SMTPReadTimeoutError"), 0)


async def test_a_silence_after_the_dot_is_not_known(
    scripted_smtp: ScriptedSmtp, sender: SmtpMailSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "dot_seconds", 0.05)
    scripted_smtp.behave_next(Behaviour(delay=0.2))
    assert await attempt(sender) == (NotKnown("no answer to the final dot: SMTPReadTimeoutError"), 1)


async def test_the_dot_is_never_written_when_the_intention_cannot_be_stored(
    scripted_smtp: ScriptedSmtp, sender: SmtpMailSender
) -> None:
    with pytest.raises(TransientError):
        await sender.send(message(), Dot(TransientError("the database is away")))
    await asyncio.sleep(0.05)
    assert scripted_smtp.received == []
    assert await attempt(sender) == (Accepted("250 kept"), 1)


async def test_one_connection_serves_mail_after_mail_and_is_replaced_when_the_relay_drops_it(
    scripted_smtp: ScriptedSmtp, sender: SmtpMailSender
) -> None:
    assert [(await attempt(sender, number))[0] for number in (1, 2, 3)] == [Accepted("250 kept")] * 3
    assert scripted_smtp.connections == 1
    scripted_smtp.close_port()
    scripted_smtp.open_port()
    assert await attempt(sender, 4) == (Accepted("250 kept"), 1)
    assert scripted_smtp.connections == 2


async def test_tls_required_but_not_offered_sends_nothing_and_alarms(scripted_smtp: ScriptedSmtp) -> None:
    async with open_sender(relay(scripted_smtp, tls="required"), SENDER) as sender:
        outcome, dots = await attempt(sender)
    assert outcome == NotNow("SMTP STARTTLS extension not supported by server.", relay=True)
    assert dots == 0
    assert scripted_smtp.received == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "relay.pem").write_bytes(built.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "relay.key").write_bytes(key.private_bytes(*form))
    return folder / "relay.pem", folder / "relay.key"


@pytest.fixture
def tls_smtp(certificate: tuple[Path, Path]) -> Iterator[ScriptedSmtp]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server = ScriptedSmtp(tls=context)
    yield server
    server.close()


async def test_over_tls_the_dot_is_controlled_too(tls_smtp: ScriptedSmtp, certificate: tuple[Path, Path]) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    tls_smtp.behave_next(Behaviour(cut="after-dot"))
    async with open_sender(relay(tls_smtp, tls="required", context=trusting), SENDER) as sender:
        assert isinstance((await attempt(sender))[0], NotKnown)
        assert await attempt(sender) == (Accepted("250 kept"), 1)


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tls_smtp: ScriptedSmtp) -> None:
    strict = ssl.create_default_context()
    async with open_sender(relay(tls_smtp, tls="required", context=strict), SENDER) as sender:
        outcome, _ = await attempt(sender)
    assert isinstance(outcome, NotNow)
    assert outcome.relay
    assert tls_smtp.received == []
