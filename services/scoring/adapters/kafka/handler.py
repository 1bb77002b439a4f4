"""From records on the topics to the worker's use case: translate, call, return."""

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Protocol

from services.scoring.application.ports import Arrival, KeptEvent
from services.scoring.application.translate import is_folded, to_domain
from shared.contracts.registry import NotAnEventError, parse_event
from shared.errors import PermanentError
from shared.kafka.records import Record


class ScoreEvents(Protocol):
    """The use case."""

    async def __call__(self, arrivals: Sequence[Arrival]) -> Collection[str]:
        """Keep and fold; returns the digests of those whose id is known with other bytes."""
        ...


class OnEvents:
    """The batch handler of submissions and reviews; each record is parsed alone, its neighbours unharmed."""

    def __init__(self, score: ScoreEvents, prefix: str) -> None:
        self._score = score
        self._prefix = prefix

    async def __call__(self, records: Sequence[Record]) -> Mapping[int, PermanentError]:
        """Score a batch; returns what can never become an event, by position."""
        refused: dict[int, PermanentError] = {}
        arrivals: dict[int, Arrival] = {}
        for position, record in enumerate(records):
            try:
                arrivals[position] = arrival(record.value, record.topic.removeprefix(self._prefix))
            except PermanentError as error:
                refused[position] = error
        conflicts = await self._score(list(arrivals.values()))
        for position, arrived in arrivals.items():
            if arrived.kept.event.digest in conflicts:
                refused[position] = PermanentError(f"the id {arrived.kept.event.id} was seen with other bytes")
        return refused


def arrival(raw: bytes | None, topic: str) -> Arrival:
    """Return the event in `raw`; `topic` is the contract's name of where it lay.

    Raises:
        PermanentError: it cannot become an event, or is none of this topic.
    """
    try:
        event = parse_event(raw or b"")
    except NotAnEventError as error:
        raise PermanentError(str(error)) from error
    if topic != event.data.TOPIC or not is_folded(event):
        raise PermanentError(f"{event.type} does not belong on {topic}")
    body = raw or b""
    kept = KeptEvent(
        event=to_domain(event, sha256(body).hexdigest()),
        type=event.type,
        imported=event.origin == "import",
        provenance=event.provenance,
        announced=False,
        traceparent=event.traceparent,
    )
    return Arrival(event.subject, body, kept)
