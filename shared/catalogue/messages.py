"""Reads messages.{lt,en}.po: sentences by message id, and counted nouns with their plural forms.

A sentence is an entry of its own; a counted noun has the context `count`, its message id is the noun's name, and its
forms hold `{n}`, or no number where only the verb agrees. Placeholders: `{name}`, or `{name:how}` where `how` is
`date`, `indicators`, `range` or a counted noun.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from gettext import c2py
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from shared.catalogue.problems import Problem

PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::([a-z_]+))?\}")
COUNT = "count"
FORMS = {"lt": 3, "en": 2}
PLURALS = {
    "lt": c2py("n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2"),
    "en": c2py("n != 1"),
}
"""Which form goes with a number (Unicode CLDR, cardinals without fractions)."""

COUNTED = 200
"""Both rules repeat after a hundred."""

MSGID = re.compile(r'^(?:msgctxt "(?P<context>[^"]*)"\n)?msgid "(?P<id>[^"]+)"$', re.MULTILINE)


@dataclass
class Messages:
    """The sentences and nouns of one language; `lines` are those of the sentences and of `count:<noun>`."""

    file: str
    language: str
    plural: Callable[[int], int]
    sentences: dict[str, str] = field(default_factory=dict)
    nouns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def placeholders(self, message: str) -> list[tuple[str, str]]:
        """Return the placeholders of a sentence, each with how it is written (empty: as it is)."""
        return PLACEHOLDER.findall(self.sentences[message])


def read_messages(path: Path, file: str) -> tuple[Messages | None, list[Problem]]:
    """Read one file that is called `file` in problems; its language is the part before `.po`."""
    language = file.rsplit(".", 2)[1]
    if not path.is_file():
        return None, [Problem(file, 1, "the file is missing", "add the sentences of this language")]
    try:
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        catalog = read_po(io.StringIO(text), locale=language, abort_invalid=True)
    except UnicodeDecodeError:
        return None, [Problem(file, 1, "the text is not UTF-8", "save the file as UTF-8")]
    except PoFileError as error:
        return None, [
            Problem(file, (error.lineno or 0) + 1, f"not readable ({error.args[0]})", "check the quotes here")
        ]
    except ValueError as error:  # a date or a number of the head that Babel cannot read
        return None, [Problem(file, 1, f"the head is not readable ({error})", "write it as the other language has it")]
    messages = Messages(file, language, PLURALS[language])
    problems = [*_check_plural(file, language, catalog.plural_expr), *_index(messages, text)]
    for entry in catalog:
        if not entry.id:
            continue
        name = entry.id[0] if isinstance(entry.id, (list, tuple)) else str(entry.id)
        key = f"{COUNT}:{name}" if entry.context == COUNT else name
        forms = tuple(entry.string) if isinstance(entry.string, (list, tuple)) else (str(entry.string),)
        problems.extend(_check(messages, key, forms, entry.fuzzy))
        if entry.context == COUNT:
            messages.nouns[name] = forms
        else:
            messages.sentences[name] = forms[0]
    return messages, problems


def _check_plural(file: str, language: str, written: str) -> list[Problem]:
    """The head must count as the language does: the forms were chosen by whoever wrote them for its rule."""
    try:
        counts = c2py(written)
        right = all(counts(n) == PLURALS[language](n) for n in range(COUNTED))
    except (ValueError, ArithmeticError):
        right = False
    if right:
        return []
    what = f"`Plural-Forms` does not count as the language does ({written[:80]})"
    return [Problem(file, 1, what, "copy it from an earlier version")]


def _index(messages: Messages, text: str) -> list[Problem]:
    """Note the line of each entry; the same id twice is a problem, because the reader would merge them silently."""
    problems = []
    for found in MSGID.finditer(text):
        line = text.count("\n", 0, found.start("id")) + 1
        key = f"{COUNT}:{found['id']}" if found["context"] == COUNT else found["id"]
        if key in messages.lines:
            problems.append(Problem(messages.file, line, f"the message `{key}` is written twice", "keep one of them"))
        messages.lines[key] = line
    return problems


def _check(messages: Messages, key: str, forms: tuple[str, ...], fuzzy: bool) -> list[Problem]:
    """Empty, unfinished and ill-formed texts."""
    line = messages.lines.get(key, 1)
    found = []
    if any(not form.strip() for form in forms):
        found.append(("the translation is missing", "write the text under `msgstr`"))
    if fuzzy:
        found.append(("the translation is marked fuzzy", "check the text and remove the mark"))
    if any(set(PLACEHOLDER.sub("", form)) & set("{}") for form in forms):
        found.append(("a placeholder is not readable", "write it as {name} or {name:how}"))
    if key.startswith(f"{COUNT}:"):
        wanted = FORMS[messages.language]
        if len(forms) != wanted:
            found.append((f"{len(forms)} plural forms are given", f"write msgstr[0] to msgstr[{wanted - 1}]"))
        if any(PLACEHOLDER.findall(form) not in ([("n", "")], []) for form in forms):
            found.append(("a plural form holds more than {n}", "write only {n}, where the number goes"))
    return [Problem(messages.file, line, f"`{key}`: {what}", remedy) for what, remedy in found]
