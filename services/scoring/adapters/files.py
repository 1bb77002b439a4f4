"""A history from a file: exported events, or one assessment as it is submitted (design 6)."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from services.scoring.application.preview import NOBODY
from services.scoring.application.sent import event_of
from services.scoring.application.translate import is_folded, to_domain
from services.scoring.domain.history import History
from shared.contracts import strict_json
from shared.contracts.registry import NotAnEventError, parse_event
from shared.contracts.submission import SentAssessment


class UnreadableFileError(ValueError):
    """The file is not what it should be; the message says why."""


@dataclass(frozen=True)
class Exported:
    """What a file says of one cluster; `cluster` is None for an assessment that belongs to none."""

    cluster: str | None
    history: History


def read_object(file: Path) -> dict[str, Any]:
    """Return the JSON object in `file`; raises `UnreadableFileError`."""
    try:
        value = strict_json.loads(file.read_bytes())
    except (OSError, strict_json.StrictJsonError) as error:
        raise UnreadableFileError(f"{file}: {error}") from error
    if not isinstance(value, dict):
        raise UnreadableFileError(f"{file}: an object is expected")
    return value


def read_exported(file: Path) -> Exported:
    """Return what `file` holds: `{"events": [CloudEvents]}` as `branda export` writes them, or one assessment.

    Raises:
        UnreadableFileError: it is neither, or holds events of two clusters.
        UnusableEventError: two of its events have one id and different content.
    """
    value = read_object(file)
    try:
        raw = list(map(_bytes, value["events"])) if "events" in value else [_assessment(value)]
        events = [parse_event(body) for body in raw]
    except (NotAnEventError, ValidationError, TypeError) as error:
        raise UnreadableFileError(f"{file}: {error}") from error
    if other := [event for event in events if not is_folded(event)]:
        raise UnreadableFileError(f"{file}: {other[0].type} is a result, not what results are made of")
    clusters = {event.subject for event in events} - {NOBODY}
    if len(clusters) > 1:
        raise UnreadableFileError(f"{file}: events of {len(clusters)} clusters")
    found = (to_domain(event, sha256(body).hexdigest()) for event, body in zip(events, raw, strict=True))
    return Exported(next(iter(clusters), None), History.of(found))


def _bytes(value: Any) -> bytes:
    """Return the original bytes of an exported event: compact, its fields in the order in which they were written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _assessment(value: dict[str, Any]) -> bytes:
    return event_of(SentAssessment.model_validate_json(json.dumps(value), strict=True), NOBODY, 0).encode()
