"""`make bench`: every figure of design 10, as a ratio to the same work done bare, on the same servers, in the same run.

`python -m tests.benchmarks intake fold` measures only these.
"""

import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from tests.benchmarks import end_to_end, fold, intake, report, rescore, rule_engines, start, worker
from tests.benchmarks.figures import Figure
from tests.benchmarks.servers import Servers, running_servers

OUTPUT = Path("bench.json")

BENCHMARKS: dict[str, Callable[[Servers], list[Figure]]] = {
    "fold": lambda _: fold.measure(),
    "rule_engines": lambda _: rule_engines.measure(),
    "rescore": rescore.measure,
    "worker": worker.measure,
    "intake": intake.measure,
    "end_to_end": end_to_end.measure,
    "start": start.measure,
}


def _timed(benchmark: Callable[[Servers], list[Figure]], servers: Servers, console: Console) -> list[Figure]:
    begun = time.monotonic()
    figures = benchmark(servers)
    console.print(f"  took {time.monotonic() - begun:.0f} s")
    return figures


def main(names: list[str]) -> int:
    """Measure, print and write `bench.json`; a missed goal is said, not an error: ratios depend on the machine."""
    unknown = set(names) - BENCHMARKS.keys()
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. There are {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # new topics are announced by refusals, all retried
    console = Console(highlight=False)
    figures: list[Figure] = []
    loads: dict[str, float] = {}
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="branda-bench-") as folder, running_servers(Path(folder)) as servers:
        for name in names or BENCHMARKS:
            loads[name] = os.getloadavg()[0]
            console.print(f"{name} … (load average {loads[name]:.1f})")
            figures += _timed(BENCHMARKS[name], servers, console)
    seconds = time.monotonic() - begun
    report.show(figures, console)
    report.write(figures, loads, seconds, OUTPUT)
    console.print(f"{seconds:.0f} s; load average {min(loads.values()):.1f}–{max(loads.values()):.1f}; see {OUTPUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
