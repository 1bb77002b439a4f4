"""The notifier dies once at each named point, is started again, and what was promised is compared with what arrived."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from services.notifier.bootstrap import Notifier
from shared.crash import EXIT_CODE
from shared.kafka.settings import KafkaSettings
from tests.support.kafka import eventually
from tests.support.notifier_site import Site, live, open_site

CLUSTERS = [str(UUID(int=number)) for number in (40, 41)]
MAILS = 2 * len(CLUSTERS)
GAP = {"notifier.after_dot", "notifier.after_250"}
"""The one gap that no sender can close (`quality.md` 1): at most one copy too many, under the same Message-ID."""


@pytest.fixture
async def site(
    kafka_settings: KafkaSettings, mongo_server: str, database_name: str, tmp_path: Path
) -> AsyncIterator[Site]:
    async with open_site(kafka_settings, mongo_server, database_name, tmp_path, notifier_senders=1) as opened:
        yield opened


async def _all_sent(notifier: Notifier) -> bool:
    return await notifier.messages.counts() == {"sent": MAILS}


@pytest.mark.crash
@pytest.mark.parametrize(
    ("point", "recovered_by"),
    [
        ("notifier.after_notice", []),
        ("notifier.after_commit", []),
        ("notifier.after_claim", ["waiting"]),
        ("notifier.before_dot", ["uncertain"]),
        ("notifier.after_dot", ["uncertain"]),
        ("notifier.after_250", ["uncertain"]),
        ("notifier.after_250:3", ["uncertain"]),
    ],
)
async def test_death_at_a_named_point_loses_nothing_and_repeats_nothing_outside_the_gap(
    site: Site, point: str, recovered_by: list[str]
) -> None:
    async with site.running():
        pass  # the database is started before the events are recorded
    await site.publish(*(live(cluster=cluster) for cluster in CLUSTERS))
    assert await site.die_at(point) == EXIT_CODE
    async with site.running() as notifier:
        await eventually(lambda: _all_sent(notifier))
        page = await notifier.messages.page(None, None, None, 100)
    histories = [[step.state for step in message.history] for message in page.messages]
    usual = ["waiting", "claimed", "sending", "sent"]
    recoveries = [history for history in histories if history != usual]
    assert [[state for state in ("waiting", "uncertain") if state in history[1:]] for history in recoveries] == (
        [recovered_by] if recovered_by else []
    )
    copies = site.copies
    assert len(copies) == MAILS
    extra = sum(copies.values()) - MAILS
    print(f"{point}: {MAILS} messages, {extra} extra copies")
    assert extra <= (1 if point.split(":")[0] in GAP else 0)
