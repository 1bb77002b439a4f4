"""An OpenTelemetry collector for tests: keeps every span that is posted to it (OTLP over HTTP, protobuf)."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class CollectedSpan:
    """One span; ids in hexadecimal, `parent` empty for a root."""

    service: str
    name: str
    trace: str
    id: str
    parent: str
    linked: tuple[str, ...]


@dataclass
class Collector:
    """What came in; `url` is what `BRANDA_OTLP_ENDPOINT` takes."""

    url: str
    spans: list[CollectedSpan] = field(default_factory=list)

    def of(self, trace: str) -> dict[tuple[str, str], CollectedSpan]:
        """Return the spans of one trace by service and name."""
        return {(span.service, span.name): span for span in list(self.spans) if span.trace == trace}


@contextmanager
def collecting() -> Iterator[Collector]:
    """Run a collector on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                raw = gzip.decompress(raw)
            collector.spans.extend(_spans(ExportTraceServiceRequest.FromString(raw)))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_request(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        collector = Collector(f"http://127.0.0.1:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield collector
        finally:
            server.shutdown()


def _spans(request: ExportTraceServiceRequest) -> Iterator[CollectedSpan]:
    for resource in request.resource_spans:
        service = {each.key: each.value.string_value for each in resource.resource.attributes}["service.name"]
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield CollectedSpan(
                    service,
                    span.name,
                    span.trace_id.hex(),
                    span.span_id.hex(),
                    span.parent_span_id.hex(),
                    tuple(link.trace_id.hex() for link in span.links),
                )
