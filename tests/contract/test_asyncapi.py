"""`docs/asyncapi.yaml` is what the models say, an AsyncAPI 3 document, and agrees with the access rules."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema

from shared.contracts.asyncapi import FLOWS, text
from shared.contracts.registry import EVENT_TYPES
from shared.contracts.schemas import ASYNCAPI

ROOT = Path(__file__).parents[2]
DOCUMENT: dict[str, Any] = yaml.safe_load(ASYNCAPI.read_text("utf-8"))


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from [value] if key == "$ref" else references(value)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def test_the_file_is_the_one_that_the_models_make() -> None:
    assert ASYNCAPI.read_text("utf-8") == text(), "run: make schemas"


def test_it_is_an_asyncapi_3_document() -> None:
    """Read by FastStream's model of the standard, which wants an optional `pathname` of every server.

    The standard's own JSON Schema is in no Python package; the file was held against it by hand
    (@asyncapi/specs 6.11.1).
    """
    read = ApplicationSchema.model_validate({**DOCUMENT, "servers": {}})
    assert read.asyncapi == "3.0.0"
    assert set(read.channels) == set(FLOWS)
    for operation in DOCUMENT["operations"].values():
        assert operation["action"] in {"send", "receive"}
    name = re.compile(r"^[A-Za-z0-9._-]+$")  # the standard's pattern for keys of components
    for part in DOCUMENT["components"].values():
        assert all(name.match(key) for key in part)


def test_every_reference_leads_somewhere() -> None:
    found = set(references(DOCUMENT))
    assert found
    for each in found:
        if each.startswith("#/"):
            node: Any = DOCUMENT
            for step in each[2:].split("/"):
                node = node[step]
        else:
            content = json.loads((ASYNCAPI.parent / each).read_text("utf-8"))
            assert content["$id"].removeprefix("urn:branda:") == Path(each).stem
            assert content["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_event_type_lies_on_its_topic() -> None:
    for data in EVENT_TYPES:
        assert data.TYPE in DOCUMENT["channels"][data.TOPIC]["messages"]
    assert sum(len(channel["messages"]) for channel in DOCUMENT["channels"].values()) == len(EVENT_TYPES)


@pytest.mark.parametrize("topic", FLOWS)
def test_who_sends_and_receives_is_who_may(topic: str) -> None:
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    row = re.search(rf"^\| `{re.escape(topic)}` \| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)
    assert row is not None
    writers, readers = (re.sub(r" \(.*?\)", "", cell).split(", ") for cell in row.groups())
    assert FLOWS[topic] == (tuple(writers), tuple(readers))
