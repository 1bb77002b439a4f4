"""Alarms as log lines and a counter that monitoring watches."""

import structlog
from prometheus_client import Counter

from services.notifier.domain.message import Alarm

log = structlog.get_logger()

ALARMS = Counter("branda_notifier_alarms_total", "Things of the notifier that need a look.", ["alarm"])


class LoggedAlarms:
    """Writes an error to the log and counts it."""

    def sound(self, alarm: Alarm, **facts: str) -> None:
        """Report `alarm` with its facts."""
        ALARMS.labels(alarm).inc()
        log.error("alarm", alarm=alarm, **facts)
