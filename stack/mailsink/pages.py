"""The page that shows the mails, in Branda's frame. They hold sign-in links, so it answers on local names only."""

import re
from itertools import groupby
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from shared.web.formats import vilnius_day
from shared.web.pages import Pages
from stack.mailsink.maildir import KeptMail, MailStore

TEMPLATES = Path(__file__).with_name("templates")
TEXTS = Path(__file__).with_name("texts")
SHOWN = 200

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""A mail brings its own inline styles and nothing else: no script, no form, no picture from elsewhere."""

ENVELOPE_HEADERS = ("subject", "from", "to", "date")
PARTS = ("html", "text", "source")


def create_app(store: MailStore) -> Starlette:
    """The page's application over one store."""
    pages = Pages(TEMPLATES, [TEXTS])
    app = Starlette(
        routes=[
            Route("/", _index),
            Route("/health/ready", _ready),
            Route("/mails/{key}", _mail),
            Route("/mails/{key}/html", _html_part),
            Route("/mails/{key}/source", _source),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
    )
    pages.mount(app)
    app.state.store, app.state.pages = store, pages
    return app


async def _index(request: Request) -> Response:
    store = _store(request)
    days = [(day, list(mails)) for day, mails in groupby(store.newest(SHOWN), lambda mail: vilnius_day(mail.arrived))]
    return _page(request, "index.html", days=days, count=store.count(), shown=SHOWN)


async def _mail(request: Request) -> Response:
    mail = _found(request)
    if mail is None:
        return _page(request, "missing.html", status=404)
    bodies = {"html": mail.body("html"), "text": mail.body("plain"), "source": mail.source}
    offered = [part for part in PARTS if bodies[part] is not None]
    asked = request.query_params.get("part", "")
    part = asked if asked in offered else offered[0]
    details = [(name, str(value)) for name, value in mail.message.items() if name.lower() not in ENVELOPE_HEADERS]
    return _page(request, "mail.html", mail=mail, offered=offered, part=part, body=bodies[part], details=details)


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
    return PlainTextResponse(mail.source, headers=_headers(PAGE_POLICY))


async def _ready(_request: Request) -> Response:
    return PlainTextResponse("ready")


def links_in_new_tab(html: str) -> str:
    """A link opened inside the frame would be refused by its target; every link opens a tab of its own."""
    base = '<base target="_blank">'
    changed, count = re.subn(r"(<head[^>]*>)", rf"\1{base}", html, count=1, flags=re.IGNORECASE)
    return changed if count else base + html


def _page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    pages: Pages = request.app.state.pages
    response = pages.render(request, template, status=status, **values)
    response.headers.update(_headers(PAGE_POLICY))
    return response


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
