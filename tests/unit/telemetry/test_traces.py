"""Spans are recorded when somebody wants them, and the trace travels along when nobody does."""

from collections.abc import Iterator, Sequence

import pytest
import structlog
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from shared.telemetry.export import ChangesOnly
from shared.telemetry.settings import STANDARD, TelemetrySettings
from shared.telemetry.traces import (
    MOST_LINKS,
    batch,
    configure_traces,
    continued,
    current_ids,
    current_traceparent,
    is_recording,
    received,
    record_to,
    stop_recording,
)

TRACE = f"00-{'a' * 32}-{'b' * 16}-01"
HOSTILE = ["", "x", "00-", f"00-{'0' * 32}-{'b' * 16}-01", f"00-{'a' * 32}-{'b' * 16}-01\r\nX: y", "é" * 50, "0" * 9999]


class Kept:
    """What was recorded, once it is no longer."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()

    def spans(self) -> dict[str, ReadableSpan]:
        stop_recording()
        return {span.name: span for span in self.exporter.get_finished_spans()}


@pytest.fixture
def kept() -> Iterator[Kept]:
    kept = Kept()
    record_to(kept.exporter, "test")
    yield kept
    stop_recording()


@pytest.mark.parametrize("header", HOSTILE)
def test_nonsense_begins_a_trace_or_none(header: str) -> None:
    with received("request", header):
        assert current_traceparent() is not None
        assert "a" * 32 not in str(current_traceparent())
    with continued("step", header):
        assert current_traceparent() is None
    assert current_ids() == {}


def test_without_a_collector_nothing_is_recorded_and_the_trace_goes_on() -> None:
    configure_traces("test", TelemetrySettings(otlp_endpoint=""))
    assert not is_recording()
    with continued("step", TRACE):
        assert current_traceparent() == TRACE
        assert current_ids() == {"trace_id": "a" * 32, "span_id": "b" * 16}
    with batch("many", [TRACE], SpanKind.CONSUMER):
        assert current_traceparent() is None


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({}, None),
        ({"BRANDA_OTLP_ENDPOINT": "http://c:4318/"}, "http://c:4318/v1/traces"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318"}, "http://c:4318/v1/traces"),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c/t", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://d"}, "http://c/t"),
    ],
)
def test_the_environment_names_the_collector(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], address: str | None
) -> None:
    for name in ("BRANDA_OTLP_ENDPOINT", *STANDARD):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert TelemetrySettings().traces_address() == address


def test_a_recorded_request_is_a_child_of_the_callers_span(kept: Kept) -> None:
    with received("request", TRACE), continued("step", current_traceparent()):
        assert str(current_traceparent()).startswith(f"00-{'a' * 32}-")
    spans = kept.spans()
    request, step = spans["request"], spans["step"]
    assert request.parent is not None
    assert step.parent is not None
    assert f"{request.parent.span_id:016x}" == "b" * 16
    assert step.parent.span_id == request.context.span_id


def test_a_batch_is_linked_to_its_traces_and_shows_in_each(kept: Kept) -> None:
    other = TRACE.replace("a", "c")
    with batch("handle", [TRACE, None, TRACE, other, "nonsense"], SpanKind.CONSUMER):
        pass
    stop_recording()
    spans = kept.exporter.get_finished_spans()
    whole = next(span for span in spans if span.name == "handle batch")
    single = [span for span in spans if span.name == "handle"]
    assert whole.parent is None
    assert {f"{link.context.trace_id:032x}" for link in whole.links} == {"a" * 32, "c" * 32}
    assert {f"{span.context.trace_id:032x}" for span in single} == {"a" * 32, "c" * 32}
    assert all(span.links[0].context.span_id == whole.context.span_id for span in single)


def test_a_failure_shows_its_kind_and_not_its_text(kept: Kept) -> None:
    with pytest.raises(ValueError), continued("step", TRACE):
        raise ValueError("no such mailbox: ona@klasteris.lt")
    with pytest.raises(ValueError), batch("handle", [TRACE], SpanKind.CONSUMER):
        raise ValueError("no such mailbox: ona@klasteris.lt")
    for span in kept.spans().values():
        assert "ona@" not in span.to_json()
        assert (span.status.description == "ValueError") == (span.name != "handle")


class Moody(SpanExporter):
    """A collector that refuses as it is told."""

    def __init__(self, *results: SpanExportResult) -> None:
        self.results = list(results)

    def export(self, _: Sequence[ReadableSpan]) -> SpanExportResult:
        return self.results.pop(0)


def test_a_collector_that_is_away_costs_two_lines_and_not_one_a_second() -> None:
    bad, good = SpanExportResult.FAILURE, SpanExportResult.SUCCESS
    exporter = ChangesOnly(Moody(good, bad, bad, bad, good, good))
    with structlog.testing.capture_logs() as lines:
        for _ in range(6):
            exporter.export([])
    assert [line["event"].split()[2:5] for line in lines] == [["does", "not", "take"], ["takes", "spans", "again"]]


def test_a_batch_of_many_traces_names_no_more_than_fit(kept: Kept) -> None:
    headers = [f"00-{number:032x}-{'b' * 16}-01" for number in range(1, MOST_LINKS + 50)]
    with batch("handle", headers, SpanKind.CONSUMER):
        pass
    assert len(kept.spans()["handle batch"].links) == MOST_LINKS
