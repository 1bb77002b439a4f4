"""A maintainer sees one submission in every process: one trace, log lines with its id, figures – and no secret."""

import json
import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from stack.kafka import Kafka
from stack.mongo import Mongo
from tests.support.clusters import assessment, new_cluster
from tests.support.collector import CollectedSpan, Collector, collecting
from tests.support.house import SERVICES, House
from tests.support.ledger import Ledger, wait_until
from tests.support.servers import new_database_name, new_topic_prefix

TRACE, CALLER = uuid4().hex, uuid4().hex[:16]

POST = ("branda-intake", "POST /api/v1/clusters/{cluster}/assessments")
ROAD = {
    POST,
    ("branda-intake", "publish intake"),
    ("branda-worker", "worker handles"),
    ("branda-worker", "fold"),
    ("branda-worker", "publish worker"),
    ("branda-notifier", "notifier handles"),
    ("branda-notifier", "expand notices"),
    ("branda-notifier", "expand notice"),
    ("branda-notifier", "send mail"),
}


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with collecting() as running:
        yield running


@pytest.fixture(scope="module")
def observed(
    start_kafka: Callable[[], Kafka],
    start_mongo: Callable[[], Mongo],
    tmp_path_factory: pytest.TempPathFactory,
    collector: Collector,
) -> Iterator[House]:
    """A house of its own whose processes send their spans to a collector."""
    root = tmp_path_factory.mktemp("observed")
    house = House(start_kafka(), start_mongo(), root, new_topic_prefix(), new_database_name())
    house.settings["BRANDA_OTLP_ENDPOINT"] = collector.url
    try:
        house.open()
        yield house
    finally:
        house.close()


@pytest.fixture(scope="module")
def spans(observed: House, collector: Collector) -> dict[tuple[str, str], CollectedSpan]:
    """Submit within a trace of the caller's and wait until the mail has been sent."""
    ledger = Ledger(observed)
    cluster = new_cluster(ledger)
    answer = httpx.post(
        f"{observed.url('intake')}/api/v1/clusters/{cluster}/assessments",
        json=assessment(),
        headers={
            "Authorization": f"Bearer {observed.token('demo-agency')}",
            "Idempotency-Key": "one",
            "traceparent": f"00-{TRACE}-{CALLER}-01",
        },
        timeout=10,
    )
    assert answer.status_code == 202, answer.text
    wait_until("a mail in the trace", lambda: ("branda-notifier", "send mail") in collector.of(TRACE), 60)
    wait_until("the whole road", lambda: collector.of(TRACE).keys() >= ROAD, 15)
    return collector.of(TRACE)


def test_one_trace_leads_from_the_post_to_the_mail(spans: dict[tuple[str, str], CollectedSpan]) -> None:
    assert spans[POST].parent == CALLER
    for name in ROAD - {POST}:
        assert spans[name].parent == spans[POST].id, name


def test_batches_are_linked_to_the_traces_in_them(
    spans: dict[tuple[str, str], CollectedSpan], collector: Collector
) -> None:
    assert spans
    batches = [span for span in collector.spans if span.name == "worker handles batch"]
    assert any(TRACE in span.linked for span in batches)
    assert all(span.parent == "" for span in batches)


def test_what_intake_is_asked_belongs_to_the_pass_over_many_notices(
    spans: dict[tuple[str, str], CollectedSpan], collector: Collector
) -> None:
    assert spans
    passes = {span.id for span in collector.spans if span.name == "expand notices batch" and TRACE in span.linked}
    asked = {(span.service, span.name) for span in list(collector.spans) if span.parent in passes}
    assert asked >= {("branda-intake", f"POST /internal/{what}") for what in ("recipients", "assessments")}


def test_every_log_line_is_json_and_says_nothing_private(
    spans: dict[tuple[str, str], CollectedSpan], observed: House
) -> None:
    assert spans
    for name in SERVICES:
        lines = (observed.directory.logs / f"{name}.log").read_text("utf-8").splitlines()
        assert lines
        for line in lines:
            fields = json.loads(line)
            assert {"event", "level", "timestamp", "service"} <= fields.keys(), line
            assert fields["service"] == name
        text = "\n".join(lines)
        assert "Onait" not in text
        assert "@klasteris.example" not in text
        if name in ("intake", "notifier"):
            assert TRACE in text


def test_figures_of_every_process_can_be_read(spans: dict[tuple[str, str], CollectedSpan], observed: House) -> None:
    assert spans
    read = {name: _figures(observed.url(name)) for name in SERVICES}
    route = "/api/v1/clusters/{cluster}/assessments"
    assert read["intake"]["branda_http_requests_total", ("POST", route, "202")] == 1
    assert read["intake"]["branda_outbox_age_seconds", ("intake",)] < 5
    assert read["worker"]["branda_fold_duration_seconds_count", ()] >= 1
    assert read["worker"]["branda_heads_changed_total", ()] >= 1
    assert read["worker"]["branda_blocked_clusters", ()] == 0
    assert read["notifier"]["branda_records_handled_total", (f"{observed.prefix}branda-notifier",)] >= 1
    labels = {value for figures in read.values() for _, values in figures for value in values}
    assert not [value for value in labels if re.search("[0-9a-f]{8}-[0-9a-f]{4}-", value)], "an id in a label"


def test_what_was_recorded_is_sent_when_a_process_ends(observed: House, collector: Collector) -> None:
    trace = uuid4().hex
    headers = {"traceparent": f"00-{trace}-{CALLER}-01"}
    httpx.get(f"{observed.url('scoring')}/api/v1/results/x", headers=headers, timeout=10)
    observed.processes["scoring"].stop()
    wait_until("the last span", lambda: collector.of(trace), 5)
    observed.start("scoring")


def _figures(url: str) -> dict[tuple[str, tuple[str, ...]], float]:
    families = text_string_to_metric_families(httpx.get(f"{url}/metrics", timeout=10).text)
    samples = [sample for family in families for sample in family.samples]
    return {(sample.name, tuple(sample.labels.values())): sample.value for sample in samples}
