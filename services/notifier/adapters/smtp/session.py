"""An SMTP client that knows whether the final dot has left: everything before it can be tried again, nothing after."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal, cast

import aiosmtplib
from aiosmtplib.protocol import PERIOD_REGEX, SMTPProtocol, normalize_message_line_endings
from aiosmtplib.typing import Default

from shared import crash

DOT_SECONDS = 600.0
"""How long the answer to the final dot is waited for (RFC 5321, 4.5.3.2.6); giving up earlier makes second copies."""

DRAIN_POLL = 0.005
"""Seconds between looks whether the body has left our buffers."""

START_INPUT, COMPLETED = 354, 250
BeforeDot = Callable[[], Awaitable[None]]


class DotUnansweredError(aiosmtplib.SMTPException):
    """The final dot left and no answer came back."""


class Session(aiosmtplib.SMTP):
    """One connection to the relay. `before_dot` is set for each mail before `sendmail` is called."""

    before_dot: BeforeDot
    dot_seconds: float = DOT_SECONDS

    async def data(
        self,
        message: str | bytes,
        /,
        *,
        timeout: float | Literal[Default.token] | None = Default.token,  # noqa: ASYNC109  # the base's signature
    ) -> aiosmtplib.SMTPResponse:
        """Send the content, ask `before_dot`, then the dot.

        Raises:
            SMTPDataError: the relay answered something else than 354 or 250.
            DotUnansweredError: the dot left, and the connection ended or the time ran out before an answer.
            SMTPServerDisconnected, SMTPTimeoutError: before the dot.
            Exception: whatever `before_dot` raises; the connection is closed without a dot.
        """
        protocol = self.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        limit = self.timeout if timeout is Default.token else timeout
        content = message.encode("ascii") if isinstance(message, str) else message
        try:
            await self._write_body(protocol, content, limit)
            await self.before_dot()
        except aiosmtplib.SMTPDataError:
            raise
        except BaseException:
            self.close()
            raise
        return await self._dot(protocol)

    async def _write_body(self, protocol: SMTPProtocol, content: bytes, limit: float | None) -> None:
        answer = await protocol.execute_command(b"DATA", timeout=limit)
        if answer.code != START_INPUT:
            raise aiosmtplib.SMTPDataError(answer.code, answer.message)
        protocol.write(PERIOD_REGEX.sub(b"..", normalize_message_line_endings(content)))
        try:
            async with asyncio.timeout(limit):
                await _drained(protocol)
        except TimeoutError as error:
            raise aiosmtplib.SMTPTimeoutError("the relay stopped reading") from error

    async def _dot(self, protocol: SMTPProtocol) -> aiosmtplib.SMTPResponse:
        crash.point("notifier.before_dot")
        protocol.write(b".\r\n")  # raises on a connection that was seen to be cut: then no dot has left
        try:  # nothing is awaited between the dot and its answer: an answer that comes too early would be dropped
            crash.point("notifier.after_dot")
            answer = await protocol.read_response(timeout=self.dot_seconds)
        except BaseException as error:
            self.close()
            if isinstance(error, aiosmtplib.SMTPException | OSError):
                raise DotUnansweredError(f"no answer to the final dot: {type(error).__name__}") from error
            raise
        if answer.code != COMPLETED:
            raise aiosmtplib.SMTPDataError(answer.code, answer.message)
        crash.point("notifier.after_250")
        return answer


async def _drained(protocol: SMTPProtocol) -> None:
    """Wait until the whole body is with the kernel, so that the dot is the only thing still to leave."""
    while True:
        transport = cast("asyncio.WriteTransport | None", protocol.transport)  # other loops' is none by its class
        if transport is None or transport.is_closing():
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        if transport.get_write_buffer_size() == 0:
            return
        await asyncio.sleep(DRAIN_POLL)
