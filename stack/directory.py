"""The folder of one running stack: what lies where, who may read it, and that only one runner works in it."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stack.errors import StackError


class StackDirectory:
    """Paths below the folder given to `branda up --dir`; everything but the logs is for its owner only."""

    def __init__(self, root: Path) -> None:
        self.root = root.expanduser().resolve()
        self.kafka = self.root / "kafka"
        self.mongo = self.root / "mongo"
        self.mail = self.root / "mail"
        self.logs = self.root / "logs"
        self.signing_key = self.root / "secrets" / "signing-key.pem"
        self.clients = self.root / "secrets" / "clients.json"
        self.addresses = self.root / "branda.json"
        self.processes = self.root / "processes.json"
        self.lock = self.root / "runner.lock"

    def make(self) -> None:
        """Make the folders that are missing."""
        try:
            for each in (self.root, self.signing_key.parent):
                each.mkdir(parents=True, exist_ok=True)
                each.chmod(0o700)
            self.logs.mkdir(exist_ok=True)
        except OSError as error:
            raise StackError(
                f"The folder {self.root} cannot be used: {error.strerror}.", "Choose another one with --dir."
            ) from error

    @contextmanager
    def held(self) -> Iterator[None]:
        """Be the only runner here; refuses at once if there is one already. A killed runner leaves nothing locked."""
        with self.lock.open("a+") as handle:
            if not _lock(handle.fileno(), patience=0.5):
                raise StackError(
                    f"Branda already runs on {self.root} (process {self.runner_pid()}).",
                    f"Look at it with `branda status --dir {self.root}`, stop it with `branda down --dir {self.root}`, "
                    "or choose another folder with --dir.",
                )
            handle.truncate(0)
            handle.write(str(os.getpid()))
            handle.flush()
            yield

    def runner_pid(self) -> int | None:
        """The process that runs here now, or None."""
        if not self.lock.exists():
            return None
        with self.lock.open("r") as handle:
            if _lock(handle.fileno()):
                return None
            return int(handle.read() or 0) or None


def write_private(path: Path, text: str) -> None:
    """Replace `path` at once and whole, readable by its owner only."""
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    partial.replace(path)


def write_json(path: Path, content: Any) -> None:
    """`write_private` for JSON."""
    write_private(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def _lock(descriptor: int, patience: float = 0.0) -> bool:
    """Take the lock, or give up after `patience` seconds: somebody may just be looking whether it is held."""
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.05)
        else:
            return True
