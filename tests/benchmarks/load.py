"""A load generator that costs next to nothing: HTTP/1.1 by hand, since httpx would be slower than what it measures."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

Request = Callable[[], bytes]
"""Makes the next request, with headers and body."""


IDLE_SECONDS = 2.0
"""uvicorn closes a connection that was idle for 5 s."""


@dataclass(frozen=True)
class Load:
    """What came back: seconds per request, and over which time."""

    latencies: Sequence[float]
    seconds: float

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.seconds


class Connection:
    """One kept-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> "Connection":
        """Connect to a process of this machine."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes, status: int) -> bytes:
        """Send, and return the body of the answer; any other status than `status` fails the benchmark."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        body = await self._reader.readexactly(length)
        assert int(head[9:12]) == status, f"{head[:12].decode()}: {body[:500].decode()}"
        return body

    async def close(self) -> None:
        """Close it."""
        self._writer.close()
        await self._writer.wait_closed()


class Pool:
    """Connections to one process, the last used first; one that was idle for long is about to be closed there."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[float, Connection]] = []

    async def ask(self, request: bytes, status: int) -> bytes:
        """Ask by a free connection, or by a new one."""
        connection = await self._take()
        body = await connection.ask(request, status)
        self._idle.append((time.perf_counter(), connection))
        return body

    async def close(self) -> None:
        """Close what is idle."""
        while self._idle:
            await self._idle.pop()[1].close()

    async def _take(self) -> Connection:
        if self._idle:
            since, connection = self._idle.pop()
            if time.perf_counter() - since < IDLE_SECONDS:
                return connection
            await connection.close()
            await self.close()
        return await Connection.open(self._port)


def post(path: str, body: bytes, token: str = "") -> bytes:
    """Return a POST with an idempotency key of its own."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: benchmark\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nIdempotency-Key: {uuid4()}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def get(path: str, token: str) -> bytes:
    """Return a GET."""
    return f"GET {path} HTTP/1.1\r\nHost: benchmark\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


async def as_fast_as_it_goes(port: int, requests: Sequence[Request], seconds: float, status: int = 202) -> Load:
    """One client per maker of requests, each asking anew as soon as it is answered."""
    latencies: list[float] = []
    begun = time.perf_counter()

    async def client(request: Request) -> None:
        connection = await Connection.open(port)
        while (sent := time.perf_counter()) < begun + seconds:
            await connection.ask(request(), status)
            latencies.append(time.perf_counter() - sent)
        await connection.close()

    await asyncio.gather(*map(client, requests))
    return Load(latencies, time.perf_counter() - begun)


async def at_rate(port: int, requests: Sequence[Request], rate: float, seconds: float, status: int = 202) -> Load:
    """Ask at fixed moments whatever the answers do; the time of each counts from the moment it was due."""
    pool = Pool(port)
    latencies: list[float] = []
    begun = time.perf_counter()

    async def one(number: int) -> None:
        due = begun + number / rate
        await asyncio.sleep(due - time.perf_counter())
        await pool.ask(requests[number % len(requests)](), status)
        latencies.append(time.perf_counter() - due)

    await asyncio.gather(*map(one, range(int(rate * seconds))))
    elapsed = time.perf_counter() - begun
    await pool.close()
    return Load(latencies, elapsed)
