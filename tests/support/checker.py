"""One checker for every fault: what the client was promised against MongoDB, all topics and the mailbox.

It compares the ledger of a client with intake's events, intake's events with the topic and with scoring's set, every
head with an offline fold, the readiness topic with the heads, and the mailbox with the notifier's messages.
"""

import asyncio
import mailbox
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pymongo import MongoClient

from services.scoring.settings import Settings
from shared.contracts.common import READINESS, SUBMISSIONS
from shared.contracts.registry import parse_event
from shared.kafka.settings import KafkaSettings
from tests.support.house import House
from tests.support.kafka import read_topic
from tests.support.ledger import Ledger
from tests.support.worker import Checker as ScoringChecker

Document = dict[str, Any]
TERMINAL = frozenset({"sent", "failed", "no_recipient", "suppressed"})
DEAD_LETTERS = (f"{SUBMISSIONS}.dlq", f"{READINESS}.dlq")


@dataclass
class Report:
    """What was compared, and every difference in words."""

    problems: list[str] = field(default_factory=list)
    promises: int = 0
    events: int = 0
    records: int = 0
    mails: int = 0
    copies: int = 0

    def __str__(self) -> str:
        zero = f"{self.promises} promises, {self.events} events, {self.records} records, {self.mails} mails"
        return f"{len(self.problems)} problems in {zero}, {self.copies} copies in the gap"

    def expect(self, holds: bool, problem: str) -> None:
        """Note `problem` unless it `holds`."""
        if not holds:
            self.problems.append(problem)


async def settled(house: House, ledger: Ledger, *, seconds: float = 40) -> Report:
    """Return the first report without problems, or the last one when the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        report = await check(house, ledger)
        if not report.problems or time.monotonic() > deadline:
            return report
        await asyncio.sleep(0.3)


async def check(house: House, ledger: Ledger) -> Report:
    """Compare everything; a mail in the house's gap may have one more copy, under the same Message-ID."""
    report = Report(promises=len(ledger.promises))
    settings = Settings(
        kafka=house.kafka, topic_prefix=house.prefix, mongo=house.mongo, scoring_database=house.database_of("scoring")
    )
    with MongoClient[Document](house.mongo, serverSelectionTimeoutMS=5000) as mongo:
        stored = {event["_id"]: bytes(event["raw"]) for event in mongo[house.database_of("intake")].events.find()}
        scored = {event["_id"]: bytes(event["raw"]) for event in mongo[house.database_of("scoring")].events.find()}
        notices = list(mongo[house.database_of("notifier")].notices.find())
        messages = list(mongo[house.database_of("notifier")].messages.find())
    _check_promises(report, ledger, stored)
    await _check_topic(report, settings, stored)
    report.expect(scored == stored, f"scoring holds {len(scored)} events, intake {len(stored)}, or their bytes differ")
    report.problems += await ScoringChecker(settings).faults()
    dead = sum([len(await read_topic(settings, topic)) for topic in DEAD_LETTERS])
    report.expect(dead == house.dead_letters, f"{dead} dead letters instead of {house.dead_letters}")
    await _check_notices(report, settings, notices)
    _check_mails(report, house, notices, messages)
    _check_receipts(report, ledger, messages)
    return report


def _check_promises(report: Report, ledger: Ledger, stored: dict[str, bytes]) -> None:
    report.events = len(stored)
    for promise in ledger.promises:
        if not promise.path.endswith("/people"):
            report.expect(promise.id in stored, f"acknowledged and lost: {promise.path} {promise.id}")
    answers: dict[tuple[str, str], str] = {}
    for promise in ledger.promises:
        same = answers.setdefault((promise.path, promise.key), promise.id) == promise.id
        report.expect(same, f"two answers for one key: {promise.key}")


async def _check_topic(report: Report, settings: KafkaSettings, stored: dict[str, bytes]) -> None:
    records = await read_topic(settings, SUBMISSIONS)
    report.records = len(records)
    published: dict[str, bytes] = {}
    for record in records:
        try:
            event = parse_event(record.value or b"")
        except ValueError:
            continue
        if published.setdefault(event.id, record.value) == record.value:
            report.expect(record.key == event.key, f"{event.id} has a foreign record key")
    for identity, raw in stored.items():
        report.expect(published.get(identity) == raw, f"not on the topic as stored: {identity}")


async def _check_notices(report: Report, settings: KafkaSettings, notices: list[Document]) -> None:
    known = {notice["_id"] for notice in notices}
    for record in await read_topic(settings, READINESS):
        event = parse_event(record.value)
        report.expect(event.id in known, f"the notifier never noticed {event.id}")


def _check_mails(report: Report, house: House, notices: list[Document], messages: list[Document]) -> None:
    delivered = Counter(mail["Message-ID"] for mail in mailbox.Maildir(house.directory.mail, create=True))
    sent = [message for message in messages if message["state"] == "sent"]
    report.mails, report.copies = len(delivered), sum(delivered.values()) - len(delivered)
    waiting = [message["_id"] for message in messages if message["state"] not in TERMINAL]
    report.expect(not waiting, f"messages without an end: {waiting}")
    report.expect(len(delivered) == len(sent), f"{len(delivered)} different mails for {len(sent)} sent messages")
    report.expect(report.copies <= house.gap, f"{report.copies} mails twice outside the gap of {house.gap}")
    verdicts = {notice["_id"]: (notice["revision"], notice["verdicts"]) for notice in notices}
    told: dict[tuple[str, str], list[tuple[Any, Any]]] = {}
    for message in sent:
        told.setdefault((message["person"], message["assessment"]), []).append(verdicts[message["notice"]])
    for whom, said in told.items():
        in_order = [verdict for _, verdict in sorted(said, key=lambda each: each[0])]
        again = any(earlier == later for earlier, later in pairwise(in_order))
        report.expect(not again, f"one verdict mailed twice to {whom}")


def _check_receipts(report: Report, ledger: Ledger, messages: list[Document]) -> None:
    """Each coordinator has one mail about the cluster's last assessment (design 4), and at most one about another.

    One that the next overtook before it was worked out needs no mail of its own: it would tell what no longer holds.
    """
    told = Counter((message["cluster"], message["assessment"]) for message in messages if message["state"] == "sent")
    submitted = [promise for promise in ledger.promises if promise.path.endswith("/assessments")]
    last = {promise.cluster: promise.id for promise in submitted}
    for promise in submitted:
        due, mails = ledger.coordinators[promise.cluster], told[promise.cluster, promise.id]
        right = mails == due if last[promise.cluster] == promise.id else mails in (0, due)
        report.expect(right, f"{mails} mails for {due} coordinators about assessment {promise.id}")
