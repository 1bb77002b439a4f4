"""One round in a process of its own, so that CPU time and memory are its alone: `python -m tests.benchmarks.rounds`.

The arguments come and the outcome goes as JSON, on standard input and output.
"""

import asyncio
import cProfile
import importlib
import json
import logging
import os
import pstats
import subprocess
import sys
from typing import Any

PROFILE = "BENCHMARK_PROFILE"
"""Set to a number: every round prints that many lines of a profile, by own time, to standard error."""


def in_own_process(module: str, **arguments: Any) -> dict[str, float]:
    """Run `round_in_process(**arguments)` of a module of this package and return what it returns."""
    command = [sys.executable, "-m", "tests.benchmarks.rounds", module]
    answer = subprocess.run(
        command, input=json.dumps(arguments), stdout=subprocess.PIPE, text=True, check=True, timeout=240
    )
    outcome: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return outcome


def main() -> None:
    """Run one round."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    work = importlib.import_module(f"tests.benchmarks.{sys.argv[1]}").round_in_process
    arguments = json.loads(sys.stdin.read())
    lines = int(os.environ.get(PROFILE, "0"))
    if not lines:
        print(json.dumps(asyncio.run(work(**arguments))))
        return
    profile = cProfile.Profile()
    outcome = profile.runcall(asyncio.run, work(**arguments))
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(lines)
    print(json.dumps(outcome))


if __name__ == "__main__":
    main()
