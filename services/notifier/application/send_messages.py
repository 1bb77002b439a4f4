"""The third step: hand each due message to the relay, and remember what became of it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

import structlog
from opentelemetry.trace import SpanKind

from services.notifier.application.ports import Alarms, Clock, MailSender, MessageStore
from services.notifier.domain.delivery import Outcome
from services.notifier.domain.message import (
    Alarm,
    Message,
    begin_sending,
    claim,
    extend,
    is_abandoned,
    is_claimable,
    recover,
    settle,
)
from shared import crash
from shared.errors import TransientError
from shared.telemetry.traces import continued

log = structlog.get_logger()

LEASE = timedelta(seconds=15)
"""A message of a dead process is taken up again after this. A living one extends it, however slow the relay is."""

READ_AT_ONCE = 20
"""Messages read together, for all senders of this process. What another replica took meanwhile has another version, so
that it cannot be claimed."""

FAREWELL = 3.0
"""Seconds that a process told to stop gives a mail under way: cut after the dot it would be sent again."""

STORE_PAUSE = 0.25
"""Seconds between attempts to store what the relay answered: forgetting a 250 would mean a second copy."""


class LostClaimError(Exception):
    """Somebody else has the message now; the final dot must not be written."""


class Attempt:
    """One claimed message; keeps its lease while the relay takes its time."""

    def __init__(self, store: MessageStore, clock: Clock, message: Message, lease: timedelta) -> None:
        self._store, self._clock, self._lease = store, clock, lease
        self._changing = asyncio.Lock()
        self.message = message

    async def begin_sending(self) -> None:
        """Store that the final dot is about to leave; raises `LostClaimError` or `TransientError`: then it must not."""
        await self._change(lambda now: begin_sending(self.message, now, self._lease))

    async def settle(self, outcome: Outcome) -> Alarm | None:
        """Store the outcome, for as long as it takes; raises `LostClaimError` when somebody else has the message."""
        _, alarm = settle(self.message, outcome, self._clock.now())
        while True:
            try:
                await self._change(lambda now: settle(self.message, outcome, now)[0])
            except TransientError:
                await asyncio.sleep(STORE_PAUSE)
            else:
                return alarm

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Extend the lease every third of it."""
        task = asyncio.create_task(self._extend())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, LostClaimError):
                await task

    async def _extend(self) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            with suppress(TransientError):
                await self._change(lambda now: extend(self.message, now, self._lease))

    async def _change(self, change: Callable[[datetime], Message]) -> None:
        async with self._changing:
            stored = await self._store.save(change(self._clock.now()))
            if stored is None:
                self.message = await self._as_stored()
                stored = await self._store.save(change(self._clock.now()))
            if stored is None:
                raise LostClaimError(self.message.id)
            self.message = stored

    async def _as_stored(self) -> Message:
        """Return the message as the store has it, if this attempt still holds it; raises `LostClaimError`.

        A change of ours may have been stored while its acknowledgement was lost with the server: taken for somebody
        else's, it would make us forget a 250, and the mail would be sent again.
        """
        stored = await self._store.find(self.message.id)
        if stored is None or stored.state not in ("claimed", "sending") or stored.attempts != self.message.attempts:
            raise LostClaimError(self.message.id)
        return stored


class SendMessages:
    """Sends due messages; several workers may call `step` at once, in several processes."""

    def __init__(
        self, store: MessageStore, sender: MailSender, clock: Clock, alarms: Alarms, *, lease: timedelta = LEASE
    ) -> None:
        self._store, self._sender, self._clock, self._alarms, self._lease = store, sender, clock, alarms, lease
        self._busy: set[str] = set()
        self._found: deque[Message] = deque()
        self._reading = asyncio.Lock()

    async def step(self) -> bool:
        """Do one due message, whatever becomes of it, and say whether there was one.

        Raises:
            TransientError: the store is away; a message that was not sent is taken up again when its lease ends.
        """
        candidate = await self._next()
        if candidate is None:
            return False
        self._busy.add(candidate.id)
        try:
            await self._take(candidate)
        finally:
            self._busy.discard(candidate.id)
        return True

    async def _next(self) -> Message | None:
        """Return a message with which something has to be done and which no sender of this process has."""
        async with self._reading:
            if not self._found:
                due = await self._store.due(self._clock.now(), READ_AT_ONCE + len(self._busy))
                self._found.extend(each for each in due if each.id not in self._busy)
            return self._found.popleft() if self._found else None

    async def _take(self, candidate: Message) -> None:
        now = self._clock.now()
        if is_abandoned(candidate, now):
            recovered, alarm = recover(candidate, now)
            if (stored := await self._store.save(recovered)) is not None:
                self._sound(alarm, stored)
        elif is_claimable(candidate, now):
            claimed = await self._store.save(claim(candidate, now, self._lease))
            if claimed is not None:
                crash.point("notifier.after_claim")
                await _finished(self._attempt(Attempt(self._store, self._clock, claimed, self._lease)))

    async def _attempt(self, attempt: Attempt) -> None:
        message = attempt.message
        known = structlog.contextvars.bound_contextvars(cluster=message.cluster, event_id=message.notice)
        with suppress(LostClaimError), known, continued("send mail", message.traceparent, kind=SpanKind.CLIENT) as span:
            async with attempt.kept():
                outcome = await self._sender.send(message, attempt.begin_sending)
                self._sound(await attempt.settle(outcome), attempt.message)
            span.set_attributes({"branda.cluster": message.cluster, "branda.mail.state": attempt.message.state})
            log.info("a mail was tried", message=message.id, state=attempt.message.state)

    def _sound(self, alarm: Alarm | None, message: Message) -> None:
        if alarm is not None:
            self._alarms.sound(alarm, message=message.id, state=message.state, detail=message.history[-1].detail)


async def _finished(work: Coroutine[Any, Any, None]) -> None:
    """Await `work`; when cancelled, give it `FAREWELL` to end by itself."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=FAREWELL)
        task.cancel()
        raise
