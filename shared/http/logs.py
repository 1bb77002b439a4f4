"""Logs as JSON lines, one event a line, so that nothing typed by a user can forge a line."""

import logging
import sys

import structlog


def configure_logs() -> None:
    """Write structured events to standard error. Tracebacks carry no local values: those may hold tokens or names."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
