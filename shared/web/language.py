"""Which language a page is written in."""

from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import Request

from shared.http.texts import Language, preferred_language

LANGUAGE_COOKIE = "branda_language"
"""Remembers a choice made by the switch; holds `lt` or `en`, nothing about the person."""


def as_language(value: str | None) -> Language | None:
    """Return `value` if it is one of our languages, else None."""
    if value == "lt":
        return "lt"
    return "en" if value == "en" else None


def asked_language(request: Request) -> Language | None:
    """Return the language that this request asks for by `?lang=`, if it does."""
    return as_language(request.query_params.get("lang"))


def page_language(request: Request, of_person: str | None = None) -> Language:
    """Return the language of a page: `?lang=`, the cookie, the person's own, Accept-Language, Lithuanian."""
    return (
        asked_language(request)
        or as_language(request.cookies.get(LANGUAGE_COOKIE))
        or as_language(of_person)
        or preferred_language(request.headers.get("accept-language"))
    )


def same_place(request: Request, language: Language) -> str:
    """Return the address of the same page, with the same query, in `language`; never one of another site."""
    path = "/" + quote(request.url.path, safe="/").lstrip("/")
    kept = [(name, value) for name, value in parse_qsl(request.url.query) if name != "lang"]
    return f"{path}?{urlencode([*kept, ('lang', language)])}"
