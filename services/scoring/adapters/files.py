"""A history from a file: exported events, or one assessment as it is submitted (design 6)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from services.scoring.application.preview import NOBODY
from services.scoring.application.sent import event_of
from services.scoring.application.translate import is_folded, to_domain
from services.scoring.domain.history import History
from shared.catalogue.model import Catalogue
from shared.contracts import strict_json
from shared.contracts.assessment import AssessmentSubmitted
from shared.contracts.catalogue import CatalogueConfirmed, CataloguePublished
from shared.contracts.common import CATALOGUES
from shared.contracts.envelope import Event
from shared.contracts.registry import NotAnEventError, parse_event
from shared.contracts.submission import SentAssessment


class UnreadableFileError(ValueError):
    """The file is not what it should be; the message says why."""


@dataclass(frozen=True)
class Exported:
    """What a file says of one cluster; `cluster` is None for an assessment that belongs to none.

    `published`: the publications and confirmations of criteria that its results rest on.
    """

    cluster: str | None
    history: History
    published: tuple[Event, ...] = ()


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
    """Return what `file` holds: one assessment, or what `branda export` writes.

    That is `{"events": [CloudEvents]}`, and where results rest on them `"catalogues": [CloudEvents]` with the SHA-256
    over these, `catalogues_sha256`.

    Raises:
        UnreadableFileError: it is neither, holds events of two clusters, or criteria that were changed.
        UnusableEventError: two of its events have one id and different content.
    """
    value = read_object(file)
    try:
        raw = list(map(_bytes, value["events"])) if "events" in value else [_assessment(value)]
        events = [parse_event(body) for body in raw]
        published = _published(value)
    except (NotAnEventError, ValidationError, TypeError) as error:
        raise UnreadableFileError(f"{file}: {error}") from error
    if other := [event for event in events if not is_folded(event)]:
        raise UnreadableFileError(f"{file}: {other[0].type} is a result, not what results are made of")
    clusters = {event.subject for event in events} - {NOBODY}
    if len(clusters) > 1:
        raise UnreadableFileError(f"{file}: events of {len(clusters)} clusters")
    found = (to_domain(event, sha256(body).hexdigest()) for event, body in zip(events, raw, strict=True))
    return Exported(next(iter(clusters), None), History.of(found), published)


def exported_text(raw: Sequence[bytes], published: Sequence[bytes], installed: Iterable[Catalogue]) -> str:
    """Return what `read_exported` reads: a cluster's events, and those about criteria that its results rest on.

    These are all confirmations, because a revision counts them all, and what nobody else has: the versions that they
    or an assessment name and that are not `installed`. Without an assessment any of them may have been in force.
    """
    events = [parse_event(body) for body in raw]
    named = {event.data.catalogue for event in events if isinstance(event.data, AssessmentSubmitted)}
    criteria = [(parse_event(body), body) for body in published]
    confirmed = {event.data.catalogue for event, _ in criteria if isinstance(event.data, CatalogueConfirmed)}
    have = {catalogue.id for catalogue in installed}
    wanted = [
        json.loads(body)
        for event, body in sorted(criteria, key=lambda each: (each[0].recordedtime, each[0].id))
        if not isinstance(event.data, CataloguePublished)
        or (event.data.catalogue not in have and (not named or event.data.catalogue in named | confirmed))
    ]
    value: dict[str, Any] = {"events": [json.loads(body) for body in raw]}
    if wanted:
        value |= {"catalogues": wanted, "catalogues_sha256": _sha256(map(_bytes, wanted))}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _bytes(value: Any) -> bytes:
    """Return the original bytes of an exported event: compact, its fields in the order in which they were written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _published(value: dict[str, Any]) -> tuple[Event, ...]:
    """Return the events about criteria. Their bytes are checked here: not all of them enter a result's own digests."""
    raw = [_bytes(each) for each in value.get("catalogues", ())]
    if raw and value.get("catalogues_sha256") != _sha256(raw):
        raise NotAnEventError("the criteria are not as they were exported")
    events = tuple(map(parse_event, raw))
    for event in events:
        if event.data.TOPIC != CATALOGUES:
            raise NotAnEventError(f"{event.type} says nothing about criteria")
    return events


def _sha256(raw: Iterable[bytes]) -> str:
    return sha256(b"\n".join(raw)).hexdigest()


def _assessment(value: dict[str, Any]) -> bytes:
    return event_of(SentAssessment.model_validate_json(json.dumps(value), strict=True), NOBODY, 0).encode()
