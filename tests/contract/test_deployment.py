"""There is no container engine here: the files of a deployment are held against their schema and against our code."""

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose
from pydantic_settings import BaseSettings

from services.intake.settings import Settings as IntakeSettings
from services.notifier.settings import Settings as NotifierSettings
from services.scoring.settings import Settings as WorkerSettings
from services.scoring.web import WebSettings
from shared.doctor.settings import DoctorSettings
from shared.http.health import health_routes
from shared.kafka.settings import KafkaSettings
from shared.telemetry.settings import TelemetrySettings

ROOT = Path(__file__).parents[2]
SETTINGS: dict[str, type[BaseSettings]] = {
    "topics": KafkaSettings,
    "intake": IntakeSettings,
    "worker": WorkerSettings,
    "scoring": WebSettings,
    "notifier": NotifierSettings,
}
PROCESSES = [name for name in SETTINGS if name != "topics"]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def test_the_file_fits_the_compose_specification(compose: dict[str, Any]) -> None:
    plain = {key: value for key, value in compose.items() if not key.startswith("x-")}
    read = PyCompose.from_json(json.dumps(plain)).to_dict()
    assert set(read["services"]) == {
        *("kafka", "mongo", "topics", "proxy", "mail", "prometheus", "grafana"),
        *PROCESSES,
    }


@pytest.mark.parametrize("name", SETTINGS)
def test_every_variable_is_a_setting_of_the_process(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    read = (SETTINGS[name], TelemetrySettings, DoctorSettings)  # each image can also run the doctor
    fields = {f"BRANDA_{field}".upper() for each in read for field in each.model_fields}
    secrets = {each["target"].upper() for each in service.get("secrets", ()) if isinstance(each, dict)}
    assert set(service["environment"]) | secrets <= fields


@pytest.mark.parametrize("name", PROCESSES)
def test_every_command_names_a_factory_and_its_image(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    module, _, factory = service["command"][0].partition(":")
    assert callable(getattr(importlib.import_module(module), factory))
    assert module.split(".")[1] == service["build"]["args"]["SERVICE"]


def test_health_checks_ask_for_a_page_that_is_there(compose: dict[str, Any]) -> None:
    paths = {getattr(route, "path", "") for route in health_routes(dict).routes}
    for name in PROCESSES:
        asked = re.search(r"127\.0\.0\.1:8000(/[a-z/]+)", compose["services"][name]["healthcheck"]["test"][-1])
        assert asked is not None
        assert asked[1] in paths


def mounts(service: dict[str, Any]) -> dict[str, str]:
    """Return what of the repository stands where in the container."""
    pairs = [each.split(":")[:2] for each in service.get("volumes", ())]
    return {inside: outside for outside, inside in pairs if outside.startswith("./")}


def test_whatever_is_mounted_is_there_and_whatever_is_used_is_declared(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert all((ROOT / outside).exists() for outside in mounts(service).values())
        volumes = {each.split(":")[0] for each in service.get("volumes", ())}
        assert {each for each in volumes if not each.startswith("./")} <= set(compose["volumes"])
        assert {each["source"] for each in service.get("configs", ())} <= set(compose["configs"])
        assert set(service.get("depends_on", ())) <= set(compose["services"])


def test_prometheus_reads_its_file_and_looks_at_every_process(compose: dict[str, Any]) -> None:
    service = compose["services"]["prometheus"]
    [inside] = mounts(service)
    named = service["command"][0].removeprefix("--config.file=")
    assert named.startswith(f"{inside}/")
    content = yaml.safe_load((ROOT / mounts(service)[inside] / Path(named).name).read_text("utf-8"))
    targets = {each for job in content["scrape_configs"] for part in job["static_configs"] for each in part["targets"]}
    assert targets == {f"{name}:8000" for name in PROCESSES}
    assert '"--port", "8000"' in (ROOT / "Dockerfile").read_text("utf-8")


def test_grafana_finds_prometheus_and_the_dashboard(compose: dict[str, Any]) -> None:
    service = compose["services"]["grafana"]
    [source] = yaml.safe_load(compose["configs"]["grafana-datasource"]["content"])["datasources"]
    assert (source["url"], source["isDefault"]) == ("http://prometheus:9090", True)
    [provider] = yaml.safe_load(compose["configs"]["grafana-dashboards"]["content"])["providers"]
    folder = ROOT / mounts(service)[provider["options"]["path"]]
    assert json.loads((folder / "branda.json").read_text("utf-8"))["uid"] == "branda"
    assert service["profiles"] == compose["services"]["prometheus"]["profiles"]


def test_operators_are_told_to_use_services_that_are_there(compose: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    commands = re.findall(r"docker compose (?:up -d|run|exec)([^#\n&]*)", page)
    named = [[word for word in each.split() if word in compose["services"]] for each in commands]
    assert len(commands) >= 6
    assert all(named)
    assert {"topics", *PROCESSES} <= {name for names in named for name in names}


def test_only_the_proxy_is_open_to_the_world(compose: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert set(published.pop("proxy")) == {"443:443", "80:80"}
    assert published
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_mounted_secrets_are_declared_and_ignored_by_git(compose: dict[str, Any]) -> None:
    mounted = {
        each["source"] if isinstance(each, dict) else each
        for service in compose["services"].values()
        for each in service.get("secrets", ())
    }
    assert mounted == set(compose["secrets"])
    assert "/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()


def test_no_password_stands_in_the_file() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert not re.search(r"(?i)(password|secret|token)\w*:\s*[\"']?(?!/run/secrets/)[A-Za-z0-9+/]{12,}", text)


def test_the_proxy_leads_to_every_prefix_that_scoring_and_the_notifier_serve() -> None:
    caddy = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    for prefix in ("/results/*", "/api/v1/results*", "/api/v1/messages*", "/mail/*"):
        assert prefix in caddy
    assert "respond @internal 404" in caddy


@pytest.mark.parametrize("service", ["intake", "scoring", "notifier"])
def test_a_process_needs_only_what_its_image_holds(service: str, tmp_path: Path) -> None:
    """Import the process with `shared/` and its own service alone, as the Dockerfile copies them."""
    for room in ("shared", f"services/{service}"):
        (tmp_path / room).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / room).symlink_to(ROOT / room)
    modules = {"scoring": ["web", "worker"]}.get(service, ["main"])
    code = (
        "import sys; sys.meta_path = [f for f in sys.meta_path if 'editable' not in repr(f)]; "
        f"sys.path = [{str(tmp_path)!r}, *(p for p in sys.path if p not in ('', {str(ROOT)!r}) and 'edit' not in p)]; "
        + "; ".join(f"import services.{service}.{module}" for module in modules)
        + "; from shared.cli import build; build(); assert 'stack' not in sys.modules; "
        "from shared.doctor.examine import checks; brought = {check.__module__ for check in checks()}; "
        f"assert brought == {{'shared.doctor.servers', 'services.{service}.doctor'}}, brought; "
        "assert not [m for m in ('pytest', 'jgo', 'psutil', 'aiosmtpd') if m in sys.modules]"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert run.returncode == 0, run.stderr[-2000:]
