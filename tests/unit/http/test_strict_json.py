"""No refused character gets past the search in the raw bytes, however it is written, and its pointer names its text."""

import json

import pytest

from shared.contracts.strict_json import MAX_DEPTH, StrictJsonError, loads

REFUSED = {0x0000, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)}
"""NUL, the characters that turn the reading direction, and halves of characters."""


def is_refused(raw: bytes) -> bool:
    try:
        loads(raw)
    except StrictJsonError as error:
        return not error.malformed
    return False


@pytest.mark.parametrize("form", ['"\\u%04x"', '"\\u%04X"', '{"a\\u%04xb": 1}'])
def test_exactly_the_refused_characters_are_found_as_escapes(form: str) -> None:
    assert {code for code in range(0x10000) if is_refused((form % code).encode())} == REFUSED


def test_exactly_the_refused_characters_are_found_as_they_are() -> None:
    texts = {code: f'"{chr(code)}"'.encode() for code in range(0x80, 0x11000) if not 0xD800 <= code < 0xE000}
    assert {code for code, raw in texts.items() if is_refused(raw)} == REFUSED - {0, *range(0xD800, 0xE000)}


@pytest.mark.parametrize("text", ["\\u0000", "\\u202E", "\\u2066", "\u2069", "\\ud83d", "\\udE00", "\\\\\\u202a"])
@pytest.mark.parametrize(
    ("before", "after", "pointer"),
    [
        ('{"answers": {"a/b": [1, {"comment": "x', '"}]}}', "/answers/a~1b/1/comment"),
        ('["', '"]', "/0"),
        ('{"answers": {"', '": 1}}', "/answers"),
    ],
)
def test_a_refused_character_is_named_at_its_field(before: str, after: str, pointer: str, text: str) -> None:
    with pytest.raises(StrictJsonError) as caught:
        loads(f"{before}{text}{after}".encode())
    assert caught.value.pointer == pointer


@pytest.mark.parametrize("text", ["\\ud83d\\ude00", "\\\\u202e", "\\\\ud800", "\\u0104\\u201e", "„ąžuolas“ – 2 € 😀"])
def test_what_only_looks_like_one_is_read(text: str) -> None:
    raw = f'{{"comment": "{text}"}}'.encode()
    assert loads(raw) == json.loads(raw)


@pytest.mark.parametrize(("before", "after"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("inmost", ["1", '"ą"', "[]", "{}"])
def test_nesting_ends_where_it_did(before: str, after: str, inmost: str) -> None:
    deepest = MAX_DEPTH - (inmost in ("[]", "{}"))
    loads((before * deepest + inmost + after * deepest).encode())
    with pytest.raises(StrictJsonError, match="nested deeper"):
        loads((before * (deepest + 1) + inmost + after * (deepest + 1)).encode())
