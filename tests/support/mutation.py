"""Small faults put into the readiness engine, one at a time: which of them would no test notice?

`python -m tests.support.mutation labels requirements/gates` mutates these modules of `services/scoring/domain`, without
any name a sample by a seed that changes daily. A survivor is either a test that is missing, or changes nothing that
anybody could see; the latter are listed with their reason in `tests/data/mutants-accepted.toml`.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = Path("services/scoring/domain")
ACCEPTED = ROOT / "tests" / "data" / "mutants-accepted.toml"
COPIED = ("services", "shared", "stack", "tests", "catalogues")
LINES = 350
"""About how many lines of code a sample has: some 500 faults."""

SURVIVED, UNTESTED = 0, 33
"""What mutmut notes of a fault that no test notices, and of one in a function that no test calls."""

_NAME = re.compile(r"^services\.scoring\.domain\.(?P<module>.+)\.x(?P<function>_.+|ǁ.+)__mutmut_\d+$")


@dataclass(frozen=True)
class Mutant:
    """One fault: the function it is in, and the changed lines before and after."""

    function: str
    was: str
    becomes: str


@dataclass
class Outcome:
    """How many faults were tried, how many nobody had the time for, and those that no test noticed."""

    tried: int = 0
    left: int = 0
    survivors: list[Mutant] = field(default_factory=list)


def modules() -> list[str]:
    """Return the modules of the engine that hold code, as paths below the domain without suffix."""
    files = sorted((ROOT / DOMAIN).rglob("*.py"))
    return [str(file.relative_to(ROOT / DOMAIN).with_suffix("")) for file in files if file.name != "__init__.py"]


def sample(seed: int, lines: int = LINES) -> list[str]:
    """Return modules in an order that the seed decides, until they have so many lines."""
    shuffled = modules()
    Random(seed).shuffle(shuffled)
    chosen, total = [], 0
    for name in shuffled:
        if total >= lines:
            break
        chosen.append(name)
        total += len((ROOT / DOMAIN / f"{name}.py").read_text(encoding="utf-8").splitlines())
    return chosen


def mutate(chosen: Sequence[str], seconds: float) -> Outcome:
    """Put every fault into the modules that fits into the time; what was begun is judged."""
    with tempfile.TemporaryDirectory(prefix="branda-mutants-") as name:
        folder = Path(name)
        _lay_out(folder, chosen)
        _run(folder, seconds)
        return _outcome(folder)


def accepted() -> set[Mutant]:
    """Return the faults that change nothing anybody could see."""
    entries = tomllib.loads(ACCEPTED.read_text(encoding="utf-8")).get("mutant", [])
    missing = [each for each in entries if not each.get("why")]
    assert not missing, f"no reason is given: {missing}"
    return {Mutant(each["function"], each["was"], each["is"]) for each in entries}


def _lay_out(folder: Path, chosen: Sequence[str]) -> None:
    for each in COPIED:
        shutil.copytree(ROOT / each, folder / each, ignore=shutil.ignore_patterns("__pycache__"))
    only = json.dumps([f"{DOMAIN}/{each}.py" for each in chosen])
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = "[tool.mutmut]\n"
    assert section in settings
    (folder / "pyproject.toml").write_text(settings.replace(section, f"{section}only_mutate = {only}\n"), "utf-8")


def _run(folder: Path, seconds: float) -> None:
    children = str(os.cpu_count() or 1)
    with (folder / "mutmut.log").open("w") as log:
        command = [sys.executable, "-m", "tests.support.mutation_once", "run", "--max-children", children]
        process = subprocess.Popen(
            command, cwd=folder, env=_environment(), stdout=log, stderr=log, start_new_session=True
        )
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            code = 0
        finally:
            _end(process)
    assert code == 0, (folder / "mutmut.log").read_text()[-4000:]


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let it stop its workers; what does not stop by itself is ended with its group."""
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment() -> dict[str, str]:
    """The mutated copies must be found, not the code that this process runs; no trace of an outer pytest."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHONPATH", "COV_"))}


def _outcome(folder: Path) -> Outcome:
    found = Outcome()
    for file in sorted((folder / "mutants" / DOMAIN).rglob("*.meta")):
        for name, code in json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            found.tried += code is not None
            found.left += code is None
            if code in (SURVIVED, UNTESTED):
                found.survivors.append(_mutant(folder, name))
    return found


def _mutant(folder: Path, name: str) -> Mutant:
    command = [sys.executable, "-m", "mutmut", "show", name]
    shown = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, check=True)
    lines = [line for line in shown.stdout.splitlines() if not line.startswith(("---", "+++"))]
    return Mutant(_function(name), _joined(lines, "-"), _joined(lines, "+"))


def _function(name: str) -> str:
    """`….labels.x__state__mutmut_3` is `labels._state`, `….xǁWindowǁplace__mutmut_1` is `Window.place`."""
    found = _NAME.match(name)
    assert found is not None, name
    function = found["function"]
    function = function[1:].replace("ǁ", ".") if function.startswith("ǁ") else function[1:]
    return f"{found['module']}.{function}"


def _joined(lines: Iterable[str], sign: str) -> str:
    return " ".join(line[1:].strip() for line in lines if line.startswith(sign))


def report(outcome: Outcome) -> Iterator[str]:
    """Say what came of it, each survivor as an entry that could be accepted."""
    yield f"{outcome.tried} faults tried, {len(outcome.survivors)} not noticed, {outcome.left} left for lack of time"
    for each in outcome.survivors:
        yield f"[[mutant]]\nfunction = {_toml(each.function)}\nwas = {_toml(each.was)}\nis = {_toml(each.becomes)}\n"


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def todays_seed() -> int:
    """Return the seed of the day, or that of BRANDA_SEED."""
    return int(os.environ.get("BRANDA_SEED", str(datetime.now(UTC).date().toordinal())))


def main(names: list[str]) -> int:
    """Mutate the named modules, or today's sample, and print the survivors that nobody has accepted."""
    outcome = mutate(names or sample(todays_seed()), float(os.environ.get("BRANDA_MUTATION_SECONDS", "3600")))
    known = accepted()
    outcome.survivors = [each for each in outcome.survivors if each not in known]
    print("\n".join(report(outcome)))
    return 1 if outcome.survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
