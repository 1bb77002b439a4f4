"""Characters that a text may not have: a line end in a name would forge a mail's header (`quality.md` 4)."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from shared.catalogue.findings import Finding, InputMessage

SEVERAL_LINES = frozenset({"comment", "not_applicable", "effect", "reason", "topic"})
"""Fields in which people write paragraphs; they stay in intake and are never part of a header."""

_LINE_ENDS = "\n\r\t"
_SEPARATORS = "\u2028\u2029"


def check_texts(body: Any) -> list[Finding]:
    """Return a finding for each text in a parsed JSON body with control characters, or with lines where one is due."""
    return [] if _is_printable(body) else list(_check(body, "", ""))


def _is_printable(body: Any) -> bool:
    """Say whether every text is printable, as nearly always; the walk that knows each text's place takes far longer."""
    values = [body]
    for value in values:
        if isinstance(value, str):
            if not value.isprintable():
                return False
        elif isinstance(value, dict):
            values.extend(value.values())
        elif isinstance(value, list):
            values.extend(value)
    return True


def _check(value: Any, pointer: str, name: str) -> Iterator[Finding]:
    if isinstance(value, str):
        if not value.isprintable() and any(_forbidden(character, name) for character in value):
            yield Finding(pointer, InputMessage.CONTROL_CHARACTER)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _check(item, f"{pointer}/{key}", key)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _check(item, f"{pointer}/{number}", name)


def _forbidden(character: str, name: str) -> bool:
    if character in _LINE_ENDS:
        return name not in SEVERAL_LINES
    return character in _SEPARATORS or unicodedata.category(character) == "Cc"
