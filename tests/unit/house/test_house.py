"""The shape of the house, where import-linter cannot see it."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROOMS = ("shared", "services", "stack")
LONGEST_FILE = 300
"""Lines; a longer file is not read in one sitting (style.md)."""

ONLY_HERE = {
    "motor": (r"services/\w+/adapters/mongo/.*", r"shared/mongo\.py", r"shared/kafka/outbox_mongo\.py"),
    "httpx": (r"shared/http/clients\.py", r"stack/.*"),
}
"""Libraries past their best stand behind one door each (docs/adr/0003)."""

SERVED_FROM_OUTSIDE = {
    "shared.cli",
    "shared.contracts.schemas",
    "shared.kafka.cli",
    "shared.catalogue.cli",
    "shared.doctor.cli",
    "shared.doctor.__main__",
    "shared.backup.cli",
    "shared.backup.__main__",
}
"""Commands: an entry point or make calls them."""


@cache
def tracked() -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file())


def code() -> Iterator[tuple[str, Path]]:
    for path in tracked():
        relative = path.relative_to(ROOT)
        if path.suffix == ".py" and relative.parts[0] in ROOMS:
            yield relative.as_posix(), path


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that `path` imports, also as `from package import module`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def test_every_shared_module_serves_two_services_or_shared_itself() -> None:
    users: dict[str, set[str]] = {}
    for relative, path in code():
        parts = relative.split("/")
        room = parts[1] if parts[0] == "services" else parts[0]
        for module in imports(path):
            if module.startswith("shared."):
                users.setdefault(module, set()).add(room)
    lonely = []
    for relative, _ in code():
        module = relative.removesuffix(".py").replace("/", ".")
        if not module.startswith("shared.") or module.endswith("__init__") or module in SERVED_FROM_OUTSIDE:
            continue
        of = users.get(module, set())
        if "shared" not in of and len(of) < 2:
            lonely.append(f"{module} (used by {sorted(of) or 'nobody'})")
    assert not lonely, f"move these to their one user: {lonely}"


@pytest.mark.parametrize("library", ONLY_HERE)
def test_a_library_near_its_end_stands_behind_its_door(library: str) -> None:
    strangers = [
        relative
        for relative, path in code()
        if any(module.split(".")[0] == library for module in imports(path))
        and not any(re.fullmatch(door, relative) for door in ONLY_HERE[library])
    ]
    assert not strangers


def test_every_file_can_be_read_in_one_sitting() -> None:
    long = {relative: n for relative, path in code() if (n := path.read_text("utf-8").count("\n")) > LONGEST_FILE}
    assert not long


def test_no_file_names_an_index_or_a_path_of_one_machine() -> None:
    address = re.compile(
        r"(?:^|[^a-z/.~-])/(?:work|farm|root)/|index-url|\"resolved\": *\"http|registry *= *\"http", re.M
    )
    found = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.suffix not in {".woff2", ".png"}
        and path != Path(__file__)
        and address.search(path.read_text("utf-8", "replace"))
    ]
    assert found in ([], ["Makefile"]), (
        "only the target that pins packages may name the option that leaves the index out"
    )


def test_ci_runs_the_command_of_the_readme() -> None:
    assert "\nmake test " in (ROOT / "README.md").read_text("utf-8")
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("exec make test")
