"""The frame of every page, its static files, and errors as pages."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.responses import Response

from shared.http.application import build_app
from shared.http.problems import ProblemError, not_found
from shared.web.errors import add_error_pages
from shared.web.pages import Links, Pages
from shared.web.sign_in import SignInNeededError
from shared.web.static_files import STATIC
from tests.support.component_page import Viewer

PAGE = """{% extends "web/base.html" %}
{% import "web/forms.html" as forms %}{% import "web/notes.html" as notes %}
{% block title %}{{ heading }}{% endblock %}
{% block main %}<h1>{{ heading }}</h1>
{{ forms.error_summary(errors) }}
<form>{{ forms.csrf("secret") }}{{ forms.text_field("email", "E-mail", heading, hint="As we know it", error=wrong) }}
{{ forms.radios("way", "How", [("a", "One"), ("b", "Two")], "b") }}{{ forms.button("Send") }}</form>
{{ notes.empty("Nothing", "yet") }}
{% endblock %}"""


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    return Pages(tmp_path, links=Links("https://intake.example", "https://scoring.example"))


@pytest.fixture
def ask(pages: Pages) -> Callable[..., httpx.Response]:
    app = FastAPI()
    pages.mount(app)

    @app.get("/page")
    async def page(request: Request, heading: str = "Title", wrong: str = "", known: bool = False) -> Response:
        errors = [("email", wrong)] if wrong else []
        viewer = Viewer() if known else None
        return pages.render(request, "page.html", viewer=viewer, heading=heading, errors=errors, wrong=wrong)

    return lambda path, **headers: _get(app, path, headers)


async def _get(app: FastAPI, path: str, headers: dict[str, str]) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://branda.example") as client:
        return await client.get(path, headers=named)


async def test_page_names_its_language_and_varies_by_it(ask: Callable[..., object]) -> None:
    answer = await ask("/page?lang=en")
    assert '<html lang="en">' in answer.text
    assert answer.headers["content-language"] == "en"
    assert answer.headers["vary"] == "Accept-Language, Cookie"
    assert answer.headers["cache-control"] == "private, no-cache"


async def test_chosen_language_is_remembered_in_a_cookie_that_scripts_cannot_read(ask: Callable[..., object]) -> None:
    answer = await ask("/page?lang=en")
    assert answer.headers["set-cookie"].startswith("branda_language=en; HttpOnly; ")
    assert "SameSite=lax" in answer.headers["set-cookie"]
    assert "set-cookie" not in (await ask("/page")).headers


async def test_own_language_of_the_person_comes_before_the_browsers(ask: Callable[..., object]) -> None:
    assert '<html lang="en">' in (await ask("/page?known=true", accept_language="lt")).text
    assert '<html lang="lt">' in (await ask("/page", accept_language="lt")).text


async def test_every_page_says_it_is_an_estimate_and_who_awards(ask: Callable[..., object]) -> None:
    english, lithuanian = (await ask("/page?lang=en")).text, (await ask("/page?lang=lt")).text
    assert "Not an ESCA/EUCLES benchmarking; an estimate." in english
    assert "awarded only by EUCLES" in english
    assert "Tai ne ESCA/EUCLES lyginamoji analizė, o preliminarus įvertinimas." in lithuanian
    assert "žymas suteikia tik EUCLES" in lithuanian


async def test_names_are_texts_and_never_markup(ask: Callable[..., object]) -> None:
    text = (await ask("/page?heading=<script>alert(1)</script>&known=true")).text
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "Jonė &lt;b&gt;" in text


async def test_wrong_field_says_so_above_and_at_the_field(ask: Callable[..., object]) -> None:
    text = (await ask("/page?wrong=Write+it&lang=en")).text
    assert '<a href="#email">Write it</a>' in text
    assert "There is 1 problem" in text
    assert 'aria-describedby="email-hint email-error"' in text
    assert 'aria-invalid="true"' in text
    assert '<input type="hidden" name="csrf_token" value="secret">' in text


async def test_page_has_no_inline_script_or_style(ask: Callable[..., object]) -> None:
    text = (await ask("/page?known=true")).text
    assert "<style" not in text
    assert " style=" not in text
    assert "<script" not in text


async def test_named_version_of_a_file_is_kept_for_ever(ask: Callable[..., object], pages: Pages) -> None:
    named = await ask(pages.static.url("branda.css"))
    assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert named.headers["content-type"] == "text/css; charset=utf-8"
    assert (await ask("/static/branda.css")).headers["cache-control"] == "public, max-age=86400"
    again = await ask("/static/branda.css", if_none_match=named.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/static/none.css", "/static/../pages.py", "/static/%2e%2e/pages.py", "/static/"])
async def test_nothing_but_the_static_files_is_served(ask: Callable[..., object], path: str) -> None:
    assert (await ask(path)).status_code == 404


def test_fonts_together_stay_small_and_carry_their_licence() -> None:
    fonts = sorted((STATIC / "fonts").glob("*.woff2"))
    assert len(fonts) == 2
    assert sum(font.stat().st_size for font in fonts) < 70_000
    assert "SIL Open Font License" in (STATIC / "fonts" / "LICENSE-Inter.txt").read_text(encoding="utf-8")


def failing_app(pages: Pages) -> FastAPI:
    class _Life:
        async def __aenter__(self) -> None: ...
        async def __aexit__(self, *_: object) -> None: ...

    app = build_app("test", lifespan=lambda _: _Life(), checks=dict, translations={KeyError: not_found()})
    add_error_pages(app, pages, {KeyError: ProblemError(503, headers={"Retry-After": "2"})})

    @app.get("/fails/{how}")
    @app.get("/api/fails/{how}")
    async def fails(how: str) -> None:
        raise {"missing": not_found(), "away": KeyError("x"), "out": SignInNeededError("/sign-in?next=/x")}[how]

    return app


async def test_browser_gets_an_error_in_words_and_a_program_a_problem(pages: Pages) -> None:
    app = failing_app(pages)
    page = await _get(app, "/fails/missing", {"accept": "text/html", "accept-language": "en"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "There is no such record, or you may not see it." in page.text
    for path in ("/fails/missing", "/api/fails/missing"):
        problem = await _get(app, path, {"accept": "text/html" if path.startswith("/api") else "*/*"})
        assert problem.headers["content-type"] == "application/problem+json"


async def test_page_of_an_absent_service_says_when_to_come_back(pages: Pages) -> None:
    page = await _get(failing_app(pages), "/fails/away", {"accept": "text/html"})
    assert (page.status_code, page.headers["retry-after"]) == (503, "2")
    assert "<h1>Laikinai nepasiekiama</h1>" in page.text


async def test_unknown_address_is_a_page_too(pages: Pages) -> None:
    page = await _get(failing_app(pages), "/nowhere", {"accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")


async def test_who_is_not_signed_in_is_led_to_the_sign_in(pages: Pages) -> None:
    answer = await _get(failing_app(pages), "/fails/out", {"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/x")
