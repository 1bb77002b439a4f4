"""The page that shows the mails. They hold sign-in links, so it answers on local names only."""

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from stack.mailsink.maildir import KeptMail, MailStore
from stack.mailsink.texts import LANGUAGES, TEXTS, choose_language

TEMPLATES = Path(__file__).with_name("templates")
SHOWN = 200

PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""A mail brings its own inline styles and nothing else: no script, no form, no picture from elsewhere."""

ENVELOPE_HEADERS = ("subject", "from", "to", "date")


def create_app(store: MailStore) -> Starlette:
    """The page's application over one store."""
    app = Starlette(
        routes=[
            Route("/", _index),
            Route("/style.css", _style),
            Route("/health/ready", _ready),
            Route("/mails/{key}", _mail),
            Route("/mails/{key}/html", _html_part),
            Route("/mails/{key}/source", _source),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
    )
    app.state.store = store
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.policies["urlize.rel"] = "noopener noreferrer"
    app.state.templates = environment
    return app


async def _index(request: Request) -> Response:
    store = _store(request)
    return _page(request, "index.html", mails=store.newest(SHOWN), count=store.count())


async def _mail(request: Request) -> Response:
    mail = _found(request)
    if mail is None:
        return _page(request, "missing.html", status=404)
    details = [(name, str(value)) for name, value in mail.message.items() if name.lower() not in ENVELOPE_HEADERS]
    return _page(request, "mail.html", mail=mail, text=mail.body("plain"), html=mail.body("html"), details=details)


async def _html_part(request: Request) -> Response:
    mail = _found(request)
    html = mail.body("html") if mail is not None else None
    if html is None:
        return PlainTextResponse("no HTML part", status_code=404)
    return HTMLResponse(links_in_new_tab(html), headers=_headers(MAIL_POLICY))


async def _source(request: Request) -> Response:
    mail = _found(request)
    if mail is None:
        return PlainTextResponse("no such mail", status_code=404)
    return PlainTextResponse(mail.content.decode("utf-8", "replace"), headers=_headers(PAGE_POLICY))


async def _style(_request: Request) -> Response:
    return Response((TEMPLATES / "style.css").read_text(), media_type="text/css", headers=_headers(PAGE_POLICY))


async def _ready(_request: Request) -> Response:
    return PlainTextResponse("ready")


def links_in_new_tab(html: str) -> str:
    """A link opened inside the frame would be refused by its target; every link opens a tab of its own."""
    base = '<base target="_blank">'
    changed, count = re.subn(r"(<head[^>]*>)", rf"\1{base}", html, count=1, flags=re.IGNORECASE)
    return changed if count else base + html


def _page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    language = choose_language(request.query_params.get("lang"), request.headers.get("accept-language", ""))
    page = request.app.state.templates.get_template(template)
    html = page.render(
        words=TEXTS[language], language=language, languages=LANGUAGES, path=request.url.path, shown=SHOWN, **values
    )
    return HTMLResponse(html, status_code=status, headers=_headers(PAGE_POLICY))


def _headers(policy: str) -> dict[str, str]:
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
    }


def _store(request: Request) -> MailStore:
    store: MailStore = request.app.state.store
    return store


def _found(request: Request) -> KeptMail | None:
    return _store(request).find(request.path_params["key"])
