"""Event → mail: the notifier on real Kafka, MongoDB and SMTP."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from typer.testing import CliRunner

from services.notifier.bootstrap import Notifier
from services.notifier.cli import app
from services.notifier.main import create_app
from shared.contracts.common import READINESS
from shared.kafka.settings import KafkaSettings
from stack.ports import free_ports
from tests.support.kafka import eventually, read_topic, send
from tests.support.notifier import result
from tests.support.notifier_site import Site, live, open_site, token

CLUSTERS = [str(UUID(int=number)) for number in range(20, 25)]


@pytest.fixture
async def site(
    kafka_settings: KafkaSettings, mongo_server: str, database_name: str, tmp_path: Path
) -> AsyncIterator[Site]:
    async with open_site(kafka_settings, mongo_server, database_name, tmp_path) as opened:
        yield opened


async def test_a_result_becomes_a_mail_to_each_recipient_and_a_replay_sends_nothing(site: Site) -> None:
    async with site.running() as notifier:
        first = live()
        await site.publish(first)
        await eventually(lambda: len(site.mails) == 2)
        lithuanian, english = sorted(site.mails, key=lambda mail: mail.header("Content-Language"), reverse=True)
        assert lithuanian.header("Delivered-To") == "ona@klasteris.example"
        assert lithuanian.header("Subject").startswith("Pavyzdinis klasteris A: bronzinė žyma – kreiptis dar anksti")
        assert english.header("Delivered-To") == "john@cluster.example"
        assert english.header("Auto-Submitted") == "auto-generated"
        text, html = lithuanian.body("plain"), lithuanian.body("html")
        assert text is not None
        assert html is not None
        for part in (" ".join(text.split()), html):
            assert "BR-2026-0147" in part
            assert "DEMO – atsakymai išgalvoti / answers invented" in part
        assert "klasteris neįtrauktas į Europos klasterių bendradarbiavimo platformą (ECCP)" in " ".join(text.split())
        again = [live(result(revision=number, cause="evidence")) for number in (2, 3)]
        await site.publish(first, *again, first, *again)
        last = live(result("ready_to_contact", revision=4, cause="evidence"))
        await site.publish(last)
        await eventually(lambda: len(site.mails) == 4)
        await eventually(lambda: _decided(notifier, 6))
    everything = [record.value for record in await read_topic(site.settings, READINESS)]
    await send(site.settings, READINESS, everything)
    async with site.running() as notifier:
        sentinel = live(cluster=CLUSTERS[0])
        await site.publish(sentinel)
        await eventually(lambda: len(site.mails) == 6)
        assert await notifier.messages.counts() == {"sent": 6, "suppressed": 2}
    assert set(site.copies.values()) == {1}


async def _decided(notifier: Notifier, count: int) -> bool:
    counts = await notifier.messages.counts()
    return sum(counts.values()) == count


async def test_history_is_listed_and_never_mailed(site: Site) -> None:
    async with site.running() as notifier:
        imported = [live(cluster=cluster, origin="import") for cluster in CLUSTERS]
        await site.publish(*imported)
        await eventually(lambda: _decided(notifier, len(CLUSTERS)))
        assert await notifier.messages.counts() == {"suppressed": len(CLUSTERS)}
    assert site.mails == []
    assert site.intake.asked.total() == 0


async def test_intake_away_delays_the_mail_and_loses_nothing(site: Site) -> None:
    site.intake.away = True
    async with site.running() as notifier:
        await site.publish(live())
        await eventually(lambda: site.intake.asked.total() > 0)
        assert await notifier.messages.counts() == {}
        site.intake.away = False
        await eventually(lambda: len(site.mails) == 2)


async def test_what_is_no_result_is_buried_and_its_neighbours_are_mailed(site: Site) -> None:
    async with site.running():
        await send(site.settings, READINESS, [b"\xff", b"{}", None, live().encode()])
        await eventually(lambda: len(site.mails) == 2)
    letters = await read_topic(site.settings, f"{READINESS}.dlq")
    assert len(letters) == 3
    assert all(dict(letter.headers)["dlq-reason"] for letter in letters)


async def test_the_list_is_for_those_who_run_the_programme_and_the_text_for_the_agency(site: Site) -> None:
    notifier_app = create_app(site.settings)
    transport = httpx.ASGITransport(notifier_app)
    async with (
        notifier_app.router.lifespan_context(notifier_app),
        httpx.AsyncClient(transport=transport, base_url="http://n") as http,
    ):
        await eventually(notifier_app.state.notifier.prepared.is_set)
        await site.publish(live(), live(cluster=CLUSTERS[1], origin="import"))
        await eventually(lambda: _decided(notifier_app.state.notifier, 3))
        await eventually(lambda: _sent(notifier_app.state.notifier, 2))

        async def get(path: str, role: str, clusters: list[str] | str = "*") -> httpx.Response:
            return await http.get(path, headers={"Authorization": f"Bearer {token(role, clusters)}"})

        assert (await http.get("/api/v1/messages")).status_code == 401
        for role in ("manager", "coordinator", "consultant", "expert", "editor"):
            assert (await get("/api/v1/messages", role)).status_code == 403
        assert (await get("/api/v1/messages", "service", [CLUSTERS[0]])).status_code == 403
        first = (await get("/api/v1/messages?limit=2", "operator")).json()
        second = (await get(f"/api/v1/messages?limit=2&cursor={first['next']}", "service")).json()
        listed = [*first["messages"], *second["messages"]]
        assert second["next"] is None
        assert sorted(each["state"] for each in listed) == ["sent", "sent", "suppressed"]
        sent = next(each for each in listed if each["state"] == "sent")
        assert [step["state"] for step in sent["history"]] == ["waiting", "claimed", "sending", "sent"]
        assert sent["history"][-1]["detail"] == "250 kept on this machine"
        only = (await get(f"/api/v1/messages?state=suppressed&cluster={CLUSTERS[1]}", "agency")).json()["messages"]
        assert [each["history"][-1]["detail"] for each in only] == ["historic"]
        for role, sees in (("agency", True), ("operator", False), ("service", False)):
            answer = await get(f"/api/v1/messages/{sent['id']}", role)
            assert ("EUCLES" in answer.text) == sees
            assert (answer.json()["mail"] is not None) == sees
            assert not any(person["address"] in answer.text for person in site.intake.people)
        assert (await get("/api/v1/messages/unknown", "agency")).status_code == 404
        for query in ("cursor=x", "state=ready", "limit=0", "limit=1&limit=2", "cursor=%7B%22%24ne%22%3Anull%7D"):
            assert (await get(f"/api/v1/messages?{query}", "agency")).status_code in (400, 422), query
        ready = await http.get("/health/ready")
        assert (ready.status_code, ready.json()["checks"]) == (200, {"mongo": "ok", "kafka": "ok", "catalogues": "ok"})
        assert "branda_notifier_alarms_total" in (await http.get("/metrics")).text


async def test_the_relay_away_defers_the_mail_and_the_process_stays_ready(site: Site) -> None:
    site.settings = site.settings.model_copy(update={"smtp_port": free_ports(1)[0]})
    async with site.running() as notifier:
        await site.publish(live())

        async def deferred() -> bool:
            return await notifier.messages.counts() == {"deferred": 2}

        await eventually(deferred)
        page = await notifier.messages.page("deferred", None, None, 10)
        assert {each.attempts for each in page.messages} == {1}
        assert notifier.consumer.problem() is None


async def test_the_command_counts_and_lists_without_addresses(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRANDA_MONGO", site.settings.mongo)
    monkeypatch.setenv("BRANDA_NOTIFIER_DATABASE", site.settings.notifier_database)
    monkeypatch.setenv("COLUMNS", "300")
    async with site.running() as notifier:
        await site.publish(live(), live(cluster=CLUSTERS[1], origin="import"))
        await eventually(lambda: _decided(notifier, 3))
        await eventually(lambda: len(site.mails) == 2)
        await eventually(lambda: _sent(notifier, 2))
    result = await asyncio.to_thread(CliRunner().invoke, app, [])
    assert result.exit_code == 0, result.output
    assert "sent 2, suppressed 1" in result.output
    assert "250 kept on this machine" in result.output
    assert not any(person["address"] in result.output for person in site.intake.people)
    only = await asyncio.to_thread(CliRunner().invoke, app, ["--state", "suppressed"])
    assert "historic" in only.output
    assert "250 kept" not in only.output
    wrong = await asyncio.to_thread(CliRunner().invoke, app, ["--state", "ready"])
    assert wrong.exit_code == 2


async def _sent(notifier: Notifier, count: int) -> bool:
    return (await notifier.messages.counts()).get("sent", 0) == count
