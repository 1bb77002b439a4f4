"""Two kinds of failure that say themselves what to do about them (`style.md`, habit 9)."""

from collections.abc import Collection


class TransientError(Exception):
    """A server is away or too slow: do the same again later, nothing is wrong with the data.

    `undone` are the positions, within the batch, of what was not done; `None` means none of it was. A position that
    was refused for good must be among them, or its dead letter would be forgotten.
    """

    def __init__(self, reason: str, *, undone: Collection[int] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.undone = undone


class PermanentError(Exception):
    """This record can never be handled, however often it is tried: it belongs in the dead letters, with `reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StopConsumingError(Exception):
    """Nothing more may be consumed, and nothing of this batch is committed.

    `restart` says whether a fresh process may do better (another engine is deployed); otherwise the process stays, not
    ready, until somebody has looked.
    """

    def __init__(self, reason: str, *, restart: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.restart = restart
