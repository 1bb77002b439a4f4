"""The first step: keep what was published, and ask nobody anything."""

from collections.abc import Sequence

from services.notifier.application.ports import Clock, NoticeStore
from services.notifier.domain.notice import Notice
from services.notifier.domain.told_levels import told_levels
from shared import crash
from shared.contracts.envelope import Event
from shared.contracts.readiness import LevelResult, ReadinessAssessed


def to_notice(event: Event, payload: bytes) -> Notice:
    """Return the notice of a `readiness.assessed`; raises `TypeError` for any other event."""
    data = event.data
    if not isinstance(data, ReadinessAssessed):
        raise TypeError(f"no notice of {event.type}")
    return Notice(
        event=event.id,
        cluster=event.subject,
        assessment=data.assessment,
        revision=data.revision,
        cause=data.cause,
        current=data.current,
        imported=event.origin == "import",
        business=event.time,
        recorded=event.recordedtime,
        verdicts={level.level: level.verdict for level in told(data)},
        payload=payload,
        traceparent=event.traceparent,
    )


def told(data: ReadinessAssessed) -> list[LevelResult]:
    """Return the levels that the mail speaks of, in the order of the result."""
    valid = [label.level for label in data.held if label.state == "valid"]
    names = told_levels(valid, [level.level for level in data.levels])
    return [level for level in data.levels if level.level in names]


class TakeNotices:
    """Stores notices once per event; what comes again is known already."""

    def __init__(self, store: NoticeStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def __call__(self, notices: Sequence[Notice]) -> int:
        """Keep `notices` durably and return how many are new; raises `TransientError` when the store is away."""
        new = await self._store.add(notices, self._clock.now()) if notices else 0
        crash.point("notifier.after_notice")
        return new
