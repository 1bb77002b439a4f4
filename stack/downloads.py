"""Jars from Maven Central: downloaded a few at a time, verified, and admitted whole or not at all."""

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

import requests
from jgo.maven import MavenContext
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from stack.cache import require_space
from stack.errors import StackError
from stack.jars import Jar

PARALLEL_DOWNLOADS = 4
ATTEMPTS = 3


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
