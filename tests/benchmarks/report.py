"""The table for people, and the same as JSON with what the run stood on."""

import importlib.metadata
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from tests.benchmarks.figures import Figure, Measure

PACKAGES = (
    "aiokafka",
    "fastapi",
    "faststream",
    "motor",
    "panzi-json-logic",
    "pydantic",
    "pymongo",
    "starlette",
    "uvicorn",
    "zen-engine",
)


def show(figures: Sequence[Figure], console: Console) -> None:
    """Print every figure beside its goal: the median, and in brackets the lowest and highest round."""
    table = Table("figure", "ours", "bare", "ours/bare", "goal", "", title="Medians; in brackets the spread of rounds")
    for figure in figures:
        table.add_row(
            figure.name + (f"\n[dim]{figure.note}[/dim]" if figure.note else ""),
            f"{_spread(figure.ours)} {figure.unit}",
            f"{_spread(figure.bare)} {figure.unit}" if figure.bare else "–",
            _spread(figure.ratio) if figure.ratio else "–",
            f"{figure.goal.of} {figure.goal.bound} {figure.goal.limit:g}" if figure.goal else "–",
            {None: "", True: "[green]met[/green]", False: "[red]goal missed[/red]"}[figure.met],
        )
    if not console.is_terminal:  # a log has no width of its own, and 80 columns break every word
        console.width = 160
    console.print(table)


def write(figures: Sequence[Figure], loads: Mapping[str, float], seconds: float, file: Path) -> None:
    """Write the run to `file`; `loads` is the load average (1 minute) when each benchmark began."""
    content = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "machine": machine(),
        "load_average": dict(loads),
        "figures": [_json(figure) for figure in figures],
    }
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def machine() -> dict[str, Any]:
    """Return what the numbers depend on."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_mb": round(psutil.virtual_memory().total / 1e6),
        "python": platform.python_version(),
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
    }


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def _json(figure: Figure) -> dict[str, Any]:
    derived = {"ratio": figure.ratio.rounds if figure.ratio else None, "met": figure.met}
    return {**asdict(figure), **derived}


def _spread(measure: Measure) -> str:
    return f"{_short(measure.median)} [{_short(measure.lowest)}–{_short(measure.highest)}]"


def _short(value: float) -> str:
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
