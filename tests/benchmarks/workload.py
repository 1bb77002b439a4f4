"""What the benchmarks submit and fold: the example cluster of the demo, multiplied."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml

from services.scoring.adapters.kafka.handler import arrival
from services.scoring.application.ports import Arrival
from shared.contracts.assessment import Answer, AssessmentSubmitted
from shared.contracts.envelope import Event
from shared.contracts.records import BenchmarkingRecorded, ConsultancyRecorded, EvidenceAttached, LabelRecorded
from tests.support.events import cluster_id, event, registered

EXAMPLE = Path(__file__).resolve().parents[2] / "stack" / "demo" / "data" / "fictional" / "a.yaml"
CATALOGUE = "ecei@1"
BODY_BYTES = 6000
FIRST_DAY = date(2024, 3, 1)


@cache
def answers() -> dict[str, Any]:
    """Return the example's answers, one to every question, without its evidence."""
    given = yaml.safe_load(EXAMPLE.read_text("utf-8"))["assessment"]["answers"]
    return {key: {"value": answer["value"]} for key, answer in given.items()}


def assessment_body(assessed_on: date) -> bytes:
    """Return a full assessment of some 6 KB: every answer carries a comment, as careful people write them."""
    commented = {key: dict(answer) for key, answer in answers().items()}
    body = {"catalogue": CATALOGUE, "assessed_on": assessed_on.isoformat(), "language": "lt", "answers": commented}
    missing = (BODY_BYTES - len(json.dumps(body))) // len(commented)
    sentence = "Narių susirinkimo protokolas ir sutarčių sąrašas saugomi koordinatoriaus byloje. "
    for answer in commented.values():
        answer["comment"] = (sentence * 3)[: max(1, missing - len(', "comment": ""'))].strip()
    return json.dumps(body, ensure_ascii=False).encode()


def submitted(number: int, key: str, on: date, sequence: int) -> Event:
    """Return a full assessment of cluster `number` as intake would publish it."""
    digest = sha256(key.encode()).hexdigest()
    given = {name: Answer(value=answer["value"], comment=digest) for name, answer in answers().items()}
    data = AssessmentSubmitted(catalogue=CATALOGUE, assessed_on=on, language="lt", answers=given)
    return event(data, cluster=cluster_id(number), key=key, day=on, sequence=sequence)


def history(number: int, events: int) -> list[Event]:
    """Return what happened to cluster `number`: registered, assessed, interviewed, labelled, then paper and advice."""
    cluster = cluster_id(number)
    begun = [
        registered(number),
        submitted(number, "first", FIRST_DAY, 2),
        event(BenchmarkingRecorded(interview_on=FIRST_DAY), cluster=cluster, key="b", sequence=3, day=FIRST_DAY),
        event(LabelRecorded(level="bronze", awarded=FIRST_DAY), cluster=cluster, key="l", sequence=4, day=FIRST_DAY),
    ]
    return [*begun, *_papers(cluster, events - len(begun), len(begun) + 1)][:events]


def arrivals(events: Sequence[Event]) -> list[Arrival]:
    """Return the events as the worker has them after reading."""
    return [arrival(each.encode(), each.data.TOPIC) for each in events]


def retold(story: Sequence[Arrival], cluster: str) -> list[Arrival]:
    """Return the same story of another cluster, under ids of its own; reading it anew would take ten times as long."""
    return [_moved(each, cluster, str(uuid5(UUID(cluster), each.kept.event.id))) for each in story]


def _moved(arrived: Arrival, cluster: str, identity: str) -> Arrival:
    kept = arrived.kept
    raw = arrived.raw.replace(kept.event.id.encode(), identity.encode())
    raw = raw.replace(arrived.cluster.encode(), cluster.encode())
    event = replace(kept.event, id=identity, digest=sha256(raw).hexdigest())
    return Arrival(cluster, raw, replace(kept, event=event))


def _papers(cluster: str, count: int, sequence: int) -> Iterator[Event]:
    indicators = [name for name in answers() if name[0].isdigit()]
    for position in range(count):
        on = FIRST_DAY + timedelta(days=7 * position % 700)
        indicator = indicators[position % len(indicators)]
        data: EvidenceAttached | ConsultancyRecorded
        if position % 3:
            data = EvidenceAttached(indicators=(indicator,), kind="link", dated=on, strength="documented")
        else:
            data = ConsultancyRecorded(
                session_on=on, hours="3", category="strategy", provider="InoLink", indicators=(indicator,)
            )
        yield event(data, cluster=cluster, key=f"p{position}", sequence=sequence + position, day=on)
