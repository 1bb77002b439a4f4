"""Where downloads are kept between runs, shared by every directory that `branda up` is pointed at."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stack.errors import StackError


def cache_directory() -> Path:
    """The folder of setting BRANDA_CACHE, else `branda` in the user's cache folder; made if it is missing."""
    chosen = os.environ.get("BRANDA_CACHE")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    directory = Path(chosen).expanduser() if chosen else base / "branda"
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StackError(
            f"The cache folder {directory} cannot be made: {error.strerror}.",
            "Set BRANDA_CACHE to a folder that you may write to.",
        ) from error
    return directory.resolve()


def require_space(directory: Path, needed: int, purpose: str) -> None:
    """Refuse to begin what cannot be finished; `needed` is in bytes, `directory` must exist."""
    free = shutil.disk_usage(directory).free
    if free < needed:
        raise StackError(
            f"No space for {purpose}: {needed / 1e6:,.0f} MB are needed in {directory}, {free / 1e6:,.0f} MB are free.",
            "Free some space, or choose another place with BRANDA_CACHE (downloads) or --dir (data).",
        )


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file `path`; a second process waits until the first is done, also if that one is killed."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
