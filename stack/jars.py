"""The jars of Kafka: listed with their hashes in `kafka.lock`, fetched once, verified before every start."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from jgo.maven import MavenContext
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from stack.cache import cache_directory, exclusive, require_space
from stack.errors import StackError

LOCK = Path(__file__).with_name("kafka.lock")
PARALLEL_DOWNLOADS = 4
ATTEMPTS = 3


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
                fetch(still_missing, libraries)
    return libraries


def fetch(jars: list[Jar], libraries: Path) -> None:
    """Download `jars`, showing progress; each one enters `libraries` whole and verified, or not at all."""
    total = sum(jar.size for jar in jars)
    require_space(libraries, 2 * total, "the jars of Kafka")
    with (
        tempfile.TemporaryDirectory(dir=libraries.parent, prefix="download-") as scratch,
        ThreadPoolExecutor(PARALLEL_DOWNLOADS) as pool,
        _progress(total) as advance,
    ):
        downloads = {pool.submit(_download, jar, Path(scratch)): jar for jar in jars}
        try:
            for done in as_completed(downloads):
                jar = downloads[done]
                _admit(jar, done.result(), libraries)
                advance(jar.size)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _missing(jars: Iterable[Jar], libraries: Path) -> list[Jar]:
    return [jar for jar in jars if not jar.is_intact(libraries / jar.filename)]


def _admit(jar: Jar, downloaded: Path, libraries: Path) -> None:
    if not jar.is_intact(downloaded):
        raise StackError(
            f"{jar.filename} was downloaded, but its bytes are not those of kafka.lock (SHA-256 {jar.sha256[:16]}…).",
            "Nothing was installed. Try again; if it stays so, a proxy or mirror alters the files: "
            "do not go on, tell whoever runs it.",
        )
    downloaded.replace(libraries / jar.filename)


def _download(jar: Jar, scratch: Path) -> Path:
    for attempt in range(1, ATTEMPTS + 1):
        repository = scratch / f"{jar.artifact}-{attempt}"
        try:
            context = MavenContext(repo_cache=repository, timeout=30)
            return Path(context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve())
        except (requests.RequestException, RuntimeError) as error:
            if attempt == ATTEMPTS:
                raise _unreachable(jar, error) from error
        except OSError as error:
            require_space(scratch, 2 * jar.size, jar.filename)
            raise StackError(f"{jar.filename} cannot be stored: {error}.", "Look at BRANDA_CACHE.") from error
    raise AssertionError("the last attempt returns or raises")


def _unreachable(jar: Jar, error: Exception) -> StackError:
    return StackError(
        f"{jar.filename} is not in the cache and cannot be downloaded: no network, or Maven Central does not answer "
        f"({type(error).__name__}).",
        "Connect once (a proxy is taken from HTTPS_PROXY), or copy the cache folder of a machine that has it and "
        "point BRANDA_CACHE at the copy.",
    )


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    columns = TextColumn("Kafka's jars, once:"), BarColumn(), DownloadColumn()
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("jars", total=total)
        yield lambda size: bar.advance(task, size)
