"""A history from a file: exported events, or one assessment as it is submitted (design 6)."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from services.scoring.application.preview import NOBODY
from services.scoring.application.sent import event_of
from services.scoring.application.translate import to_domain
from services.scoring.domain.history import History
from shared.contracts import strict_json
from shared.contracts.envelope import Event
from shared.contracts.registry import NotAnEventError, parse_event
from shared.contracts.submission import SentAssessment


class UnreadableFileError(ValueError):
    """The file is neither; the message says why."""


def read_history(file: Path) -> History:
    """Return what `file` holds: `{"events": [CloudEvents]}` as `branda export` writes them, or one assessment.

    Raises:
        UnreadableFileError: it is neither.
        UnusableEventError: two of its events have one id and different content.
    """
    try:
        value = strict_json.loads(file.read_bytes())
    except (OSError, strict_json.StrictJsonError) as error:
        raise UnreadableFileError(f"{file}: {error}") from error
    if not isinstance(value, dict):
        raise UnreadableFileError(f"{file}: an object is expected")
    try:
        events = list(map(_event, value["events"])) if "events" in value else [_assessment(value)]
    except (NotAnEventError, ValidationError, TypeError) as error:
        raise UnreadableFileError(f"{file}: {error}") from error
    # Our own encoding is the one byte form: what was exported has the digest of what was stored.
    return History.of(to_domain(event, sha256(event.encode()).hexdigest()) for event in events)


def _event(value: Any) -> Event:
    return parse_event(json.dumps(value).encode())


def _assessment(value: dict[str, Any]) -> Event:
    return event_of(SentAssessment.model_validate_json(json.dumps(value), strict=True), NOBODY, 0)
