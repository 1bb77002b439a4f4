"""Sign-in mails: words, who may hand them over, what happens while the relay is away, and that nothing is kept."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from services.notifier.adapters.http.sign_in_mail import router
from services.notifier.adapters.letters.sign_in import JinjaSignInLetters
from services.notifier.adapters.smtp.mime import build_mime
from services.notifier.application import send_sign_in
from services.notifier.application.send_sign_in import SendSignIn
from services.notifier.domain.delivery import Accepted, NotKnown, NotNow, Outcome, Refused
from services.notifier.domain.sign_in import SignInMail
from shared.errors import TransientError
from shared.http.application import build_app
from shared.http.principal import Principal
from shared.http.problems import ProblemError, unavailable
from tests.support.notifier import FakeSender

NOW = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)
URL = "https://branda.example/sign-in?token=SECRET-TOKEN"
BODY = {
    "id": "00000000-0000-4000-8000-000000000001",
    "address": "ona@klasteris.example",
    "name": "Ona Pavardenė",
    "language": "lt",
    "url": URL,
    "code": "012345",
    "expires": "2026-11-20T12:20:00+00:00",
}


class Clock:
    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment


def mail(**changed: Any) -> SignInMail:
    return SignInMail(**{**BODY, "expires": NOW + timedelta(minutes=15), **changed})


def sending(*outcomes: Outcome, clock: Clock | None = None) -> tuple[SendSignIn, FakeSender]:
    sender = FakeSender(*outcomes)
    return SendSignIn(sender, JinjaSignInLetters(), clock or Clock(), pauses=(0.0,)), sender


async def settle(send: SendSignIn) -> None:
    await asyncio.wait_for(asyncio.gather(*send._under_way.values()), 5)


@pytest.mark.parametrize(
    ("language", "subject", "texts"),
    [
        (
            "lt",
            "„Branda“: prisijungimo nuoroda ir kodas, galioja 15 minučių",
            [
                "Prašėte prisijungti.",
                "paspauskite mygtuką „Prisijungti“",
                "galioja iki 14.20 val.",
                "Kodo niekam nesakykite.",
            ],
        ),
        (
            "en",
            "Branda: link and code to sign in, valid for 15 minutes",
            ["You asked to sign in.", "valid until 14:20", "Never tell the code to anybody."],
        ),
    ],
)
def test_the_letter_says_what_to_do_and_until_when(language: str, subject: str, texts: list[str]) -> None:
    rendered = JinjaSignInLetters().render(mail(language=language, url=f"{URL}&<b>"))
    assert rendered.subject.replace("\u00a0", " ") == subject
    plain = " ".join(rendered.text.replace("\u00a0", " ").split())
    assert [text for text in texts if text not in plain] == []
    assert f"\n{URL}&<b>\n" in rendered.text
    assert "\n012345\n" in rendered.text
    assert 'href="https://branda.example/sign-in?token=SECRET-TOKEN&amp;&lt;b&gt;"' in rendered.html
    assert "012345" not in rendered.subject


async def test_a_mail_is_sent_once_and_to_one() -> None:
    send, sender = sending()
    send.take(mail())
    send.take(mail())
    await settle(send)
    (message,) = sender.sent
    assert message.content is not None
    raw = build_mime(message, message.content, Address("Branda", "branda", "branda.example")).decode()
    assert "To: " in raw
    assert "ona@klasteris.example" in raw
    assert f"Message-ID: <{BODY['id']}@branda.example>" in raw
    assert "Auto-Submitted: auto-generated" in raw


@pytest.mark.parametrize("last", [Accepted("250"), Refused("550"), NotKnown("cut")])
async def test_an_absent_relay_is_tried_again_and_nothing_else_is(last: Outcome) -> None:
    send, sender = sending(NotNow("451"), NotNow("no connection"), last)
    send.take(mail())
    await settle(send)
    assert len(sender.sent) == 3


async def test_a_mail_whose_link_is_too_old_is_not_sent_any_more() -> None:
    clock = Clock()
    clock.moment += timedelta(minutes=15)
    send, sender = sending(clock=clock)
    send.take(mail())
    await settle(send)
    assert sender.sent == []


async def test_more_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send_sign_in, "MOST_UNDER_WAY", 1)
    send, sender = sending()
    sender.gate = asyncio.Event()
    send.take(mail())
    with pytest.raises(TransientError):
        send.take(mail(id="00000000-0000-4000-8000-000000000002"))
    await send.close()
    assert sender.sent == []


async def test_no_log_holds_link_code_or_address(capsys: pytest.CaptureFixture[str]) -> None:
    send, _ = sending(NotNow("451 try later"), Accepted("250"))
    send.take(mail())
    await settle(send)
    written = "".join(capsys.readouterr())
    assert [secret for secret in ("SECRET-TOKEN", "012345", "ona@") if secret in written + repr(mail())] == []


@asynccontextmanager
async def site(send: SendSignIn) -> AsyncIterator[httpx.AsyncClient]:
    async def bearer(request: Request) -> Principal:
        role = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not role:
            raise ProblemError(401)
        return Principal("id", role, None, "client")  # type: ignore[arg-type]  # tests name real roles

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield

    app = build_app("test", lifespan=lifespan, checks=dict, translations={TransientError: unavailable()})
    app.state.notifier = SimpleNamespace(bearer=bearer, sign_in=send)
    app.include_router(router)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://notifier.test") as http:
        yield http


async def hand_over(http: httpx.AsyncClient, role: str, **changed: Any) -> httpx.Response:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {role}" if role else ""}
    body = json.dumps({**BODY, **changed})
    return await http.post("/internal/sign-in-mail", content=body, headers=headers)


async def test_only_a_service_hands_mails_over() -> None:
    send, sender = sending()
    async with site(send) as http:
        found = [(await hand_over(http, role)).status_code for role in ("", "agency", "operator", "service")]
        assert found == [401, 403, 403, 202]
        await settle(send)
    assert len(sender.sent) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"more": 1},
        {"code": "12345"},
        {"code": "12345a"},
        {"url": "javascript:alert(1)"},
        {"url": "https://a.example/ x"},
        {"language": "de"},
        {"expires": "2026-11-20T12:20:00"},
        {"id": "1"},
    ],
)
async def test_what_is_no_mail_is_refused_and_not_repeated_in_the_answer(changed: dict[str, Any]) -> None:
    send, sender = sending()
    async with site(send) as http:
        answer = await hand_over(http, "service", **changed)
        assert answer.status_code == 422, answer.text
        assert "SECRET-TOKEN" not in answer.text
    assert sender.sent == []
