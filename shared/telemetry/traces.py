"""One trace from the submission to the mail: W3C Trace Context over HTTP and Kafka, spans by OpenTelemetry.

Without a collector nothing is recorded: a request gets a trace id, events carry it, log lines show it, and that is all.
"""

import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opentelemetry.context import Context
from opentelemetry.trace import (
    INVALID_SPAN,
    Link,
    NonRecordingSpan,
    NoOpTracer,
    Span,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceFlags,
    Tracer,
    get_current_span,
    set_span_in_context,
    use_span,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from shared.telemetry.settings import TelemetrySettings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter

HEADER = "traceparent"
"""W3C Trace Context, 3.2: the header over HTTP, of a record, and the attribute of an event."""

SEND_EVERY_MS = 1_000.0
"""Spans wait this long for company; a trace is looked at while one still remembers what one did."""

MOST_LINKS = 128
"""Traces named by one batch; a batch has at most 200 records, and OpenTelemetry's own limit is this."""

_W3C = TraceContextTextMapPropagator()


@dataclass
class _Tracing:
    tracer: Tracer
    provider: "TracerProvider | None" = None


_tracing = _Tracing(NoOpTracer())


def configure_traces(service: str, settings: TelemetrySettings | None = None) -> None:
    """Send the spans of this process to the collector that the environment names; does nothing without one."""
    address = (settings or TelemetrySettings()).traces_address()
    if address is None or _tracing.provider is not None:
        return
    from shared.telemetry.export import otlp

    record_to(otlp(address), service)


def record_to(exporter: "SpanExporter", service: str) -> None:
    """Record spans and hand them to `exporter`. The library is loaded here: whoever records nothing pays nothing."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    stop_recording()
    resource = Resource.create({"service.name": f"branda-{service}"})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=SEND_EVERY_MS))
    _tracing.provider, _tracing.tracer = provider, provider.get_tracer("branda")


def stop_recording() -> None:
    """Send what is recorded and record nothing more; blocks for about two seconds at most."""
    provider, _tracing.provider, _tracing.tracer = _tracing.provider, None, NoOpTracer()
    if provider is not None:
        provider.shutdown()


def is_recording() -> bool:
    """Say whether spans go anywhere."""
    return _tracing.provider is not None


def current_traceparent() -> str | None:
    """Return where we are, as a header's value; `None` outside of any trace."""
    carrier: dict[str, str] = {}
    _W3C.inject(carrier)
    return carrier.get(HEADER)


def current_ids() -> Mapping[str, str]:
    """Return `trace_id` and `span_id` for a log line; nothing outside of any trace."""
    context = get_current_span().get_span_context()
    if not context.is_valid:
        return {}
    return {"trace_id": f"{context.trace_id:032x}", "span_id": f"{context.span_id:016x}"}


@contextmanager
def received(name: str, header: str | None) -> Iterator[Span]:
    """Serve a request within the caller's trace, or a new one if `header` names none."""
    parent = _context(header)
    if is_recording():
        with _recorded(name, parent, SpanKind.SERVER) as span:
            yield span
        return
    known = get_current_span(parent)
    unrecorded = known if known is not INVALID_SPAN else NonRecordingSpan(_new_trace())
    with use_span(unrecorded):
        yield unrecorded


@contextmanager
def continued(name: str, header: str | None, *, kind: SpanKind = SpanKind.INTERNAL) -> Iterator[Span]:
    """Do one thing within the trace that `header` names; without one, within none."""
    with _recorded(name, _context(header), kind) as span:
        yield span


@contextmanager
def batch(name: str, headers: Sequence[str | None], kind: SpanKind) -> Iterator[None]:
    """Do many things at once: one span of its own, linked to every trace among `headers`, and one in each of these."""
    if not is_recording():
        yield
        return
    contexts = [_context(header) for header in dict.fromkeys(headers) if header]
    links = [Link(where) for context in contexts if (where := get_current_span(context).get_span_context()).is_valid]
    tracer, begun = _tracing.tracer, time.time_ns()
    with _recorded(f"{name} batch", Context(), kind, links[:MOST_LINKS]) as whole:
        whole.set_attribute("messaging.batch.message_count", len(headers))
        try:
            yield
        finally:
            back = [Link(whole.get_span_context())]
            for link in links:
                parent = set_span_in_context(NonRecordingSpan(link.context), Context())
                tracer.start_span(name, parent, kind=kind, links=back, start_time=begun).end()


@contextmanager
def _recorded(name: str, parent: Context, kind: SpanKind, links: Sequence[Link] = ()) -> Iterator[Span]:
    """A failure is known by its kind; its text, which may quote an address, is for the log, which hides it."""
    starting = _tracing.tracer.start_as_current_span(
        name, parent, kind=kind, links=links, record_exception=False, set_status_on_exception=False
    )
    with starting as span:
        try:
            yield span
        except Exception as error:
            span.set_status(StatusCode.ERROR, type(error).__name__)
            raise


def _context(header: str | None) -> Context:
    """Return the trace that `header` names; a new context if it is none: what others sent is never trusted to parse."""
    return _W3C.extract({HEADER: header} if header else {}, Context())


def _new_trace() -> SpanContext:
    """Ids of our own; the flag says that nobody has recorded anything of it."""
    return SpanContext(secrets.randbits(128) or 1, secrets.randbits(64) or 1, False, TraceFlags(0))
