"""`branda catalogue publish|confirm|list` as an operator types them, on a real Kafka."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.catalogue.cli import app
from shared.catalogue.library import Library
from shared.catalogue.loader import load_catalogue
from shared.catalogue.published import note_published
from shared.contracts.common import CATALOGUES
from shared.contracts.envelope import VILNIUS
from shared.contracts.registry import parse_event
from shared.kafka.settings import KafkaSettings
from tests.support.catalogues import Small, small_catalogue
from tests.support.kafka import read_topic, send
from tests.support.published import new_version

BAND = ("mini-set@1/1-members.yaml", "baseline: 15", "baseline: 16")
TODAY = datetime.now(VILNIUS).date()


class Desk:
    """An operator with a folder of criteria."""

    def __init__(self, draft: Small, settings: KafkaSettings) -> None:
        self.draft, self.settings = draft, settings

    async def run(self, *words: str, code: int = 0, answer: str | None = None) -> str:
        arguments = ["catalogue", *words, "--folder", str(self.draft.folder)]
        result = await asyncio.to_thread(CliRunner().invoke, app, arguments, input=answer)
        assert result.exit_code == code, result.output
        return result.output

    async def topic(self) -> list[tuple[bytes, str]]:
        records = await read_topic(self.settings, CATALOGUES)
        return [(record.key, parse_event(record.value).type) for record in records]


@pytest.fixture
def desk(kafka_settings: KafkaSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("BRANDA_KAFKA", kafka_settings.kafka)
    monkeypatch.setenv("BRANDA_TOPIC_PREFIX", kafka_settings.topic_prefix)
    monkeypatch.setenv("BRANDA_KAFKA_PARTITIONS", "3")
    monkeypatch.setenv("COLUMNS", "200")
    draft = small_catalogue(tmp_path)
    new_version(draft.folder, "mini@1", TODAY, BAND)
    return Desk(draft, kafka_settings)


async def test_a_version_is_shown_asked_about_published_once_and_frozen(desk: Desk) -> None:
    said = await desk.run("publish", "mini@2", answer="n\n", code=1)
    assert "From mini@1 to mini@2: 2 changes." in said
    assert "- indicator 1.1: scoring, baseline (2 points) “15” becomes “16”" in said
    assert await desk.topic() == []
    assert not (desk.draft.folder / "published.txt").exists()

    assert "mini@2 is published." in await desk.run("publish", "mini@2", answer="y\n")
    assert await desk.topic() == [(b"mini@2", "branda.catalogue.published.v1")]
    (found,) = [each for each in Library(desk.draft.folder).known() if each.id == "mini@2"]
    assert (desk.draft.folder / "published.txt").read_text("utf-8") == f"mini@2 {found.sha256}\n"

    (desk.draft.folder / "published.txt").unlink()
    assert "nothing to do" in await desk.run("publish", "mini@2", "--yes")
    assert (desk.draft.folder / "published.txt").exists()
    assert len(await desk.topic()) == 1

    desk.draft.replace("mini-set@2/1-members.yaml", "baseline: 16", "baseline: 17")
    assert "published.txt:1: mini@2 is published with another content" in await desk.run("publish", "mini@2", code=1)
    (desk.draft.folder / "published.txt").unlink()
    said = await desk.run("publish", "mini@2", "--yes", code=1)
    assert "mini@2 is published with other content" in said
    assert "Give the changed criteria a new version." in said
    assert len(await desk.topic()) == 1


async def test_a_value_is_confirmed_once(desk: Desk) -> None:
    await desk.run("publish", "mini@2", "--yes")
    words = ("confirm", "mini@2", "minimum", "1.1", "--by", "Agentūra", "--source", "raštas Nr. 7")

    assert "mini@2/minimum/1.1 is confirmed from " in await desk.run(*words)
    assert "nothing to do" in await desk.run(*words)
    said = await desk.run("confirm", "mini@2", "minimum", "1.1", "--by", "Other", "--source", "letter", code=1)
    assert "confirmed already: by Agentūra, raštas Nr. 7, from " in said
    assert await desk.topic() == [
        (b"mini@2", "branda.catalogue.published.v1"),
        (b"mini@2/minimum/1.1", "branda.catalogue.confirmed.v1"),
    ]

    listed = await desk.run("list")
    assert "raštas Nr. 7" in listed
    assert "1 confirmations." in listed
    assert f"{TODAY} (now)" in listed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("mini@9", "minimum", "1.1"), "There is no mini@9; there are: mini@1, mini@2."),
        (("mini@1", "minimum", "9.9"), "mini@1 has no minimum of 9.9."),
        (("mini@1", "requirement", "bronze.age"), "nobody knows the requirement of bronze.age"),
        (("mini@1", "floor", "floor"), "The floor of floor is stated by a source: nothing to confirm."),
        (("mini@1", "weight", "1.1"), "'weight' cannot be confirmed; write one of minimum, scoring, "),
        (("mini@1", "minimum", "../1.1"), "item: "),
        (("mini", "minimum", "1.1"), "catalogue: "),
        (("mini@1", "minimum", "1.1", "--by", "x" * 201), "by: "),
        (("mini@1", "minimum", "1.1", "--source", ""), "source: "),
        (("mini@1", "minimum", "1.1", "--on", (TODAY + timedelta(days=1)).isoformat()), "is in the future"),
    ],
)
async def test_what_cannot_be_confirmed_is_told_and_nothing_is_published(
    desk: Desk, words: tuple[str, ...], said: str
) -> None:
    whole = ["confirm", *words]
    for option, value in (("--by", "Agency"), ("--source", "letter")):
        whole += [] if option in words else [option, value]
    assert said in await desk.run(*whole, code=1)
    assert await desk.topic() == []


async def test_criteria_do_not_begin_in_the_past(desk: Desk) -> None:
    new_version(desk.draft.folder, "mini@2", TODAY - timedelta(days=1))
    assert "in the past. Write a day from" in await desk.run("publish", "mini@3", "--yes", code=1)
    assert await desk.topic() == []
    note_published(desk.draft.folder, load_catalogue(desk.draft.folder, "mini@3"))
    assert "mini@3 is published." in await desk.run("publish", "mini@3", "--yes")


async def test_a_mistake_in_the_files_is_told_with_its_line(desk: Desk) -> None:
    desk.draft.replace("mini-set@2/1-members.yaml", "baseline: 16", "baseline: 60")
    said = await desk.run("publish", "mini@2", "--yes", code=1)
    assert "mini-set@2/1-members.yaml:" in said
    assert "the band runs against its direction" in said


async def test_what_lies_on_the_topic_and_cannot_be_used_stops_no_command(desk: Desk) -> None:
    await send(desk.settings, CATALOGUES, [b"not JSON", None])
    assert "mini@2 is published." in await desk.run("publish", "mini@2", "--yes")


async def test_without_kafka_the_remedy_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRANDA_KAFKA", "127.0.0.1:1")
    assert "BRANDA_KAFKA" in await desk.run("publish", "mini@2", "--yes", code=1)
    assert not (desk.draft.folder / "published.txt").exists()
