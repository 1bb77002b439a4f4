"""Asking to sign in by e-mail: the answer never tells whether the address is known (design 5, `quality.md` 4)."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from services.intake.application.people import LINK_LIFE, hash_of, hash_of_code
from services.intake.application.ports import Clock, Limits, PeopleStore, SignInPost
from services.intake.application.records import SignInLink, SignInMail

CODE_ATTEMPTS = 5
"""Of a million codes; the browser that asked has no more for one mail."""

WINDOW = timedelta(minutes=15)
"""Attempts are counted by quarters of an hour."""

MAILS_PER_ADDRESS = 3
"""Nobody's mailbox is filled by somebody else. A guesser has 15 of a million codes in a quarter of an hour, and the
address gets three mails about it."""

MAILS_PER_CLIENT = 30
"""An office behind one address may sign in together; somebody who tries out addresses may not."""

CODES_PER_CLIENT = 60


class TooOftenError(Exception):
    """Somebody asked too often; `seconds` until they may ask again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too often")
        self.seconds = seconds


class AskToSignIn:
    """Mails a one-time link with a code. The address on the envelope is the register's, never the one typed."""

    def __init__(self, people: PeopleStore, limits: Limits, post: SignInPost, clock: Clock) -> None:
        self._people, self._limits, self._post, self._clock = people, limits, post, clock

    async def ask(self, address: str, target: str | None, client: str) -> str:
        """Return the secret of the asking browser; the same is done for an unknown address, except for the mail.

        Raises:
            TooOftenError: for this address, or from this `client` (a network address).
        """
        await self._check("mail-from", client, MAILS_PER_CLIENT)
        await self._check("mail-to", address.lower(), MAILS_PER_ADDRESS)
        person = await self._people.find_address(address)
        browser, token, code = secrets.token_urlsafe(32), secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06}"
        link = SignInLink(
            hash_of(token),
            person.id if person else "",
            self._clock.now() + LINK_LIFE,
            target,
            browser_hash=hash_of(browser),
            code_hash=hash_of_code(browser, code if person else secrets.token_urlsafe(32)),
            attempts=CODE_ATTEMPTS,
        )
        await self._people.add_link(link)
        if person is not None:
            mail = SignInMail(str(uuid4()), person.address, person.name, person.language, token, code, link.expires)
            self._post.send(mail)
        return browser

    async def check_attempt(self, client: str) -> None:
        """Count an attempt at a code; raises `TooOftenError`."""
        await self._check("code-from", client, CODES_PER_CLIENT)

    async def _check(self, what: str, who: str, most: int) -> None:
        now = self._clock.now()
        until = _end_of_window(now)
        hashed = hashlib.sha256(who.encode("utf-8", "replace")).hexdigest()
        if await self._limits.count(f"{what}:{hashed}:{int(until.timestamp())}", until) > most:
            raise TooOftenError(max(1, int((until - now).total_seconds())))


def _end_of_window(now: datetime) -> datetime:
    length = int(WINDOW.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // length + 1) * length, UTC)
