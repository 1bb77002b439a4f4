"""Mails in words: one letter, two languages, text and HTML (`words.md`)."""

import re
import textwrap
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from services.notifier.adapters.letters.typography import FILTERS, bind_all
from services.notifier.application.ports import Rendered
from services.notifier.domain.letter import Letter

TEMPLATES = Path(__file__).parent / "templates"
BANNER = "DEMO – atsakymai išgalvoti / answers invented"
"""Stands on everything about a fictional cluster, in both languages at once (`rules.md` 10)."""

WIDTH = 78
"""RFC 5322, 2.1.1: lines of a mail should be at most 78 characters long."""

LIST_MARK = re.compile(r"- |\d+\) ")
SIGNATURE = "-- "
"""What follows it is not part of the letter (RFC 3676, 4.3); its last blank matters."""

LONG, SHORT = 8, 3
"""Points listed of the level that matters now, and of the others; the rest is on the result page."""

GROUPS = (
    ("cluster", ("answer", "document")),
    ("reviewer", ("review",)),
    ("agency", ("threshold",)),
    ("body", ("interview", "scheme")),
)
"""Who settles what a requirement awaits (`rules.md` 3)."""


class JinjaLetters:
    """Renders from the templates beside this file; an undefined name in them is an error."""

    def __init__(self) -> None:
        self._text = {language: environment(language, html=False) for language in ("lt", "en")}
        self._html = {language: environment(language, html=True) for language in ("lt", "en")}

    def render(self, letter: Letter) -> Rendered:
        """Return subject and both bodies in the letter's language."""
        language = letter.language
        text, html = self._text[language], self._html[language]
        subject = text.get_template("subject.txt.j2").render(letter=letter)
        return Rendered(
            subject=bind_all(" ".join(subject.split())),
            text=wrapped(bind_all(text.get_template("mail.txt.j2").render(letter=letter))),
            html=kept_body(html.get_template("mail.html.j2").render(letter=letter)),
        )


def environment(language: str, *, html: bool) -> Environment:
    """Return the environment of the templates beside this file for one language and format."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=html,  # noqa: S701  # the text part is not HTML
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        auto_reload=False,  # they change with the program only; looking at the files cost a tenth of a mail
    )
    environment.filters.update({name: make(language) for name, make in FILTERS.items()})
    environment.filters["whole"] = _whole if html else str
    style = Markup((TEMPLATES / "mail.css").read_text(encoding="utf-8"))  # noqa: S704  # our own file
    environment.globals.update(banner=BANNER, long=LONG, short=SHORT, groups=GROUPS, style=style)
    return environment


def _whole(text: str) -> Markup:
    """A reference number is searched for and copied: it must not be broken at its hyphens."""
    return Markup('<span class="whole">{}</span>').format(text)


def kept_body(page: str) -> str:
    """Return the page with the numbers of its body bound to their words; a style sheet has both, and no reader."""
    head, end, body = page.partition("</style>")
    return head + end + bind_all(body)


def wrapped(text: str) -> str:
    """Return the text in lines of at most `WIDTH`, where a word is not longer."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        mark = LIST_MARK.match(line)
        folded = textwrap.wrap(
            line,
            WIDTH,
            subsequent_indent=" " * len(mark[0]) if mark else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines.extend(folded or [""])
    return "\n".join(SIGNATURE if line == SIGNATURE.strip() else line for line in lines) + "\n"
