"""Logs as JSON lines on standard error: ours, the libraries' and the server's, one event a line, one way for all.

Every line has `event`, `level`, `timestamp` (UTC), `service`, and `trace_id` where a trace is known; `event_id` and
`cluster` where they are. Nothing typed by a user can forge a line, and `redaction` hides what no log may hold.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

from shared.telemetry.redaction import redact
from shared.telemetry.traces import current_ids

SERVERS_LOGGERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")
"""Uvicorn gives these handlers of its own before it loads the application."""

_ESCAPED = {
    code: f"\\u{code:04x}"
    for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
}
"""JSON leaves these as they are; some readers end a line at them, terminals obey them, or they reverse a text."""


_JSON = structlog.processors.JSONRenderer(ensure_ascii=False)


class _Lines(logging.Handler):
    """The handler of this process; a class of its own, so that configuring twice adds none."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
        except Exception:
            self.handleError(record)
        else:
            sys.stderr.write(line + "\n")


def configure_logs(service: str) -> None:
    """Write our events, and those of the libraries from warnings on, to standard error as lines of `service`."""
    known = _known(service)
    structlog.configure(
        processors=[*known, redact, _one_line],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    lines = next((handler for handler in root.handlers if isinstance(handler, _Lines)), None)
    if lines is None:
        lines = _Lines()
        root.addHandler(lines)
    lines.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *known],
            processors=[ProcessorFormatter.remove_processors_meta, redact, _one_line],
        )
    )
    logging.getLogger("branda").setLevel(logging.INFO)
    for name in SERVERS_LOGGERS:
        server = logging.getLogger(name)
        server.handlers.clear()
        server.propagate = name != "uvicorn.access"  # addresses may carry one-time tokens


def _known(service: str) -> list[Processor]:
    """What is added to every line. Tracebacks carry no local values: those may hold tokens or names."""

    def name_service(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["service"] = service
        event.update(current_ids())
        return event

    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_service,
        structlog.processors.format_exc_info,
    ]


def _one_line(logger: object, method: str, event: MutableMapping[str, Any]) -> str:
    line = str(_JSON(logger, method, event))
    return line if line.isascii() and "\x7f" not in line else line.translate(_ESCAPED)
