"""What may never stand in a log, whoever wrote the line: addresses, tokens, one-time links, texts (`quality.md` 4).

The last net, not the rule: our own lines name ids only. Libraries quote what they were given.
"""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

LONGEST = 8_000
"""Characters of one value; a hostile header is no reason for a line of a megabyte."""

DEEPEST = 4
"""Levels of a nested value that are shown."""

HIDDEN = "<hidden>"

PRIVATE = frozenset(
    {"address", "authorization", "body", "comment", "cookie", "csrf_token", "email", "html", "password", "recipient"}
    | {"secret", "subject", "text", "token"}
)
"""Keys whose value is never shown, whatever it is."""

_CREDENTIALS = re.compile(r"://[^\s/@'\"]{1,256}@")
_ADDRESS = re.compile(r"[\w.%+'-]{1,64}@[\w.-]{1,255}")
_SCHEME = re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]+", re.IGNORECASE)
_PARAMETER = re.compile(
    r"([?&](?:next|code|state|email|address)|\b(?:\w{0,32}token|\w{0,32}secret|password|branda_session))=[^&\s'\";]+",
    re.IGNORECASE,
)
_ONE_TIME_PATH = re.compile(r"(/(?:mail/unsubscribe|invitations)/)[^\s/?#'\"]+")
_RANDOM = re.compile(r"[\w.-]{40,}")
SHORT = 40
"""Characters below which a text is no token of ours: these have 43."""

_MARKS = ("@", "=", "/", "bearer", "basic")
"""A short text without any of these holds nothing to hide: ids, names of events, our own words."""


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Processor of structlog: hide what no log may hold; the last one before a line is rendered."""
    for key, value in event.items():
        event[key] = HIDDEN if key.lower() in PRIVATE else _clean(value, DEEPEST)
    return event


def clean_text(text: str) -> str:
    """Return `text` with addresses, credentials, tokens and one-time links replaced by what they were."""
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}… ({len(text)} characters)"
    lowered = text.lower()
    if len(text) < SHORT and not any(mark in lowered for mark in _MARKS):
        return text
    text = _CREDENTIALS.sub("://<credentials>@", text)
    text = _ADDRESS.sub(_address, text)
    text = _SCHEME.sub(r"\1 <token>", text)
    text = _PARAMETER.sub(rf"\1={HIDDEN}", text)
    text = _ONE_TIME_PATH.sub(rf"\1{HIDDEN}", text)
    return _RANDOM.sub(_token, text)


def _clean(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping | list | tuple | set | frozenset) and not depth:
        return "…"
    if isinstance(value, Mapping):
        return {
            clean_text(str(key)): HIDDEN if str(key).lower() in PRIVATE else _clean(item, depth - 1)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(item, depth - 1) for item in value]
    return clean_text(repr(value))


def _address(found: re.Match[str]) -> str:
    """A bundle of criteria is written `ecei@1`, and is no one's address."""
    return found[0] if re.fullmatch(r"[a-z0-9-]+@\d+", found[0].rstrip(".")) else "<address>"


def _token(found: re.Match[str]) -> str:
    """Random text of our tokens' length mixes capitals and digits; ids, digests and names of code do not."""
    text = found[0]
    mixed = any(c.isupper() for c in text) and any(c.islower() for c in text) and any(c.isdigit() for c in text)
    return "<token>" if mixed else text
