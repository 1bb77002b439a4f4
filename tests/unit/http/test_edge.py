"""A request ends in time whatever it waits for: our own work, or a body that trickles in."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from shared.http import edge
from shared.http.edge import Edge

Messages = list[dict[str, Any]]
SECONDS = 0.2
PART = {"type": "http.request", "body": b"x", "more_body": True}
END = {"type": "http.request", "body": b"", "more_body": False}


async def serve(app: Callable[[Scope, Receive, Send], Awaitable[None]], receive: Receive) -> Messages:
    sent: Messages = []

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"accept-language", b"en")]}
    await Edge(app, SECONDS)(scope, receive, send)
    return sent


async def read_all(scope: Scope, receive: Receive, send: Send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 202, "headers": []})
    await send({"type": "http.response.body", "body": b"done"})


async def test_a_body_that_takes_longer_than_our_own_work_may_is_awaited() -> None:
    parts = [PART, PART, PART, END]

    async def receive() -> Any:
        await asyncio.sleep(SECONDS * 0.6)
        return parts.pop(0)

    sent = await serve(read_all, receive)
    assert sent[0]["status"] == 202


async def test_a_body_that_never_ends_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "BODY_SECONDS", 0.3)

    async def receive() -> Any:
        await asyncio.sleep(0.1)
        return PART

    sent = await serve(read_all, receive)
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]


async def test_work_after_the_body_has_its_own_deadline() -> None:
    async def receive() -> Any:
        return END

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await asyncio.sleep(30)

    sent = await serve(slow, receive)
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"2") in sent[0]["headers"]


async def test_an_answer_that_has_begun_is_not_timed() -> None:
    async def receive() -> Any:
        return END

    async def streaming(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(SECONDS * 2)
        await send({"type": "http.response.body", "body": b"late"})

    sent = await serve(streaming, receive)
    assert [message.get("status", message.get("body")) for message in sent] == [200, b"late"]


async def test_an_answer_that_fails_half_way_is_cut_and_not_completed() -> None:
    async def receive() -> Any:
        return END

    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("half way")

    with pytest.raises(ConnectionAbortedError):
        await serve(failing, receive)
