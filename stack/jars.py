"""The jars of Kafka: listed with their hashes in `kafka.lock`, fetched once, verified before every start."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from stack.cache import cache_directory, exclusive

LOCK = Path(__file__).with_name("kafka.lock")


@dataclass(frozen=True)
class Jar:
    """One line of the lock: `group:artifact:version sha256 size`."""

    group: str
    artifact: str
    version: str
    sha256: str
    size: int

    @property
    def filename(self) -> str:
        return f"{self.artifact}-{self.version}.jar"

    def is_intact(self, path: Path) -> bool:
        """Whether `path` holds exactly the bytes that the lock promises."""
        if not path.is_file() or path.stat().st_size != self.size:
            return False
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest() == self.sha256


def read_lock(lock: Path = LOCK) -> list[Jar]:
    """All jars of the lock, in its order."""
    rows = (line.split() for line in lock.read_text().splitlines() if line and not line.startswith("#"))
    return [_jar(*row) for row in rows]


def _jar(coordinates: str, sha256: str, size: str) -> Jar:
    group, artifact, version = coordinates.split(":")
    return Jar(group, artifact, version, sha256, int(size))


def kafka_libraries() -> Path:
    """The folder of verified jars; downloads what is missing or damaged. Safe in two processes at once."""
    cache = cache_directory()
    libraries = cache / f"kafka-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    libraries.mkdir(exist_ok=True)
    jars = read_lock()
    if _missing(jars, libraries):
        with exclusive(cache / "kafka.lock"):
            still_missing = _missing(jars, libraries)  # another process may just have brought them
            if still_missing:
                from stack.downloads import fetch  # libraries of 10 MB that only the first start needs

                fetch(still_missing, libraries)
    return libraries


def _missing(jars: Iterable[Jar], libraries: Path) -> list[Jar]:
    return [jar for jar in jars if not jar.is_intact(libraries / jar.filename)]
