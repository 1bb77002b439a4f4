"""JSON read so that two readers can never understand the same bytes differently."""

import json
import re
from typing import Any, NoReturn

MAX_DEPTH = 32
"""Deeper than any document of ours by a factor of four; a nesting bomb is refused before it is validated."""

MAX_INTEGER = 2**53 - 1
"""The largest integer every JSON reader keeps exact (RFC 8259, section 6)."""

_BIDI = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_REFUSED = re.compile(f"[\x00{''.join(sorted(_BIDI))}\ud800-\udfff]")
"""One search by the regex engine: looking at each character of a Lithuanian text was a tenth of a whole request."""

_SUSPICIOUS_BYTES = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")
_SUSPICIOUS_ESCAPES = re.compile(rb"\\u(?:0000|202[a-eA-E]|206[6-9]|[dD][89a-fA-F])")
"""What alone can put a refused character into a parsed text: the bytes of one, or its escape. Half of an escaped pair
or an escaped backslash before a `u` costs a walk and no more. A bare NUL and half a pair in UTF-8 are never parsed."""


class StrictJsonError(ValueError):
    """The bytes are not JSON as we accept it. `malformed`: not JSON at all; otherwise a value in it is refused."""

    def __init__(self, reason: str, *, malformed: bool = False, pointer: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.malformed = malformed
        self.pointer = pointer


def _constant(name: str) -> NoReturn:
    raise StrictJsonError(f"{name} is not a number")


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
        raise StrictJsonError("an integer is too large")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise StrictJsonError("a number is too large")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        repeated = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise StrictJsonError(f"the name {repeated[:80]!r} is repeated", malformed=True)
    return result


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_number
)


def escape_pointer(token: str) -> str:
    """Return one JSON Pointer token (RFC 6901, section 3)."""
    return token.replace("~", "~0").replace("/", "~1")


def _check_text(text: str, pointer: str) -> None:
    if _REFUSED.search(text) is None:
        return
    if "\x00" in text:
        raise StrictJsonError("a text contains a NUL character", pointer=pointer)
    if not _BIDI.isdisjoint(text):
        raise StrictJsonError("a text contains a character that reverses the reading direction", pointer=pointer)
    raise StrictJsonError("a text contains half of a character", pointer=pointer)


def _check(root: Any) -> None:
    stack: list[tuple[Any, str, int]] = [(root, "", 0)]
    while stack:
        value, pointer, depth = stack.pop()
        if isinstance(value, str):
            _check_text(value, pointer)
        elif isinstance(value, dict | list):
            if depth >= MAX_DEPTH:
                raise StrictJsonError(f"nested deeper than {MAX_DEPTH} levels", malformed=True)
            items = value.items() if isinstance(value, dict) else enumerate(value)
            for key, item in items:
                if isinstance(key, str):
                    _check_text(key, pointer)
                stack.append((item, f"{pointer}/{escape_pointer(str(key))}", depth + 1))


def _is_suspicious(raw: bytes, root: Any) -> bool:
    """Say whether `_check` could find anything; nearly always it could not, and this takes a fraction of its time."""
    if _SUSPICIOUS_BYTES.search(raw) or _SUSPICIOUS_ESCAPES.search(raw):
        return True
    level = [root] if isinstance(root, dict | list) else []
    for _ in range(MAX_DEPTH):
        inner = (value.values() if isinstance(value, dict) else value for value in level)
        level = [item for items in inner for item in items if isinstance(item, (dict, list))]
        if not level:
            return False
    return True


def loads(raw: bytes) -> Any:
    """Return the value of `raw`, UTF-8 JSON.

    Raises:
        StrictJsonError: bad UTF-8, bad syntax, a repeated name, NaN, infinity, an integer beyond 2^53-1, nesting deeper
            than `MAX_DEPTH`, NUL, half a surrogate pair or a bidirectional override in a text.
    """
    try:
        value = _DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise StrictJsonError("the text is not UTF-8") from error
    except RecursionError as error:
        raise StrictJsonError(f"nested deeper than {MAX_DEPTH} levels", malformed=True) from error
    except json.JSONDecodeError as error:
        raise StrictJsonError(f"{error.msg}, line {error.lineno}", malformed=True) from error
    if _is_suspicious(raw, value):
        _check(value)
    return value
