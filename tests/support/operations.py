"""The tables of docs/operations.md, made from the code: `python -m tests.support.operations` writes them."""

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from services.intake.settings import Settings as IntakeSettings
from services.notifier.settings import Settings as NotifierSettings
from services.scoring.settings import Settings as WorkerSettings
from services.scoring.web import WebSettings
from shared.doctor.settings import DoctorSettings
from shared.kafka.settings import KafkaSettings
from shared.telemetry.settings import TelemetrySettings

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operations.md"

SETTINGS: dict[str, tuple[type[BaseSettings], ...]] = {
    "intake": (IntakeSettings, TelemetrySettings),
    "scoring": (WebSettings, TelemetrySettings),
    "worker": (WorkerSettings, TelemetrySettings),
    "notifier": (NotifierSettings, TelemetrySettings),
    "topics": (KafkaSettings,),
    "doctor": (DoctorSettings,),
}
"""Which settings each process and command reads."""

PROCESSES = ("services.intake.main", "services.scoring.web", "services.scoring.worker", "services.notifier.main")


@dataclass(frozen=True)
class Figure:
    """One figure as it is exposed: `names` are its sample names, the first the one that a person looks for."""

    names: tuple[str, ...]
    kind: str
    labels: tuple[str, ...]
    meaning: str


def figures() -> list[Figure]:
    """Return every figure that the code of any process defines, by name."""
    for module in PROCESSES:
        importlib.import_module(module)
    ours = [
        collector
        for collector in set(REGISTRY._collector_to_names)  # the registry offers no public list of definitions
        if isinstance(collector, MetricWrapperBase) and collector._name.startswith("branda_")
    ]
    return sorted((_figure(each) for each in ours), key=lambda figure: figure.names)


def _figure(collector: MetricWrapperBase) -> Figure:
    name, kind = collector._name, collector._type
    endings = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}.get(kind, ("",))
    return Figure(tuple(name + end for end in endings), kind, tuple(collector._labelnames), collector._documentation)


def tables() -> dict[str, str]:
    """Return the generated parts of the page by the name of their place."""
    return {"settings": "\n".join(_settings()), "figures": "\n".join(_figures())}


def written(page: str) -> str:
    """Return `page` with its generated parts as they must be; raises `ValueError` if a place is missing."""
    for name, table in tables().items():
        place = re.compile(rf"(<!-- {name}: .*? -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        if not place.search(page):
            raise ValueError(f"the page has no place for {name}")
        page = place.sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", page)  # type: ignore[misc]
    return page


def _figures() -> Iterator[str]:
    yield "| figure | kind | labels | means |"
    yield "|---|---|---|---|"
    for figure in figures():
        name = figure.names[0].removesuffix("_bucket")
        labels = ", ".join(f"`{label}`" for label in figure.labels) or "–"
        yield f"| `{name}` | {figure.kind} | {labels} | {figure.meaning} |"


def _settings() -> Iterator[str]:
    rows: dict[str, list[tuple[str, FieldInfo]]] = {}
    for process, classes in SETTINGS.items():
        for each in classes:
            for name, setting in each.model_fields.items():
                rows.setdefault(name, []).append((process, setting))
    yield "| variable | default | read by | means |"
    yield "|---|---|---|---|"
    for name, uses in sorted(rows.items()):
        defaults = " / ".join(dict.fromkeys(_default(setting) for _, setting in uses))
        readers = "all" if len(uses) == len(SETTINGS) else ", ".join(process for process, _ in uses)
        meaning = next((setting.description for _, setting in uses if setting.description), "")
        yield f"| `BRANDA_{name.upper()}` | {defaults} | {readers} | {' '.join(meaning.split())} |"


def _default(setting: FieldInfo) -> str:
    if setting.is_required():
        return "**required**"
    value = setting.default
    if isinstance(value, Path) and value.is_absolute():
        value = value.relative_to(ROOT)
    if isinstance(value, SecretStr) or value in (None, ""):
        return "–"
    return f"`{value}`"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
