"""Hands mails to the relay and translates its answers (`quality.md` 3, row 9)."""

import asyncio
import contextlib
import re
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.headerregistry import Address
from typing import Literal

import aiosmtplib
from aiosmtplib.errors import SMTPAuthenticationError, SMTPHeloError

from services.notifier.adapters.smtp.mime import UnsendableError, build_mime
from services.notifier.adapters.smtp.session import BeforeDot, DotUnansweredError, Session
from services.notifier.domain.delivery import Accepted, NotKnown, NotNow, Outcome, Refused
from services.notifier.domain.message import Content, Message

RELAY_CODES = frozenset({421, 530, 534, 535, 538})
"""Replies about the connection, TLS or credentials: whatever the message is, it is not at fault."""

IDLE_SECONDS = 20.0
"""An unused connection is not used again after this: relays drop them after some minutes."""

ALIVE_SECONDS = 5.0
"""How long a kept connection may take to say that it still lives."""

ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>]+>?")


@dataclass(frozen=True)
class Relay:
    """Where mails go. `tls` "required": STARTTLS with a valid certificate, or nothing is sent."""

    host: str
    port: int
    tls: Literal["required", "none"]
    user: str | None = None
    password: str | None = None
    seconds: float = 30.0
    context: ssl.SSLContext | None = None


class SmtpMailSender:
    """Sends over kept connections, one per mail at a time; as many are open as mails are under way."""

    def __init__(self, relay: Relay, sender: Address) -> None:
        self._relay, self._sender = relay, sender
        self._idle: list[tuple[float, Session]] = []

    async def send(self, message: Message, before_dot: BeforeDot) -> Outcome:
        """Try once; see `MailSender`."""
        if message.content is None:
            return Refused("there is nothing to send")
        try:
            raw = build_mime(message, message.content, self._sender)
        except UnsendableError as error:
            return Refused(str(error))
        try:
            session = await self._session()
        except (aiosmtplib.SMTPException, OSError) as error:
            return NotNow(_text(error), relay=not _is_absent(error))
        return await self._hand_over(session, raw, message.content, before_dot)

    async def close(self) -> None:
        """Close all kept connections."""
        sessions, self._idle = [session for _, session in self._idle], []
        for session in sessions:
            await _quit(session)

    async def _hand_over(self, session: Session, raw: bytes, content: Content, before_dot: BeforeDot) -> Outcome:
        session.before_dot = before_dot
        options = ["BODY=8BITMIME"] if session.supports_extension("8bitmime") else []
        try:
            _, text = await session.sendmail(self._sender.addr_spec, content.address, raw, mail_options=options)
        except DotUnansweredError as error:
            return NotKnown(_text(error))
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            return _outcome(error)
        finally:
            await self._give_back(session)
        return Accepted(ADDRESS.sub("<address>", f"250 {' '.join(text.split())}"))

    async def _session(self) -> Session:
        now = asyncio.get_running_loop().time()
        while self._idle:
            since, session = self._idle.pop()
            if now - since < IDLE_SECONDS and await _is_alive(session):
                return session
            session.close()
        relay = self._relay
        session = Session(
            hostname=relay.host,
            port=relay.port,
            username=relay.user,
            password=relay.password,
            timeout=relay.seconds,
            start_tls=relay.tls == "required",
            tls_context=relay.context,
            local_hostname=self._sender.domain or None,
        )
        await session.connect()
        return session

    async def _give_back(self, session: Session) -> None:
        if session.is_connected:
            self._idle.append((asyncio.get_running_loop().time(), session))


@contextlib.asynccontextmanager
async def open_sender(relay: Relay, sender: Address) -> AsyncIterator[SmtpMailSender]:
    """Open a sender; nothing connects before the first mail, so the relay may be away."""
    mail_sender = SmtpMailSender(relay, sender)
    try:
        yield mail_sender
    finally:
        await mail_sender.close()


async def _quit(session: Session) -> None:
    with contextlib.suppress(aiosmtplib.SMTPException, OSError):
        await session.quit(timeout=1.0)
    session.close()


async def _is_alive(session: Session) -> bool:
    try:
        await session.noop(timeout=ALIVE_SECONDS)
    except (aiosmtplib.SMTPException, OSError):
        return False
    return session.is_connected


def _is_absent(error: Exception) -> bool:
    """Nobody there, or told to come later: the ordinary troubles of a network, against those of our settings."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return 400 <= error.code < 500
    return isinstance(error, OSError) and not isinstance(error, ssl.SSLError)


def _outcome(error: Exception) -> Outcome:
    """Translate a failure before or instead of the 250."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return _outcome(error.recipients[0])
    if isinstance(error, SMTPAuthenticationError | SMTPHeloError):
        return NotNow(_text(error), relay=True)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        if error.code in RELAY_CODES:
            return NotNow(_text(error), relay=error.code >= 500)
        return Refused(_text(error)) if 500 <= error.code < 600 else NotNow(_text(error))
    if isinstance(error, aiosmtplib.SMTPNotSupported | ValueError):
        return Refused(_text(error))
    return NotNow(_text(error))


def _text(error: Exception) -> str:
    """Return what the relay said, on one line, or the kind of trouble; never an address."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return ADDRESS.sub("<address>", f"{error.code} {' '.join(error.message.split())}")
    if isinstance(error, DotUnansweredError):
        return error.message
    if type(error) is aiosmtplib.SMTPException:
        return error.message
    return type(error).__name__
