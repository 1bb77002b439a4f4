"""What the mail page does before any mail or browser is involved."""

import pytest

from stack.mailsink.pages import links_in_new_tab
from stack.mailsink.texts import LANGUAGES, TEXTS, choose_language


def test_both_languages_have_the_same_labels() -> None:
    assert set(TEXTS) == set(LANGUAGES)
    assert TEXTS["lt"].keys() == TEXTS["en"].keys()
    assert not [key for key in TEXTS["lt"] if not TEXTS["lt"][key] or not TEXTS["en"][key]]


@pytest.mark.parametrize(
    ("asked", "accepted", "expected"),
    [
        ("en", "lt", "en"),
        (None, "de, en-GB;q=0.8, lt;q=0.5", "en"),
        (None, "lt-LT,lt;q=0.9,en;q=0.8", "lt"),
        (None, "", "lt"),
        ("xx", "fr", "lt"),
    ],
)
def test_language_of_the_address_then_of_the_browser_then_lithuanian(
    asked: str | None, accepted: str, expected: str
) -> None:
    assert choose_language(asked, accepted) == expected


def test_links_of_a_mail_open_outside_its_frame() -> None:
    assert links_in_new_tab('<html><head lang="lt"><title>') == '<html><head lang="lt"><base target="_blank"><title>'
    assert links_in_new_tab("<p>x</p>") == '<base target="_blank"><p>x</p>'
