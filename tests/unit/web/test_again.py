"""Parts that replace themselves: how often they ask, whatever a browser says, and what htmx may do."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from starlette.requests import Request

from shared.web.again import MOST, is_swap, looks_again
from shared.web.pages import TEMPLATES
from shared.web.static_files import STATIC, StaticFiles


def request(**headers: str) -> Request:
    named = [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "path": "/results/1", "query_string": b"lang=lt", "headers": named})


def test_it_asks_ever_more_rarely_and_not_for_ever() -> None:
    seconds = [looks_again(request(branda_asked=str(asked))).seconds for asked in range(MOST + 2)]
    assert seconds[:7] == [2, 4, 8, 16, 32, 60, 60]
    assert seconds[-2:] == [None, None]
    assert 15 * 60 < sum(each or 0 for each in seconds) < 25 * 60


@pytest.mark.parametrize("said", ["", "-1", "x", "9" * 5000, "\u0663", "1.5", "1e3", "<script>", " 1"])
def test_a_header_that_is_no_number_is_the_first_look(said: str) -> None:
    assert looks_again(request(branda_asked=said)).asked == 0


def test_it_asks_for_the_same_place_of_the_same_service() -> None:
    assert looks_again(request()).address == "/results/1?lang=lt"


@pytest.mark.parametrize(("said", "swap"), [("true", True), ("false", False), ("", False)])
def test_a_swap_is_told_by_its_header(said: str, swap: bool) -> None:
    assert is_swap(request(hx_request=said)) is swap


def test_htmx_is_the_file_that_its_readme_names() -> None:
    digest = hashlib.sha256((STATIC / "htmx" / "htmx.min.js").read_bytes()).hexdigest()
    assert digest in (STATIC / "htmx" / "README.txt").read_text(encoding="utf-8")
    assert "htmx.min.js?v=" in StaticFiles().url("htmx/htmx.min.js")


def test_htmx_evaluates_styles_and_keeps_nothing() -> None:
    template = (TEMPLATES / "again.html").read_text(encoding="utf-8")
    found = re.search(r"content='(\{.*?\})'", template)
    assert found is not None
    settings = json.loads(found[1])
    allowed = ("allowEval", "allowScriptTags", "includeIndicatorStyles")
    assert [settings[name] for name in allowed] == [False, False, False]
    assert (settings["selfRequestsOnly"], settings["historyCacheSize"]) == (True, 0)


def test_no_template_brings_a_script_of_its_own() -> None:
    folders = [TEMPLATES, *Path("services").glob("*/adapters/http/pages/templates"), Path("stack/mailsink/templates")]
    texts = [(path, path.read_text(encoding="utf-8")) for folder in folders for path in folder.glob("*.html")]
    assert len(texts) > 20
    assert [path for path, text in texts if re.search(r"hx-on|\bjs:|hx-vals='?js| on\w+=\"", text)] == []
    assert [path.name for path, text in texts if "<script" in text] == ["again.html"]
