"""MongoDB away: 503 in time, nothing half done. Kafka away: still 202. Bodies that never end."""

import asyncio
import time
from urllib.parse import urlsplit

import httpx

from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import apply_topics
from stack.kafka import Kafka
from stack.mongo import Mongo
from tests.integration.intake.conftest import MakeIntake
from tests.support.intake_app import assessment
from tests.support.intake_process import IntakeProcess, bearer, register, write_headers
from tests.support.kafka import eventually

PATIENCE = 3.0
"""Seconds within which a caller must hear that the database does not answer (issue "The road", bad input)."""


async def test_a_frozen_database_is_a_503_in_time_and_the_retry_has_one_effect(
    make_intake: MakeIntake, mongo_to_kill: Mongo
) -> None:
    intake = make_intake(mongo=mongo_to_kill.dsn)
    await asyncio.to_thread(intake.start)
    async with intake.http() as http:
        agency = await bearer(http)
        cluster = await register(http, agency)
        path, headers = f"/api/v1/clusters/{cluster}/assessments", write_headers(agency, "one")
        mongo_to_kill.process.pause()
        try:
            for _ in range(3):
                began = time.monotonic()
                refused = await http.post(path, json=assessment(), headers=headers)
                assert refused.status_code == 503, refused.text
                assert time.monotonic() - began < PATIENCE
                assert refused.headers["retry-after"] == "2"
                assert refused.headers["content-type"] == "application/problem+json"
            assert (await http.get("/health/ready")).status_code == 503
            assert (await http.get("/health/live")).status_code == 200
        finally:
            mongo_to_kill.process.resume()
        answers = [await _until_accepted(http, path, headers) for _ in range(2)]
        assert answers[0] == answers[1]

        async def arrived() -> bool:
            return len(await intake.published(cluster)) >= 2

        await eventually(arrived)
        assert len({event.id for _, event in await intake.published(cluster)}) == 2


async def test_a_killed_database_is_a_503_in_time_and_comes_back(make_intake: MakeIntake, mongo_to_kill: Mongo) -> None:
    intake = make_intake(mongo=mongo_to_kill.dsn)
    await asyncio.to_thread(intake.start)
    async with intake.http() as http:
        agency = await bearer(http)
        cluster = await register(http, agency)
        path, headers = f"/api/v1/clusters/{cluster}/assessments", write_headers(agency, "one")
        mongo_to_kill.process.kill()
        began = time.monotonic()
        refused = await http.post(path, json=assessment(), headers=headers)
        assert (refused.status_code, time.monotonic() - began < PATIENCE) == (503, True)
        await asyncio.to_thread(mongo_to_kill.process.restart)
        assert (await _until_accepted(http, path, headers))["number"]


async def _until_accepted(http: httpx.AsyncClient, path: str, headers: dict[str, str]) -> dict[str, object]:
    for _ in range(30):
        answer = await http.post(path, json=assessment(), headers=headers)
        if answer.status_code == 202:
            return dict(answer.json())
        assert answer.status_code == 503, answer.text
        await asyncio.sleep(0.5)
    raise AssertionError("the database did not come back")


async def test_a_submission_is_accepted_while_kafka_is_away_and_published_when_it_is_back(
    make_intake: MakeIntake, kafka_to_kill: Kafka, topic_prefix: str
) -> None:
    settings = KafkaSettings(kafka=kafka_to_kill.bootstrap, topic_prefix=topic_prefix, kafka_partitions=3)
    await apply_topics(settings)
    intake = make_intake(kafka=settings)
    await asyncio.to_thread(intake.start)
    async with intake.http() as http:
        agency = await bearer(http)
        cluster = await register(http, agency)
        path = f"/api/v1/clusters/{cluster}/assessments"
        await asyncio.to_thread(kafka_to_kill.process.kill)
        sent = []
        for _ in range(10):
            began = time.monotonic()
            answer = await http.post(path, json=assessment(), headers=write_headers(agency))
            assert (answer.status_code, time.monotonic() - began < 1.0) == (202, True)
            sent.append(answer.json()["id"])
        receipt = await http.get(f"/api/v1/submissions/{sent[0]}", headers=agency)
        assert receipt.json()["status"] == "received"
        assert (await http.get("/health/ready")).status_code == 200
        await asyncio.to_thread(kafka_to_kill.process.restart)

        async def published() -> bool:
            receipts = [await http.get(f"/api/v1/submissions/{each}", headers=agency) for each in sent]
            return all(receipt.json()["status"] == "published" for receipt in receipts)

        await eventually(published, 40)
        assert set(sent) <= {event.id for _, event in await intake.published(cluster)}


async def test_a_body_without_end_is_cut_at_the_limit(intake: IntakeProcess) -> None:
    async with intake.http() as http:
        agency = await bearer(http)
    place = urlsplit(intake.url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    head = [
        "POST /api/v1/clusters/c/assessments HTTP/1.1",
        f"Host: {place.netloc}",
        f"Authorization: {agency['Authorization']}",
        "Content-Type: application/json",
        "Idempotency-Key: one",
        "Transfer-Encoding: chunked",
        "",
        "",
    ]
    writer.write("\r\n".join(head).encode())
    sent = 0
    part = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    status = b""
    try:
        while sent < 64 * 1024 * 1024 and not status:
            writer.write(part)
            await writer.drain()
            sent += 0x10000
            try:
                status = await asyncio.wait_for(reader.readline(), 0.01)
            except TimeoutError:
                continue
    except ConnectionError:
        status = status or await reader.readline()
    writer.close()
    assert b" 413 " in status
    assert sent < 8 * 1024 * 1024
