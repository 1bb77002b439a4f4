"""What surrounds every request: a deadline, security headers, and an answer even when our own code fails."""

import asyncio
from collections.abc import MutableMapping

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import OUR_FAULT, TOO_SLOW, ProblemError, unavailable
from shared.http.texts import preferred_language

log = structlog.get_logger()

HANDLER_SECONDS = 2.5
"""MongoDB's driver alone took 5 s to give up on a frozen server (design 4); a caller is told within 3 s."""

BODY_SECONDS = 25.0
"""A body that trickles in is closed before 30 s (`quality.md` 4)."""

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_ON_THE_WIRE = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]


class SecurityHeaders:
    """Adds the headers that no page or answer may lack."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                own = {name.lower() for name, _ in headers}
                message["headers"] = headers + [pair for pair in _ON_THE_WIRE if pair[0] not in own]
            await send(message)

        await self.app(scope, receive, send_with_headers)


class _Exchange:
    """One request: knows whether the body has come and whether the answer has begun, and moves the deadline along."""

    def __init__(self, receive: Receive, send: Send, timeout: asyncio.Timeout, seconds: float) -> None:
        self._receive, self._send, self._timeout, self._seconds = receive, send, timeout, seconds
        self._body_until = asyncio.get_running_loop().time() + BODY_SECONDS
        self.body_complete = False
        self.receiving = False
        self.answering = False

    def _move(self, when: float | None) -> None:
        if not self._timeout.expired():  # a handler that cleans up after its deadline may still send or read
            self._timeout.reschedule(when)

    async def receive(self) -> Message:
        if self.body_complete or self.answering:
            return await self._receive()
        self.receiving = True
        self._move(self._body_until)
        message = await self._receive()
        self.receiving = False
        self._move(asyncio.get_running_loop().time() + self._seconds)
        self.body_complete = not message.get("more_body", False)
        return message

    async def send(self, message: MutableMapping[str, object]) -> None:
        if not self.answering:
            self.answering = True
            self._move(None)
        await self._send(message)


class Edge:
    """Ends a request after `seconds` of our own work (503) or a trickling body (408), and turns our bugs into 500s."""

    def __init__(self, app: ASGIApp, seconds: float = HANDLER_SECONDS) -> None:
        self.app = app
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange: _Exchange | None = None
        try:
            async with asyncio.timeout(self.seconds) as timeout:
                exchange = _Exchange(receive, send, timeout, self.seconds)
                await self.app(scope, exchange.receive, exchange.send)
            return
        except TimeoutError:
            slow_body = exchange is not None and exchange.receiving
            log.warning("request ended by its deadline", path=scope["path"], waiting_for_body=slow_body)
            problem = ProblemError(408, TOO_SLOW, headers={"Connection": "close"}) if slow_body else unavailable()
        except Exception:
            log.exception("request failed", path=scope["path"], method=scope["method"])
            problem = ProblemError(500, OUR_FAULT)
        if exchange is not None and exchange.answering:
            raise ConnectionAbortedError(
                "the answer had begun; the connection is cut so that nobody takes it for whole"
            )
        language = preferred_language(Headers(scope=scope).get("accept-language"))
        await problem.response(language)(scope, receive, send)
