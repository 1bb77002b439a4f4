"""No control characters anywhere; line ends only where paragraphs are written."""

from typing import Any

import pytest

from shared.http.characters import check_texts


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Užupio kūrybinis klasteris „Ąžuolas“ – 2 €"},
        {"name": "a\u00a0b"},
        {"answers": {"1.1.2": {"comment": "pirma eilutė\nantra\teilutė\r\n"}}},
        {"silver_areas": [{"effect": "a\nb"}]},
        {"number": 3, "nothing": None, "yes": True},
    ],
)
def test_ordinary_texts_are_accepted(body: Any) -> None:
    assert check_texts(body) == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"names": {"lt": "Klasteris\r\nBcc: a@b.example"}}, "/names/lt"),
        ({"certificate": "A\nB"}, "/certificate"),
        ({"attested": [{"source": "a"}, {"source": "b\tc"}]}, "/attested/1/source"),
        ({"comment": "a\x1b[31mb"}, "/comment"),
        ({"comment": "a\x7fb"}, "/comment"),
        ({"comment": "a\u2028b"}, "/comment"),
        ({"sector": "a\x85b"}, "/sector"),
        ("a\nb", ""),
    ],
)
def test_a_forbidden_character_is_named_at_its_field(body: Any, pointer: str) -> None:
    assert [finding.pointer for finding in check_texts(body)] == [pointer]


def test_each_code_point_is_judged_as_it_was_one_by_one() -> None:
    forbidden = {*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029}
    assert {code for code in range(0x10000) if check_texts({"name": chr(code)})} == forbidden
