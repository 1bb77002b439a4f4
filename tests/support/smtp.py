"""An SMTP server that misbehaves on demand: scripted replies, cut connections, slow answers, a closed port.

It runs in a thread of its own, so synchronous tests, asynchronous tests and other processes can all talk to it.
"""

import asyncio
import email.policy
import ssl
import threading
from collections import deque
from collections.abc import Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Literal, cast

import pytest

from stack.ports import LOOPBACK, free_ports


@dataclass(frozen=True)
class Behaviour:
    """How one mail is treated.

    `replies` maps EHLO, STARTTLS, MAIL, RCPT, DATA or DOT to the line to answer instead of success; `greeting`
    replaces the 220 line of the connection, which is then closed, as it is after any 421. `cut` closes the
    connection without an answer: at once, in the middle of DATA, or after the final dot. `delay` (seconds) precedes
    every reply.
    """

    replies: Mapping[str, str] = field(default_factory=dict)
    greeting: str | None = None
    cut: Literal["connect", "mid-data", "after-dot"] | None = None
    delay: float = 0.0

    @property
    def concerns_connection(self) -> bool:
        return self.greeting is not None or self.cut == "connect"


@dataclass(frozen=True)
class Received:
    """A message whose final dot arrived; `reply` is None when the connection was cut instead of answering."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    reply: str | None

    @property
    def accepted(self) -> bool:
        return self.reply is not None and self.reply.startswith("2")

    @property
    def message(self) -> EmailMessage:
        """The parsed message, with plain line ends; `content` has the bytes of the wire."""
        lines = self.content.replace(b"\r\n", b"\n")
        return email.message_from_bytes(lines, policy=email.policy.default)


class ScriptedSmtp:
    """Listens on `host`:`port`. `behave_next` queues behaviours, one per mail; `always` is used when none is queued."""

    host = LOOPBACK

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.port = free_ports(1)[0]
        self.always = Behaviour()
        self.connections = 0
        self._tls = tls
        self._queue: deque[Behaviour] = deque()
        self._received: list[Received] = []
        self._arrived = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server: asyncio.Server | None = None
        self._sessions: set[asyncio.Task[None]] = set()
        self.open_port()

    def behave_next(self, *behaviours: Behaviour) -> None:
        self._queue.extend(behaviours)

    @property
    def received(self) -> list[Received]:
        """Every message whose final dot arrived, whatever was answered."""
        with self._arrived:
            return list(self._received)

    @property
    def accepted(self) -> list[Received]:
        """The messages that were answered with 250."""
        return [each for each in self.received if each.accepted]

    def wait_for(self, count: int, timeout: float = 10.0) -> list[Received]:
        """Block until `count` messages are accepted; in asynchronous tests call it by `asyncio.to_thread`."""
        with self._arrived:
            self._arrived.wait_for(lambda: sum(each.accepted for each in self._received) >= count, timeout)
        accepted = self.accepted
        assert len(accepted) >= count, f"{len(accepted)} of {count} mails arrived within {timeout} s"
        return accepted

    def open_port(self) -> None:
        """Listen (again)."""
        self._call(self._open())

    def close_port(self) -> None:
        """Refuse new connections and cut the open ones."""
        self._call(self._close())

    def close(self) -> None:
        self.close_port()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _open(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._on_connection, self.host, self.port, limit=16_000_000)

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        sessions = list(self._sessions)
        for session in sessions:
            session.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)

    async def _on_connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = cast("asyncio.Task[None]", asyncio.current_task())
        self._sessions.add(task)
        self.connections += 1
        try:
            await _Session(self, reader, writer).serve()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._sessions.discard(task)
            writer.close()

    def _take(self, *, for_connection: bool) -> Behaviour:
        if self._queue and (not for_connection or self._queue[0].concerns_connection):
            return self._queue.popleft()
        return self.always if not for_connection or self.always.concerns_connection else Behaviour()

    def _note(self, received: Received) -> None:
        with self._arrived:
            self._received.append(received)
            self._arrived.notify_all()


class _CutError(ConnectionError):
    """Leave without a word."""


class _Session:
    def __init__(self, server: ScriptedSmtp, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._behaviour = server.always
        self._sender = ""
        self._recipients: list[str] = []
        self._secure = False

    async def serve(self) -> None:
        connection = self._server._take(for_connection=True)
        if connection.cut == "connect":
            raise _CutError
        await asyncio.sleep(connection.delay or self._server.always.delay)
        await self._say(connection.greeting or "220 scripted ESMTP")
        if connection.greeting:
            raise _CutError
        while line := await self._reader.readline():
            await self._obey(line.decode("utf-8", "replace").strip())

    async def _obey(self, line: str) -> None:
        verb, argument = line[:4].upper(), line.partition(":")[2].split(">")[0].strip(" <")
        if verb == "MAIL":
            self._behaviour = self._server._take(for_connection=False)
            self._sender, self._recipients = argument, []
            await self._reply("MAIL", "250 ok")
        elif verb == "RCPT":
            if (await self._reply("RCPT", "250 ok")).startswith("2"):
                self._recipients.append(argument)
        elif verb == "DATA":
            if (await self._reply("DATA", "354 go on")).startswith("3"):
                await self._take_content()
        elif verb in ("EHLO", "HELO"):
            await self._greet()
        elif line.upper() == "STARTTLS":
            await self._start_tls()
        elif verb == "QUIT":
            await self._say("221 bye")
            raise _CutError
        else:
            await self._say("250 ok" if verb in ("RSET", "NOOP") else "502 not implemented")

    async def _greet(self) -> None:
        if "EHLO" in self._behaviour.replies:
            await self._reply("EHLO", "")
            return
        offers = ["scripted", "8BITMIME", "SMTPUTF8", "SIZE 16000000"]
        if self._server._tls is not None and not self._secure:
            offers.append("STARTTLS")
        lines = [f"250-{each}" for each in offers[:-1]] + [f"250 {offers[-1]}"]
        await self._say("\r\n".join(lines))

    async def _start_tls(self) -> None:
        if self._server._tls is None:
            await self._say("502 not implemented")
        elif (await self._reply("STARTTLS", "220 go ahead")).startswith("2"):
            await self._writer.start_tls(self._server._tls)
            self._secure = True

    async def _take_content(self) -> None:
        if self._behaviour.cut == "mid-data":
            await self._reader.readline()
            raise _CutError
        lines = []
        while (line := await self._reader.readline()) != b".\r\n":
            if not line:
                raise _CutError
            lines.append(line[1:] if line.startswith(b"..") else line)
        reply = None if self._behaviour.cut == "after-dot" else self._behaviour.replies.get("DOT", "250 kept")
        self._server._note(Received(self._sender, tuple(self._recipients), b"".join(lines), reply))
        if reply is None:
            raise _CutError
        await self._reply("DOT", reply)

    async def _reply(self, step: str, success: str) -> str:
        await asyncio.sleep(self._behaviour.delay)
        reply = self._behaviour.replies.get(step, success)
        await self._say(reply)
        return reply

    async def _say(self, reply: str) -> None:
        self._writer.write(reply.encode() + b"\r\n")
        await self._writer.drain()
        if reply.startswith("421"):
            raise _CutError


@pytest.fixture
def scripted_smtp() -> Iterator[ScriptedSmtp]:
    """A fresh server per test; polite until told otherwise."""
    server = ScriptedSmtp()
    yield server
    server.close()
