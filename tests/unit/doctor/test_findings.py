"""A check that goes wrong is a finding, and no finding shows a secret."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic_settings import BaseSettings
from typer.testing import CliRunner

from shared.cli import build
from shared.doctor import cli, examine, findings
from shared.doctor.findings import Finding, checked, run
from shared.doctor.servers import LARGEST_SKEW, _clock

NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Needy(BaseSettings):
    """Settings that lack something."""

    needed: str
    number: int = 0
    password: SecretStr = SecretStr("")


async def all_well() -> Sequence[Finding]:
    return [Finding("well", "mongodb://user:pass@host answers")]


async def not_well() -> Sequence[Finding]:
    return [Finding("ill", "nothing there", "Start it.")]


async def never_ends() -> Sequence[Finding]:
    await asyncio.sleep(60)
    return []


async def breaks() -> Sequence[Finding]:
    raise RuntimeError("for ona@klasteris.lt")


async def misconfigured() -> Sequence[Finding]:
    Needy()
    return []


async def test_what_is_found_shows_no_credentials() -> None:
    [found] = await run(all_well)
    assert (found.ok, found.detail) == (True, "mongodb://<credentials>@host answers")


async def test_a_check_that_breaks_or_never_ends_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "SECONDS", 0.05)
    [broken], [endless] = await run(breaks), await run(never_ends)
    assert (broken.ok, broken.detail) == (False, "RuntimeError: for <address>")
    assert (endless.ok, endless.check) == (False, "never ends")


async def test_wrong_settings_are_named_one_by_one_and_their_values_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBER", "geheim")
    for found in (checked(Needy, "the process"), await run(misconfigured)):
        assert [each.detail.split(":")[0] for each in found] == ["BRANDA_NEEDED", "BRANDA_NUMBER"]
        assert "geheim" not in str(found)
        assert not any(each.ok for each in found)
    monkeypatch.setenv("NUMBER", "1")
    monkeypatch.setenv("NEEDED", "1")
    assert [each.ok for each in checked(Needy, "the process")] == [True]


@pytest.mark.parametrize("skew", [-60.0, -LARGEST_SKEW - 1, 0.0, 1.0, LARGEST_SKEW + 1, 60.0])
def test_a_clock_that_differs_is_wrong_in_both_directions(skew: float) -> None:
    found = _clock(NOW + timedelta(seconds=skew), NOW, NOW + timedelta(milliseconds=3))
    assert found.ok == (abs(skew) <= LARGEST_SKEW)


@pytest.mark.parametrize(("looks", "code"), [([all_well], 0), ([all_well, not_well], 1)])
def test_the_command_says_it_in_lines_and_as_json(
    monkeypatch: pytest.MonkeyPatch, looks: list[findings.Check], code: int
) -> None:
    monkeypatch.setattr(examine, "checks", lambda: iter(looks))
    lines = CliRunner().invoke(cli.app, [])
    assert lines.exit_code == code
    assert "ok     well: mongodb://<credentials>@host answers" in lines.output
    assert ("WRONG  ill: nothing there\n       -> Start it." in lines.output) == bool(code)
    document = json.loads(CliRunner().invoke(cli.app, ["--json"]).output)
    assert document["ok"] == (code == 0)
    assert [each["check"] for each in document["findings"]] == ["well", "ill"][: len(looks)]


def test_every_installed_service_brings_its_checks() -> None:
    names = {check.__name__ for check in examine.checks()}
    assert {"kafka", "mongodb", "criteria", "processes", "dead_letters"} <= names
    assert {"signing_key", "blocked_clusters", "mail_relay"} <= names


def test_a_folder_where_nothing_runs_is_said_so(tmp_path: Path) -> None:
    refused = CliRunner().invoke(build(), ["--dir", str(tmp_path), "doctor"])
    assert refused.exit_code == 2
    assert "no Branda runs" in " ".join(refused.output.split())
