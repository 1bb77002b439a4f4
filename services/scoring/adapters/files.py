"""A history from a file: exported events, or one assessment as it is submitted (design 6)."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from services.scoring.application.translate import to_domain
from services.scoring.domain.history import History
from shared.contracts import strict_json
from shared.contracts.assessment import AssessmentSubmitted
from shared.contracts.envelope import Event, business_time, event_id
from shared.contracts.registry import NotAnEventError, new_event, parse_event

NOBODY = str(UUID(int=0))
"""The cluster of an assessment that was never submitted."""


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
    data = AssessmentSubmitted.model_validate_json(json.dumps(_without_texts(value)), strict=True)
    return new_event(
        data,
        id=event_id(NOBODY, data.TYPE, "file", "0"),
        source="branda-file",
        subject=NOBODY,
        time=business_time(data.assessed_on),
        recorded=datetime.combine(data.assessed_on, datetime.min.time(), UTC),
        sequence=0,
        actor="file",
        actorrole="operator",
    )


def _without_texts(value: dict[str, Any]) -> dict[str, Any]:
    """Free texts are no part of an event, and decide nothing; that one was given is kept as a digest."""
    answers = {name: dict(answer) for name, answer in value.get("answers", {}).items()}
    for answer in answers.values():
        answer.pop("comment", None)
        if "not_applicable" in answer:
            answer["not_applicable"] = sha256(str(answer["not_applicable"]).encode()).hexdigest()
    areas = [{"indicators": area.get("indicators")} for area in value.get("silver_areas", [])]
    return {**value, "answers": answers, "silver_areas": areas}
