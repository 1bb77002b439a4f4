"""A notice: one published result that somebody may have to be told about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Language = Literal["lt", "en"]
Verdicts = Mapping[str, str]
"""Level (`bronze`, `silver`, …) to verdict (`not_yet`, …), as `rules.md` 3 names them."""

Revision = tuple[int, int, int, str]
"""Engine, catalogue confirmations, events, day: compared in that order (design 1). Receivers ignore a lower one."""

NoticeState = Literal["open", "no_recipient", "expanded", "suppressed"]


def revision_key(revision: Revision) -> str:
    """Return a text that sorts as `revision` does; a database compares arrays in another way."""
    engine, confirmations, events, day = revision
    return f"{engine:010d}.{confirmations:010d}.{events:010d}.{day}"


@dataclass(frozen=True)
class Notice:
    """One `readiness.assessed`, reduced to what the decision needs; `payload` is the event as it was received,
    `traceparent` the trace that it belongs to.

    `business` is the result's date (`on`), `recorded` when the newest causing event was stored (design 3).
    """

    event: str
    cluster: str
    assessment: str | None
    revision: Revision
    cause: str
    current: bool
    imported: bool
    business: datetime
    recorded: datetime
    verdicts: Verdicts
    payload: bytes = field(repr=False)
    state: NoticeState = "open"
    traceparent: str | None = None

    @property
    def order(self) -> str:
        """Sorts the notices of one cluster as they must be decided."""
        return revision_key(self.revision)
