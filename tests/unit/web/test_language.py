"""Which language a page is written in, and how the switch keeps the place."""

import pytest
from starlette.requests import Request

from shared.web.language import page_language, same_place


def request(query: str = "", cookie: str = "", accept: str = "") -> Request:
    headers = [(b"cookie", cookie.encode()), (b"accept-language", accept.encode()), (b"host", b"branda.example")]
    scope = {"type": "http", "method": "GET", "path": "/results/x", "headers": headers, "scheme": "http"}
    return Request({**scope, "query_string": query.encode(), "server": ("branda.example", 80)})


@pytest.mark.parametrize(
    ("asked", "person", "expected"),
    [
        (request("lang=en", "branda_language=lt", "lt"), "lt", "en"),
        (request("", "branda_language=en", "lt"), "lt", "en"),
        (request("", "", "en"), "lt", "lt"),
        (request("", "", "en-GB, lt;q=0.5"), None, "en"),
        (request("", "", "de"), None, "lt"),
        (request(), None, "lt"),
        (request("lang=xx", "branda_language=xx"), None, "lt"),
        (request("lang=../../etc"), "en", "en"),
    ],
)
def test_address_then_cookie_then_person_then_browser_then_lithuanian(
    asked: Request, person: str | None, expected: str
) -> None:
    assert page_language(asked, person) == expected


def test_switch_keeps_path_and_query() -> None:
    place = same_place(request("as_of=2018-12-31&lang=lt"), "en")
    assert place == "/results/x?as_of=2018-12-31&lang=en"


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "///evil.example"])
def test_switch_cannot_be_made_to_leave_the_site(path: str) -> None:
    place = same_place(Request({**request().scope, "path": path}), "en")
    assert not place.startswith(("//", "/\\"))
