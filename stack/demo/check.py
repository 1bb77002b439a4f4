"""Holds what the demo printed against MongoDB, the topics and the mailbox, with foreign clients."""

import asyncio
import json
import mailbox
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer
from pymongo import MongoClient

from stack.demo.outcome import Row

Json = dict[str, Any]
TOPICS = ("branda.submissions", "branda.readiness", "branda.submissions.dlq", "branda.readiness.dlq")


def check(rows: list[Row], addresses: Mapping[str, Any]) -> list[str]:
    """Return every difference in words; none: what was printed is what is stored, published and delivered."""
    records = asyncio.run(_read_topics(addresses["kafka"]))
    with MongoClient[Json](addresses["mongo"], serverSelectionTimeoutMS=5000) as mongo:
        stored = {document["_id"]: bytes(document["raw"]) for document in mongo.branda_intake.events.find()}
        heads = {head["cluster"]: head for head in mongo.branda_scoring.heads.find({"current": True})}
    return [
        *_check_events(stored, records["branda.submissions"]),
        *(f"{topic} holds {len(found)} dead letters" for topic, found in records.items() if "dlq" in topic and found),
        *(problem for row in rows for problem in _check_result(row, heads, records["branda.readiness"])),
        *_check_mails(rows, Path(addresses["mail"])),
    ]


def _check_events(stored: Mapping[str, bytes], published: list[bytes]) -> Iterator[str]:
    on_topic = {json.loads(raw)["id"]: raw for raw in published}
    if missing := stored.keys() - on_topic.keys():
        yield f"{len(missing)} events of intake are not on the topic"
    if foreign := on_topic.keys() - stored.keys():
        yield f"{len(foreign)} events on the topic are not intake's"
    if changed := [identity for identity, raw in on_topic.items() if stored.get(identity, raw) != raw]:
        yield f"{len(changed)} events differ between intake and the topic"


def _check_result(row: Row, heads: Mapping[str, Json], published: list[bytes]) -> Iterator[str]:
    name, verdicts = row.cluster.name, _verdicts(row.result)
    head = heads.get(row.cluster.id)
    if head is None or list(head["revision"]) != list(row.result["revision"]):
        yield f"{name}: what was printed is not the head in MongoDB"
    mine = [event["data"] for raw in published if (event := json.loads(raw))["subject"] == row.cluster.id]
    if row.cluster.events:  # data of an earlier day may come to other verdicts by now
        for level, verdict in row.cluster.shows.items():
            if verdicts[level] != verdict:
                yield f"{name}: {level} is {verdicts[level]}, its data say {verdict}"
    newest = max(mine, key=lambda data: data["revision"], default=None)
    if newest is None or _verdicts(newest) != verdicts or newest["points"]["backed"] != row.result["points"]["backed"]:
        yield f"{name}: what was printed is not the newest result on the topic"


def _verdicts(result: Json) -> dict[str, str]:
    return {level["level"]: level["verdict"] for level in result["levels"]}


def _check_mails(rows: list[Row], maildir: Path) -> Iterator[str]:
    mails = list(mailbox.Maildir(maildir, create=False)) if maildir.exists() else []
    identities = [mail["Message-ID"] for mail in mails]
    if len(identities) != len(set(identities)):
        yield "a mail was delivered more than once"
    expected = sum(row.sent for row in rows)
    if len(mails) != expected:
        yield f"{len(mails)} mails are in the mailbox, {expected} were printed"
    for row in rows:
        if row.cluster.live and row.sent != row.cluster.mails:
            yield f"{row.cluster.name}: {row.sent} mails, not {row.cluster.mails}"
        if not row.cluster.live and row.sent:
            yield f"{row.cluster.name}: imported history was mailed"


async def _read_topics(bootstrap: str) -> dict[str, list[bytes]]:
    """Read each topic from its start to its present end, as a client without a group."""
    consumer = AIOKafkaConsumer(*TOPICS, bootstrap_servers=bootstrap, group_id=None, auto_offset_reset="earliest")
    await consumer.start()
    try:
        ends = await consumer.end_offsets(list(consumer.assignment()))
        found: dict[str, list[bytes]] = {topic: [] for topic in TOPICS}
        while any([await consumer.position(partition) < end for partition, end in ends.items()]):
            for partition, records in (await consumer.getmany(timeout_ms=500)).items():
                found[partition.topic].extend(record.value for record in records)
        return found
    finally:
        await consumer.stop()
