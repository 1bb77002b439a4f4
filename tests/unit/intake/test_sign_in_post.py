"""How a one-time link gets to the notifier: again while it is away, never twice otherwise, and in no log."""

import asyncio
import json
from datetime import UTC, datetime

import httpx
import pytest

from services.intake.adapters.http import notifier
from services.intake.adapters.http.notifier import HttpSignInPost, open_post
from services.intake.application.records import SignInMail
from shared.http.clients import ServiceClient

MAIL = SignInMail(
    id="00000000-0000-4000-8000-000000000001",
    address="ona@klasteris.example",
    name="Ona",
    language="lt",
    token="SECRET-TOKEN",
    code="012345",
    expires=datetime(2026, 11, 20, 12, 20, tzinfo=UTC),
)


class Notifier:
    """Answers with each status in turn, and with the last one for ever."""

    def __init__(self, *statuses: int) -> None:
        self._statuses = list(statuses)
        self.asked: list[httpx.Request] = []
        http = httpx.AsyncClient(transport=httpx.MockTransport(self._answer), base_url="http://notifier.test")
        self.client = ServiceClient(http)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return httpx.Response(self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0])


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifier, "PAUSES", (0.0, 0.0, 0.0))


async def settle(post: HttpSignInPost) -> None:
    await asyncio.wait_for(asyncio.gather(*post._under_way), 5)


async def hand_over(there: Notifier, attempts: int) -> None:
    async with open_post(there.client, "https://branda.example") as post:
        post.send(MAIL)
        assert there.asked == []  # the answer to whoever asked does not wait for the notifier
        await settle(post)
    assert len(there.asked) == attempts


async def test_the_notifier_gets_the_link_and_the_code() -> None:
    there = Notifier(202)
    await hand_over(there, 1)
    assert there.asked[0].url.path == "/internal/sign-in-mail"
    assert json.loads(there.asked[0].content) == {
        "id": MAIL.id,
        "address": "ona@klasteris.example",
        "name": "Ona",
        "language": "lt",
        "url": "https://branda.example/sign-in?token=SECRET-TOKEN",
        "code": "012345",
        "expires": "2026-11-20T12:20:00+00:00",
    }


@pytest.mark.parametrize(
    ("statuses", "attempts"), [((503, 429, 202), 3), ((401,), 1), ((422,), 1), ((503,), 4)], ids=str
)
async def test_only_absence_is_tried_again_and_not_for_ever(
    statuses: tuple[int, ...], attempts: int, capsys: pytest.CaptureFixture[str]
) -> None:
    await hand_over(Notifier(*statuses), attempts)
    written = "".join(capsys.readouterr())
    assert [secret for secret in ("SECRET-TOKEN", "012345", "ona@") if secret in written] == []


async def test_more_than_fit_in_memory_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifier, "MOST_UNDER_WAY", 1)
    there = Notifier(202)
    async with open_post(there.client, "https://branda.example") as post:
        post.send(MAIL)
        post.send(MAIL)
        await settle(post)
    assert len(there.asked) == 1
