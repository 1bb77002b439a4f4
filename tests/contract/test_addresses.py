"""What each service serves, as its application says: where the proxy leads, and whether its OpenAPI document holds."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi import FastAPI
from fastapi.openapi.models import OpenAPI
from jsonschema import Draft202012Validator

from services.intake.main import create_app as create_intake
from services.intake.settings import Settings as IntakeSettings
from services.notifier.main import create_app as create_notifier
from services.notifier.settings import Settings as NotifierSettings
from services.scoring.web import WebSettings
from services.scoring.web import create_app as create_scoring
from stack.credentials import ensure_clients, ensure_signing_key
from stack.directory import StackDirectory

CADDY = (Path(__file__).parents[2] / "deploy" / "Caddyfile").read_text("utf-8")
SERVICES = ("intake", "scoring", "notifier")
EVERYWHERE = re.compile(r"^/(health/|openapi\.json|static/|$)")
"""What several services have; from outside intake's are seen."""

PROBLEM = "application/problem+json"
AWAY = {"mongo": "mongodb://127.0.0.1:1/?replicaSet=rs0", "kafka": "127.0.0.1:1"}


class Served(NamedTuple):
    """The paths of one application, and its OpenAPI document."""

    paths: frozenset[str]
    document: dict[str, Any]


@pytest.fixture(scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Served]:
    """Each application as it is while it runs, with its servers away: routes are added when it starts."""
    directory = StackDirectory(tmp_path_factory.mktemp("secrets"))
    directory.make()
    ensure_signing_key(directory)
    ensure_clients(directory, demo=False)
    intake = IntakeSettings.model_validate(
        AWAY | {"signing_key": directory.signing_key, "clients_file": directory.clients}
    )
    apps = (
        create_intake(intake),
        create_scoring(WebSettings.model_validate(AWAY)),
        create_notifier(NotifierSettings.model_validate(AWAY)),
    )
    return dict(zip(SERVICES, await asyncio.gather(*map(look, apps)), strict=True))


async def look(app: FastAPI) -> Served:
    async with app.router.lifespan_context(app):
        return Served(frozenset(paths(app.routes)), app.openapi())


def paths(routes: Iterable[Any]) -> Iterator[str]:
    """Yield every path; a router that was included stands among the routes as one."""
    for route in routes:
        if hasattr(route, "path"):
            yield route.path
        elif hasattr(route, "original_router"):
            yield from paths(route.original_router.routes)


def matches(matcher: str, path: str) -> bool:
    """Say whether a named matcher of the Caddyfile takes a path: `*` at the end is any rest, else the whole path."""
    line = re.search(rf"^\s*@{matcher} path (.+)$", CADDY, re.MULTILINE)
    assert line is not None
    return any(path.startswith(each[:-1]) if each.endswith("*") else path == each for each in line[1].split())


@pytest.mark.parametrize("name", SERVICES)
def test_the_proxy_leads_every_path_to_its_service(served: dict[str, Served], name: str) -> None:
    found = {re.sub(r"\{[^}]*\}", "x", path) for path in served[name].paths}
    open_paths = {path for path in found if not EVERYWHERE.match(path) and not matches("internal", path)}
    assert open_paths
    for path in open_paths:
        assert matches("scoring", path) == (name == "scoring"), path
        assert matches("notifier", path) == (name == "notifier"), path


def test_nothing_internal_is_seen_from_outside(served: dict[str, Served]) -> None:
    internal = {path for each in served.values() for path in each.paths if path.startswith(("/internal", "/metrics"))}
    assert len(internal) > 1
    assert all(matches("internal", path) for path in internal)
    assert CADDY.index("respond @internal 404") < CADDY.index("reverse_proxy")


@pytest.mark.parametrize("name", SERVICES)
def test_the_openapi_document_is_valid(served: dict[str, Served], name: str) -> None:
    document = served[name].document
    assert re.fullmatch(r"3\.1\.\d", document["openapi"])
    OpenAPI.model_validate(document)
    for schema in document.get("components", {}).get("schemas", {}).values():
        Draft202012Validator.check_schema(schema)
    for reference in references(document):
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            assert step in node, reference
            node = node[step]


@pytest.mark.parametrize("name", SERVICES)
def test_every_operation_has_its_own_name_and_its_parameters(served: dict[str, Served], name: str) -> None:
    operations = [
        (path, operation) for path, item in served[name].document["paths"].items() for operation in item.values()
    ]
    names = [operation["operationId"] for _, operation in operations]
    assert len(set(names)) == len(names)
    for path, operation in operations:
        named = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
        assert named == set(re.findall(r"\{(\w+)\}", path)), path


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from [value] if key == "$ref" else references(value)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


@pytest.mark.parametrize("name", SERVICES)
def test_every_operation_says_which_problems_it_may_answer(served: dict[str, Served], name: str) -> None:
    document = served[name].document
    assert not {"HTTPValidationError", "ValidationError"} & set(document["components"]["schemas"])
    for path, item in document["paths"].items():
        for operation in item.values():
            problems = {code for code, each in operation["responses"].items() if PROBLEM in each.get("content", {})}
            assert {"400", "503"} <= problems, path
            assert ("401" in problems) == (operation.get("security") != []), path
            assert ("413" in problems) == ("requestBody" in operation), path
            assert not any(code.startswith("5") for code in problems - {"503"}), path


@pytest.mark.parametrize("name", SERVICES)
def test_only_probes_keys_and_the_token_itself_ask_for_no_token(served: dict[str, Served], name: str) -> None:
    without = {
        path
        for path, item in served[name].document["paths"].items()
        for operation in item.values()
        if operation.get("security") == []
    }
    keys = {"/oauth/token", "/.well-known/jwks.json"} if name == "intake" else set()
    assert without == {"/health/live", "/health/ready", "/metrics"} | keys
