"""No text is left in English on a Lithuanian page, and none is translated that no page uses."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from services.intake.adapters.http.pages.sign_in import TEMPLATES as INTAKE_TEMPLATES
from services.intake.adapters.http.pages.sign_in import TEXTS as INTAKE_TEXTS
from services.scoring.adapters.http.pages.routes import TEMPLATES as SCORING_TEMPLATES
from services.scoring.adapters.http.pages.routes import TEXTS as SCORING_TEXTS
from shared.web.pages import TEMPLATES
from shared.web.translations import FRAME_TEXTS, load_translations
from stack.mailsink.pages import TEMPLATES as MAILBOX_TEMPLATES
from stack.mailsink.pages import TEXTS as MAILBOX_TEXTS

PLACES = {
    "frame": (TEMPLATES, FRAME_TEXTS),
    "scoring": (SCORING_TEMPLATES, SCORING_TEXTS),
    "intake": (INTAKE_TEMPLATES, INTAKE_TEXTS),
    "mailbox": (MAILBOX_TEMPLATES, MAILBOX_TEXTS),
}


def used(templates: Path) -> set[str]:
    found = extract_from_dir(templates, [("**.html", "jinja2")], options_map={"**.html": {"trimmed": "true"}})
    return {text if isinstance(text, str) else text[0] for _, _, text, _, _ in found}


def translated(folder: Path) -> dict[str, list[str]]:
    with (folder / "lt.po").open("rb") as file:
        entries = [entry for entry in read_po(file, locale="lt") if entry.id]
    return {
        entry.id if isinstance(entry.id, str) else entry.id[0]: [entry.string]
        if isinstance(entry.string, str)
        else list(entry.string)
        for entry in entries
    }


@pytest.mark.parametrize("place", PLACES)
def test_every_text_has_its_lithuanian(place: str) -> None:
    templates, texts = PLACES[place]
    found = translated(texts)
    frame = translated(FRAME_TEXTS)
    assert sorted(used(templates) - set(found) - set(frame)) == []
    assert [text for text, strings in found.items() if not all(strings)] == []


@pytest.mark.parametrize("place", PLACES)
def test_no_translation_is_left_over(place: str) -> None:
    templates, texts = PLACES[place]
    assert sorted(set(translated(texts)) - used(templates)) == []


def test_lithuanian_plural_has_three_forms() -> None:
    texts = load_translations([SCORING_TEXTS])["lt"]
    forms = {n: texts.ngettext("%(count)s cluster.", "%(count)s clusters.", n) for n in (0, 1, 2, 9, 10, 11, 12, 19)}
    forms |= {n: texts.ngettext("%(count)s cluster.", "%(count)s clusters.", n) for n in (20, 21, 22, 101, 111)}
    assert {n for n, form in forms.items() if form == "%(count)s klasteris."} == {1, 21, 101}
    assert {n for n, form in forms.items() if form == "%(count)s klasteriai."} == {2, 9, 22}
    assert {n for n, form in forms.items() if form == "%(count)s klasterių."} == {0, 10, 11, 12, 19, 20, 111}


def test_unknown_text_stays_as_it_is() -> None:
    assert load_translations([])["lt"].gettext("No such text") == "No such text"
