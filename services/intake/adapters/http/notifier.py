"""Hands one-time links to the notifier, which mails them and keeps them nowhere."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlencode

import structlog

from services.intake.application.records import SignInMail
from shared.http.clients import PeerUnavailableError, ServiceClient

log = structlog.get_logger()

PAUSES = (1.0, 3.0, 10.0, 30.0, 60.0)
"""Seconds between attempts while the notifier is away; after that the person asks again."""

MOST_UNDER_WAY = 200
"""Mails that wait for the notifier in memory; more are not taken, and their people ask again."""


class HttpSignInPost:
    """The `SignInPost` of production: one task per mail. What is under way dies with the process."""

    def __init__(self, client: ServiceClient, public_url: str) -> None:
        self._client, self._public_url = client, public_url
        self._under_way: set[asyncio.Task[None]] = set()

    def send(self, mail: SignInMail) -> None:
        """Send the mail soon."""
        if len(self._under_way) >= MOST_UNDER_WAY:
            log.error("a sign-in mail is not taken: too many are under way", mail=mail.id)
            return
        task = asyncio.create_task(self._send(mail))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _send(self, mail: SignInMail) -> None:
        body = {
            "id": mail.id,
            "address": mail.address,
            "name": mail.name,
            "language": mail.language,
            "url": f"{self._public_url}/sign-in?{urlencode({'token': mail.token})}",
            "code": mail.code,
            "expires": mail.expires.isoformat(),
        }
        for pause in (*PAUSES, None):
            try:
                answer = await self._client.post("/internal/sign-in-mail", body)
            except PeerUnavailableError:
                if pause is not None:
                    await asyncio.sleep(pause)
                continue
            if answer.status != 202:
                log.error("the notifier refuses a sign-in mail", mail=mail.id, status=answer.status)
            return
        log.error("the notifier stays away: a sign-in mail is given up", mail=mail.id)

    async def close(self) -> None:
        """Drop what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)


@asynccontextmanager
async def open_post(client: ServiceClient, public_url: str) -> AsyncIterator[HttpSignInPost]:
    """Open the way to the notifier; `client` sends this service's token."""
    post = HttpSignInPost(client, public_url)
    try:
        yield post
    finally:
        await post.close()
