"""The system's clock."""

from datetime import UTC, datetime


class SystemClock:
    """Tells UTC in whole milliseconds: MongoDB keeps no finer ones, and what is stored must compare equal."""

    def now(self) -> datetime:
        """Return the time."""
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)
