"""Server-rendered pages: one base page, one style sheet, two languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse

from shared.http.texts import Language
from shared.web import formats
from shared.web.again import is_swap, looks_again
from shared.web.language import LANGUAGE_COOKIE, asked_language, page_language, same_place
from shared.web.static_files import StaticFiles
from shared.web.translations import load_translations

TEMPLATES = Path(__file__).parent / "templates"
ONE_YEAR = 365 * 24 * 3600
LANGUAGES: tuple[Language, ...] = ("lt", "en")


class Viewer(Protocol):
    """The signed-in person, as far as a page's frame needs one."""

    @property
    def name(self) -> str:
        """As shown in the header."""

    @property
    def language(self) -> str:
        """The person's own language."""

    @property
    def sees_all(self) -> bool:
        """Whether the person may see every cluster, and so the programme."""

    @property
    def reviews(self) -> bool:
        """Whether a role of theirs has to do with reviews."""


@dataclass(frozen=True)
class Links:
    """Public base addresses, without a trailing slash; empty: the same address serves all (a reverse proxy)."""

    intake: str = ""
    scoring: str = ""
    notifier: str = ""


class Pages:
    """Renders a service's templates inside the shared frame.

    `templates` and `texts` are the service's own folders (`*.html`; `lt.po`). Templates of the frame are named
    `web/….html`: `{% extends "web/base.html" %}`, `{% import "web/forms.html" as forms %}`.
    """

    def __init__(self, templates: Path, texts: Sequence[Path] = (), links: Links | None = None) -> None:
        self.links = links or Links()
        self.static = StaticFiles()
        loader = ChoiceLoader([PrefixLoader({"web": FileSystemLoader(TEMPLATES)}), FileSystemLoader(templates)])
        self._environments = {
            language: _environment(loader, language, translations, self)
            for language, translations in load_translations(texts).items()
        }

    def mount(self, app: Starlette) -> None:
        """Serve the static files of the frame under `/static/`."""
        app.router.routes.append(self.static.route())

    def render(
        self, request: Request, template: str, *, status: int = 200, viewer: Viewer | None = None, **context: Any
    ) -> HTMLResponse:
        """Return the page in the reader's language (`page_language`); a choice by `?lang=` is remembered.

        Every template knows `language`, `viewer`, `links`, `path`, `again`, `swapped`, `static(name)`, and the filters
        `day`, `short_day`, `moment`, `clock` and `span`.
        """
        language = page_language(request, viewer.language if viewer else None)
        html = (
            self._environments[language]
            .get_template(template)
            .render(
                {
                    "viewer": viewer,
                    "path": request.url.path,
                    "again": looks_again(request),
                    "swapped": is_swap(request),
                    "switch": [(each, same_place(request, each)) for each in LANGUAGES],
                    **context,
                }
            )
        )
        response = HTMLResponse(html, status, {"Content-Language": language, "Cache-Control": "private, no-cache"})
        response.headers["Vary"] = "Accept-Language, Cookie"
        chosen = asked_language(request)
        if chosen:
            secure = request.url.scheme == "https"
            response.set_cookie(LANGUAGE_COOKIE, chosen, ONE_YEAR, secure=secure, httponly=True, samesite="lax")
        return response


def _environment(loader: ChoiceLoader, language: Language, translations: Any, pages: Pages) -> Environment:
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]  # by the extension
    environment.globals.update(language=language, links=pages.links, static=pages.static.url, percent=formats.percent)
    environment.filters.update(
        day=partial(formats.day, language=language),
        short_day=partial(formats.short_day, language=language),
        moment=partial(formats.moment, language=language),
        clock=partial(formats.clock, language=language),
        span=lambda r: formats.span(r.low, r.high),
    )
    return environment
