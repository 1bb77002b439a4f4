"""Sending spans, where somebody wants them; loaded only then, because the SDK costs 8 MB and a moment."""

import logging
from collections.abc import Sequence

import structlog
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

log = structlog.get_logger()

SECONDS = 2.0
"""A collector that does not answer must not hold up the end of a process (its supervisor waits 10 s)."""


class ChangesOnly(SpanExporter):
    """Says when the collector stops taking spans, and when it takes them again; not every two seconds in between."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._refused = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send a batch; what is not taken is lost: spans are for looking at, not for keeping."""
        result = self._exporter.export(spans)
        refused = result is not SpanExportResult.SUCCESS
        if refused and not self._refused:
            log.warning("the collector does not take spans; they are thrown away until it does")
        elif self._refused and not refused:
            log.warning("the collector takes spans again")
        self._refused = refused
        return result

    def shutdown(self) -> None:
        """Close the connections."""
        self._exporter.shutdown()


def otlp(address: str) -> SpanExporter:
    """Return what posts spans to `address` (OTLP over HTTP)."""
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
    return ChangesOnly(OTLPSpanExporter(endpoint=address, timeout=SECONDS))
