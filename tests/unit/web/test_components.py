"""The page of all components shows every macro of the frame, in both languages."""

import re

import httpx
import pytest

from shared.web.pages import TEMPLATES
from tests.support.component_page import FOLDER, component_app


@pytest.mark.parametrize("file", ["charts", "forms", "marks", "notes"])
def test_every_macro_of_the_frame_is_on_the_page(file: str) -> None:
    shown = (FOLDER / "components.html").read_text(encoding="utf-8")
    macros = re.findall(r"\{% macro ([a-z]\w*)\(", (TEMPLATES / f"{file}.html").read_text(encoding="utf-8"))
    assert macros
    assert [macro for macro in macros if f"{file}.{macro}(" not in shown] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("lt", ["Programa", "Rezultatai", "Peržiūros", "Kriterijai"]),
        ("en", ["Programme", "Results", "Reviews", "Criteria"]),
    ],
)
async def test_page_is_rendered_with_the_navigation_of_who_sees_all(language: str, expected: list[str]) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(component_app()), base_url="http://x.example") as client:
        text = (await client.get(f"/?lang={language}")).text
    assert "<script" not in text
    assert " style=" not in text
    found = re.findall(r"<a href=\"/\w+\">([^<]+)</a>", text.split('class="top-nav"')[1].split("</nav>")[0])
    assert found == expected
