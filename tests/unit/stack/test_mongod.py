"""Which mongod is taken, and what is said when none will do."""

import importlib.metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from stack import mongo
from stack.errors import StackError


@pytest.fixture(autouse=True)
def no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRANDA_MONGOD", raising=False)


@pytest.mark.parametrize(
    ("complaint", "problem", "remedy"),
    [
        ("libcurl.so.4: cannot open shared object file", "libcurl4, which is absent", "apt-get install libcurl4"),
        ("version `GLIBC_2.34' not found", "does not run on this system: .*GLIBC_2.34", "BRANDA_MONGOD"),
    ],
)
def test_a_system_that_does_not_suit_the_packaged_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, complaint: str, problem: str, remedy: str
) -> None:
    packaged = tmp_path / "mongod"
    packaged.write_text(f'#!/bin/sh\necho "{complaint}" >&2\nexit 127\n'.replace("`", "'"))
    packaged.chmod(0o755)
    monkeypatch.setattr(mongo, "_packaged_mongod", lambda: packaged)

    with pytest.raises(StackError, match=problem) as raised:
        mongo.find_mongod()

    assert remedy in raised.value.remedy


def test_an_unsupported_platform_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mongo, "_packaged_mongod", lambda: None)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr("platform.machine", lambda: "riscv64")

    with pytest.raises(StackError, match="riscv64") as raised:
        mongo.find_mongod()

    assert "BRANDA_MONGOD" in raised.value.remedy


def test_a_setting_that_names_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRANDA_MONGOD", str(tmp_path))

    with pytest.raises(StackError, match="not a program"):
        mongo.find_mongod()


def test_a_wheel_without_run_bit_is_copied_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    member = tmp_path / mongo.WHEEL_MEMBER
    member.parent.mkdir(parents=True)
    member.write_bytes(b"#!/bin/sh\n")
    member.chmod(0o644)
    monkeypatch.setenv("BRANDA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(
        importlib.metadata, "distribution", lambda _name: SimpleNamespace(locate_file=lambda name: tmp_path / name)
    )
    monkeypatch.setattr(importlib.metadata, "version", lambda _name: "0.4.0")

    found = mongo.find_mongod()

    assert found == (tmp_path / "cache" / "mongod-0.4.0").resolve()
    assert found.stat().st_mode & 0o777 == 0o755
    assert found.read_bytes() == b"#!/bin/sh\n"
