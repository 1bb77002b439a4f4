"""Translations of page texts: English in the templates, Lithuanian in `lt.po`, read as they are."""

from collections.abc import Iterable
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from shared.http.texts import Language

FRAME_TEXTS = Path(__file__).parent / "texts"
"""Texts of the base page and the macros that every service shares."""


def load_translations(folders: Iterable[Path]) -> dict[Language, NullTranslations]:
    """Return the translations of each language; a text found in an earlier folder wins.

    A text without a translation stays English, so a page never breaks for it; a test names each one.
    """
    lithuanian: NullTranslations | None = None
    for folder in (*folders, FRAME_TEXTS):
        found = _read(folder / "lt.po")
        if lithuanian is None:
            lithuanian = found
        else:
            lithuanian.add_fallback(found)
    return {"lt": lithuanian or NullTranslations(), "en": NullTranslations()}


def _read(path: Path) -> GNUTranslations:
    with path.open("rb") as file:
        catalog = read_po(file, locale="lt", abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
