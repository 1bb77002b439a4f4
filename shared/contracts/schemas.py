"""The committed JSON Schemas, `docs/events.md` and `docs/asyncapi.yaml`: `make schemas` makes them from the models."""

import inspect
import json
from pathlib import Path
from typing import Any

from shared.contracts import asyncapi
from shared.contracts.envelope import Data
from shared.contracts.registry import EVENT_MODELS, EVENT_TYPES

SCHEMAS = Path(__file__).parent / "json"
DOCS = Path(__file__).parents[2] / "docs"
EVENTS_PAGE = DOCS / "events.md"
ASYNCAPI = DOCS / "asyncapi.yaml"
COMMAND = "make schemas"

_HEADER = """# Events

Made from `shared/contracts` by `make schemas`; do not edit. CloudEvents 1.0, structured JSON mode; record key =
subject: the cluster's id, unless the type says otherwise. Schemas: `shared/contracts/json/<type>.json`. What the
envelope's attributes mean: `shared/contracts/envelope.py`.
"""


def _close(node: Any) -> None:
    """Refuse unknown names: a producer is held to the schema, a reader ignores what it does not know yet."""
    if isinstance(node, dict):
        if node.get("type") == "object" and "properties" in node:
            node["additionalProperties"] = False
        for child in node.values():
            _close(child)
    elif isinstance(node, list):
        for child in node:
            _close(child)


def schema(event_type: str) -> str:
    """Return the JSON Schema (2020-12) of one event type, as the text of its file."""
    document = EVENT_MODELS[event_type].model_json_schema(mode="serialization", by_alias=True)
    _close(document)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:branda:{event_type}"}
    return json.dumps(head | document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _section(data: type[Data]) -> str:
    rows = "".join(
        f"| `{field.serialization_alias or name}` | {'yes' if field.is_required() else 'no'} |\n"
        for name, field in data.model_fields.items()
    )
    about = inspect.cleandoc(data.__doc__ or "")
    return f"\n## {data.TYPE}\n\nTopic `{data.TOPIC}`. {about}\n\n| field | required |\n|---|---|\n{rows}"


def events_page() -> str:
    """Return the text of `docs/events.md`."""
    return _HEADER + "".join(_section(data) for data in sorted(EVENT_TYPES, key=lambda data: data.TYPE))


def write() -> None:
    """Write every schema, the page and the AsyncAPI file."""
    for event_type in EVENT_MODELS:
        (SCHEMAS / f"{event_type}.json").write_text(schema(event_type), encoding="utf-8")
    EVENTS_PAGE.write_text(events_page(), encoding="utf-8")
    ASYNCAPI.write_text(asyncapi.text(), encoding="utf-8")


if __name__ == "__main__":
    write()
