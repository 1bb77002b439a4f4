"""The page for machines, `docs/asyncapi.yaml`: AsyncAPI 3.0 of every topic that carries events, made from the models.

One document for the whole house: an operation's name begins with the process whose it is. Payloads are the committed
JSON Schemas, by reference.
"""

import inspect
from typing import Any

import yaml

from shared.contracts.common import CATALOGUES, READINESS, REVIEWS, SUBMISSIONS
from shared.contracts.envelope import Data, Id
from shared.contracts.registry import EVENT_TYPES

VERSION = "3.0.0"
KAFKA_BINDING = "0.5.0"
SCHEMA_FORMAT = "application/schema+json;version=2020-12"
"""The dialect that `$schema` of every file names, too."""

Node = dict[str, Any]

FLOWS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    SUBMISSIONS: (("intake", "operator"), ("worker",)),
    REVIEWS: (("scoring",), ("worker",)),
    READINESS: (("worker",), ("notifier",)),
    CATALOGUES: (("operator",), ("intake", "worker", "notifier", "operator")),
}
"""Who writes and who reads each topic; access rules say the same (docs/security.md)."""

MEANINGS: dict[str, str] = {
    SUBMISSIONS: "What is known about clusters: the register, self-assessments, records and labels.",
    REVIEWS: "What reviewers decided.",
    READINESS: "Results that changed in substance: readiness, never award.",
    CATALOGUES: "Criteria that were published and confirmed.",
}

_HEADER = "# Made from shared/contracts by `make schemas`; do not edit.\n"

_ABOUT = (
    "Events between Branda's processes: CloudEvents 1.0, structured JSON mode. At least once: deduplicate by `id`. "
    "Readers ignore fields that they do not know; producers are held to the schema. An installation may put a prefix "
    "before every topic (BRANDA_TOPIC_PREFIX). Records that are no events lie on `<topic>.dlq`."
)

_TRACEPARENT = "W3C Trace Context of the request that caused the event; the event carries it, too."


def document() -> Node:
    """Return the document."""
    return {
        "asyncapi": VERSION,
        "info": {
            "title": "Branda",
            "version": "1",
            "description": _ABOUT,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/cloudevents+json",
        "servers": {
            "kafka": {
                "host": "kafka.example:9092",
                "protocol": "kafka-secure",
                "description": "What BRANDA_KAFKA names.",
                "security": [{"$ref": "#/components/securitySchemes/scram"}],
            }
        },
        "channels": {topic: _channel(topic) for topic in FLOWS},
        "operations": {name: operation for topic in FLOWS for name, operation in _operations(topic)},
        "components": {
            "securitySchemes": {
                "scram": {"type": "scramSha512", "description": "One user for each process, over TLS."}
            },
            "messages": {data.TYPE: _message(data) for data in _types()},
        },
    }


def text() -> str:
    """Return the text of the file."""
    return _HEADER + yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=110)


def _types(topic: str | None = None) -> list[type[Data]]:
    found = [data for data in EVENT_TYPES if topic in (None, data.TOPIC)]
    return sorted(found, key=lambda data: data.TYPE)


def _channel(topic: str) -> Node:
    return {
        "address": topic,
        "description": MEANINGS[topic],
        "messages": {data.TYPE: {"$ref": f"#/components/messages/{data.TYPE}"} for data in _types(topic)},
    }


def _operations(topic: str) -> list[tuple[str, Node]]:
    writers, readers = FLOWS[topic]
    plain = topic.removeprefix("branda.")
    channel = {"$ref": f"#/channels/{topic}"}
    sends = [(f"{who}-sends-{plain}", {"action": "send", "channel": channel}) for who in writers]
    return sends + [(f"{who}-receives-{plain}", {"action": "receive", "channel": channel}) for who in readers]


def _message(data: type[Data]) -> Node:
    key: Node = {"type": "string", "description": "The event's subject."}
    if data.SUBJECT is Id:
        key |= {"format": "uuid", "description": "The event's subject: the cluster's id."}
    return {
        "name": data.TYPE,
        "summary": inspect.cleandoc(data.__doc__ or "").split("\n\n")[0].replace("\n", " "),
        "contentType": "application/cloudevents+json",
        "headers": {
            "type": "object",
            "required": ["content-type"],
            "properties": {
                "content-type": {"type": "string", "const": "application/cloudevents+json"},
                "traceparent": {"type": "string", "maxLength": 64, "description": _TRACEPARENT},
            },
        },
        "payload": {
            "schemaFormat": SCHEMA_FORMAT,
            "schema": {"$ref": f"../shared/contracts/json/{data.TYPE}.json"},
        },
        "bindings": {"kafka": {"key": key, "bindingVersion": KAFKA_BINDING}},
    }
