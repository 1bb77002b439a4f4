"""Jars enter the cache verified or not at all."""

import hashlib
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import ClassVar

import pytest
import requests

from stack import downloads, jars
from stack.cache import exclusive
from stack.errors import StackError
from stack.jars import Jar

CONTENT = b"the bytes of a jar"
GOOD = Jar("org.example", "good", "1.0", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))


class FakeCentral:
    """Stands for the artifact client of jgo: `answers` maps an artifact to bytes or to an error."""

    answers: ClassVar[dict[str, bytes | Exception]] = {}
    asked: ClassVar[list[str]] = []

    def __init__(self, repo_cache: Path, timeout: int) -> None:
        assert timeout > 0
        self._folder = repo_cache

    def project(self, _group: str, artifact: str) -> "FakeCentral":
        self._artifact = artifact
        return self

    def at_version(self, _version: str) -> "FakeCentral":
        return self

    def artifact(self) -> "FakeCentral":
        return self

    def resolve(self) -> Path:
        type(self).asked.append(self._artifact)
        answer = type(self).answers[self._artifact]
        if isinstance(answer, Exception):
            raise answer
        self._folder.mkdir(parents=True)
        (self._folder / "downloaded.jar").write_bytes(answer)
        return self._folder / "downloaded.jar"


@pytest.fixture
def central(monkeypatch: pytest.MonkeyPatch) -> type[FakeCentral]:
    FakeCentral.answers = {"good": CONTENT}
    FakeCentral.asked = []
    monkeypatch.setattr(downloads, "MavenContext", FakeCentral)
    return FakeCentral


@pytest.fixture
def libraries(tmp_path: Path) -> Path:
    folder = tmp_path / "libraries"
    folder.mkdir()
    return folder


def test_the_committed_lock_is_complete() -> None:
    locked = jars.read_lock()

    assert ("org.apache.kafka", "kafka_2.13", "4.3.1") in {(jar.group, jar.artifact, jar.version) for jar in locked}
    assert {jar.version for jar in locked if jar.group == "org.apache.kafka"} == {"4.3.1"}
    assert {jar.version for jar in locked if jar.group == "org.apache.logging.log4j"} == {"2.25.4"}
    assert len({jar.filename for jar in locked}) == len(locked) > 40
    assert all(len(bytes.fromhex(jar.sha256)) == 32 and jar.size > 0 for jar in locked)


def test_a_verified_jar_enters_the_cache(central: type[FakeCentral], libraries: Path) -> None:
    downloads.fetch([GOOD], libraries)

    assert (libraries / "good-1.0.jar").read_bytes() == CONTENT
    assert [each.name for each in libraries.parent.iterdir()] == ["libraries"]


@pytest.mark.parametrize("altered", [CONTENT[:-1] + b"X", CONTENT + b"X", b""])
def test_other_bytes_than_the_lock_promises_install_nothing(
    central: type[FakeCentral], libraries: Path, altered: bytes
) -> None:
    central.answers = {"good": altered}

    with pytest.raises(StackError, match=r"good-1\.0\.jar .*not those of kafka\.lock") as raised:
        downloads.fetch([GOOD], libraries)

    assert "Nothing was installed" in raised.value.remedy
    assert list(libraries.iterdir()) == []


def test_no_network_and_nothing_cached(central: type[FakeCentral], libraries: Path) -> None:
    central.answers = {"good": requests.ConnectionError("unreachable")}

    with pytest.raises(StackError, match="no network") as raised:
        downloads.fetch([GOOD], libraries)

    assert central.asked == ["good"] * downloads.ATTEMPTS
    assert "HTTPS_PROXY" in raised.value.remedy
    assert "BRANDA_CACHE" in raised.value.remedy


def test_no_space_is_said_before_anything_is_downloaded(
    central: type[FakeCentral], libraries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage(100, 90, 10))

    with pytest.raises(StackError, match="No space for the jars of Kafka") as raised:
        downloads.fetch([GOOD], libraries)

    assert central.asked == []
    assert "Free some space" in raised.value.remedy


def test_a_damaged_jar_in_the_cache_is_fetched_again(
    central: type[FakeCentral], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRANDA_CACHE", str(tmp_path))
    monkeypatch.setattr(jars, "read_lock", lambda: [GOOD])
    folder = jars.kafka_libraries()
    (folder / GOOD.filename).write_bytes(b"another content ..")

    assert jars.kafka_libraries() == folder
    assert (folder / GOOD.filename).read_bytes() == CONTENT
    assert jars.kafka_libraries() == folder
    assert central.asked == ["good", "good"]


def test_two_at_once_download_once(central: type[FakeCentral], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRANDA_CACHE", str(tmp_path))
    monkeypatch.setattr(jars, "read_lock", lambda: [GOOD])
    together = Barrier(2)
    monkeypatch.setattr(jars, "exclusive", lambda path: (together.wait(5), exclusive(path))[1])

    with ThreadPoolExecutor(2) as pool:
        folders = set(pool.map(lambda _: jars.kafka_libraries(), range(2)))

    assert len(folders) == 1
    assert central.asked == ["good"]
