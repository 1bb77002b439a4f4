"""Sends one-time links. They are good for 15 minutes, so they go past the store and its back-off of hours."""

import asyncio

import structlog

from services.notifier.application.ports import Clock, MailSender, SignInLetters
from services.notifier.domain.delivery import NotNow
from services.notifier.domain.message import Content, Message
from services.notifier.domain.sign_in import SignInMail
from shared.errors import TransientError

log = structlog.get_logger()

PAUSES = (2.0, 5.0, 15.0, 30.0, 60.0, 120.0)
"""Seconds after each failed attempt; the last is repeated until the link is too old."""

MOST_UNDER_WAY = 200
"""Mails kept in memory while the relay is away; more are refused, and intake tries again."""


class SendSignIn:
    """One task per mail, in memory only: what a crash loses, the person asks for again."""

    def __init__(self, sender: MailSender, letters: SignInLetters, clock: Clock, pauses: tuple[float, ...] = PAUSES):
        self._sender, self._letters, self._clock, self._pauses = sender, letters, clock, pauses
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def take(self, mail: SignInMail) -> None:
        """Send the mail soon, once however often it is handed over; raises `TransientError` if too many are waiting."""
        if mail.id in self._under_way:
            return
        if len(self._under_way) >= MOST_UNDER_WAY:
            raise TransientError("too many sign-in mails are under way")
        task = asyncio.create_task(self._send(mail))
        self._under_way[mail.id] = task
        task.add_done_callback(lambda _: self._under_way.pop(mail.id, None))

    async def _send(self, mail: SignInMail) -> None:
        rendered = self._letters.render(mail)
        now = self._clock.now()
        content = Content(mail.address, mail.name, rendered.subject, rendered.text, rendered.html, dated=now)
        message = Message(
            id=mail.id,
            notice=mail.id,
            cluster="",
            assessment=None,
            kind="sign_in",
            person=None,
            language=mail.language,
            state="sending",
            created=now,
            due=None,
            content=content,
        )
        attempt = 0
        while self._clock.now() < mail.expires:
            outcome = await self._sender.send(message, _nothing)
            if not isinstance(outcome, NotNow):
                log.info("a sign-in mail has left", mail=mail.id, outcome=type(outcome).__name__)
                return
            log.warning("a sign-in mail has to wait", mail=mail.id, reason=outcome.text)
            await asyncio.sleep(self._pauses[min(attempt, len(self._pauses) - 1)])
            attempt += 1
        log.error("a sign-in mail is given up: its link is too old", mail=mail.id)

    async def close(self) -> None:
        """Drop what is under way."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _nothing() -> None:
    """Nothing is stored before the final dot: a second copy of a sign-in mail does no harm."""
