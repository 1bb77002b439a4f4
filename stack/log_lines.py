"""Our processes' log lines, JSON for machines, as a person reads them."""

import json
from collections.abc import Iterator

PLAIN = ("timestamp", "level", "event", "exception", "service", "logger", "span_id")
"""What has a place of its own in the readable line, or helps nobody who reads one file."""


def readable(line: str) -> Iterator[str]:
    """Yield the lines in which `line` is read: what is not one of ours is left as it is."""
    try:
        fields = json.loads(line)
    except ValueError:
        yield line
        return
    if not isinstance(fields, dict) or "event" not in fields:
        yield line
        return
    more = "".join(f" {name}={value}" for name, value in fields.items() if name not in PLAIN)
    moment = str(fields.get("timestamp", ""))[11:19]
    yield f"{moment} {str(fields.get('level', '')).upper()} {fields['event']}{more}".strip()
    yield from str(fields.get("exception", "")).splitlines()
