"""What intake asks scoring, as whom, and what becomes of the answers."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from joserfc.jwk import OKPKey

from services.intake.adapters.http.scoring import MOST_PAGES, HttpScoring
from services.intake.adapters.own_tokens import OwnTokens
from services.intake.adapters.signing import TOKEN_LIFE, TokenIssuer
from shared.errors import TransientError
from shared.http.clients import ServiceClient
from shared.http.keys import FixedKeys
from shared.http.principal import Principal
from shared.http.tokens import TokenValidator

ONE, TWO = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
PENDING = {"cluster": ONE, "status": "pending"}
Handler = Callable[[httpx.Request], httpx.Response]


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Scoring:
    """Notes what it is asked and by whom, and answers as told."""

    def __init__(self, *answers: httpx.Response) -> None:
        self._answers = list(answers)
        self.tokens: list[str] = []
        self.asked: list[str] = []
        self.clock = Clock()
        self.issuer = TokenIssuer(OKPKey.generate_key("Ed25519"), "branda-intake")
        http = httpx.AsyncClient(transport=httpx.MockTransport(self._answer), base_url="http://scoring.test")
        self.client = HttpScoring(ServiceClient(http), OwnTokens(self.issuer, self.clock))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url.raw_path, "ascii"))
        self.tokens.append(request.headers["authorization"].removeprefix("Bearer "))
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    async def callers(self) -> list[Principal]:
        """Return who asked, by the validator of every service."""
        validator = TokenValidator(FixedKeys(self.issuer.public_keys), issuer="branda-intake")
        return [await validator.validate(token) for token in self.tokens]


def ok(body: Any) -> httpx.Response:
    return httpx.Response(200, content=json.dumps(body).encode())


async def test_a_token_sees_no_more_clusters_than_are_asked_for() -> None:
    scoring = Scoring(ok(PENDING), ok({"results": [], "next": None}))
    assert (await scoring.client.result(ONE)).status == "pending"
    assert await scoring.client.rows(frozenset({ONE, TWO})) == ([], True)
    await scoring.client.rows(None)
    seen = [(caller.role, caller.clusters) for caller in await scoring.callers()]
    assert seen == [("service", frozenset({ONE})), ("service", frozenset({ONE, TWO})), ("service", None)]
    assert scoring.asked[0] == f"/api/v1/results/{ONE}"


async def test_the_token_for_all_is_kept_until_a_minute_before_its_end() -> None:
    scoring = Scoring(ok({"results": [], "next": None}))
    for moment in (0, TOKEN_LIFE - 61, TOKEN_LIFE - 60):
        scoring.clock.now = moment
        await scoring.client.rows(None)
    assert [len(set(scoring.tokens[:2])), len(set(scoring.tokens))] == [1, 2]


async def test_a_list_is_read_on_to_its_end_or_to_the_limit() -> None:
    part = {"results": [PENDING], "next": "behind"}
    whole = Scoring(ok(part), ok({"results": [PENDING], "next": None}))
    rows, complete = await whole.client.rows(None)
    assert (len(rows), complete) == (2, True)
    assert whole.asked == ["/api/v1/results?limit=200", "/api/v1/results?limit=200&cursor=behind"]
    endless = Scoring(ok(part))
    rows, complete = await endless.client.rows(None)
    assert (len(rows), complete) == (MOST_PAGES, False)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(401),
        httpx.Response(404),
        httpx.Response(500),
        httpx.Response(429),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, content=b"\xff"),
        ok([]),
        ok({"cluster": "no id"}),
        ok({"cluster": ONE, "held": [{"level": "platinum"}]}),
    ],
)
async def test_an_answer_that_is_none_counts_as_silence(answer: httpx.Response) -> None:
    asks: list[Callable[[HttpScoring], Awaitable[object]]] = [
        lambda client: client.result(ONE),
        lambda client: client.rows(None),
        lambda client: client.programme(),
    ]
    for ask in asks:
        with pytest.raises(TransientError):
            await ask(Scoring(answer).client)
