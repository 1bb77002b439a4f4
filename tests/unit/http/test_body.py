"""Bodies are read with a limit and understood in one way only."""

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, Any

import pytest
from pydantic import Field
from starlette.requests import Request

from shared.contracts.submission import Command
from shared.http.body import MAX_BODY, parse_model, read_body
from shared.http.problems import ProblemError


class Inner(Command):
    value: dict[str, bool | int | Annotated[str, Field(max_length=5)]]
    day: date | None = None


class Outer(Command):
    name: Annotated[str, Field(min_length=1)]
    answers: dict[str, Inner] = Field(default_factory=dict)


def refused(raw: bytes | dict[str, Any]) -> ProblemError:
    with pytest.raises(ProblemError) as caught:
        parse_model(Outer, raw if isinstance(raw, bytes) else json.dumps(raw).encode())
    return caught.value


def request_of(parts: list[bytes], **headers: str) -> tuple[Request, list[bytes]]:
    left = list(parts)

    async def receive() -> dict[str, Any]:
        part = left.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(left)}

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": raw}, receive), left


def test_a_correct_body_becomes_the_model() -> None:
    model = parse_model(
        Outer, b'{"name": "A", "answers": {"1.1.2": {"value": {"committed": 18}, "day": "2026-01-02"}}}'
    )
    assert model.answers["1.1.2"].value == {"committed": 18}
    assert model.answers["1.1.2"].day == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"name": "a", "name": "b"}', 400),
        (b"[" * 10_000 + b"]" * 10_000, 400),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400),
        (b'{"name": NaN}', 422),
        (b'{"name": 1e400}', 422),
        (b'{"name": ' + b"9" * 400 + b"}", 422),
        (b'{"name": "\\u0000"}', 422),
        (b'{"name": "\\ud800"}', 422),
        ('{"name": "\u202e"}'.encode(), 422),
        (b'{"name": "\xff"}', 422),
        (b'{"name": {"$ne": null}}', 422),
        (b'{"name": "a", "$where": "1"}', 422),
        (b'{"name": "a", "label.level": "gold"}', 422),
        (b"null", 422),
        (b"3", 422),
    ],
)
def test_hostile_bodies_are_refused_with_a_problem(raw: bytes, status: int) -> None:
    problem = refused(raw)
    assert problem.status == status
    assert problem.errors
    for language in ("lt", "en"):
        assert all(entry["message"] for entry in problem.body(language)["errors"])


def test_each_finding_names_its_field_by_json_pointer() -> None:
    problem = refused({"answers": {"a/b": {"value": {"x": 1.5}, "score": 5}}, "role": "agency"})
    found = {error.pointer: error.text.id for error in problem.errors}
    assert found == {
        "/name": "missing",
        "/role": "unknown-field",
        "/answers/a~1b/value/x": found["/answers/a~1b/value/x"],
        "/answers/a~1b/score": "unknown-field",
    }


def test_a_number_in_quotes_is_not_taken_for_a_number() -> None:
    assert refused({"name": 3}).errors[0].text.id == "not-a-text"


async def test_a_body_above_the_limit_is_not_read_to_its_end() -> None:
    request, left = request_of([b"x" * 1024 * 512] * 100, content_type="application/json")
    with pytest.raises(ProblemError) as caught:
        await read_body(request)
    assert caught.value.status == 413
    assert len(left) == 97


async def test_an_announced_length_above_the_limit_is_refused_unread() -> None:
    request, left = request_of([b"x"], content_type="application/json", content_length=str(MAX_BODY + 1))
    with pytest.raises(ProblemError) as caught:
        await read_body(request)
    assert caught.value.status == 413
    assert left


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_json_sent_as_something_else_is_refused(content_type: str) -> None:
    request, _ = request_of([b"{}"], content_type=content_type)
    with pytest.raises(ProblemError) as caught:
        await read_body(request)
    assert caught.value.status == 415


async def test_parts_are_joined() -> None:
    request, _ = request_of([b'{"a"', b": 1}"], content_type="application/json; charset=utf-8")
    assert await read_body(request) == b'{"a": 1}'
    assert isinstance(request.stream(), AsyncIterator)
