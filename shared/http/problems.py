"""Errors as RFC 9457 problems, in the caller's language, never with anything of the inside."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.contracts.strict_json import escape_pointer
from shared.http.texts import Arguments, FieldError, Language, Text, preferred_language

log = structlog.get_logger()

BAD_REQUEST = Text("bad-request", "Užklausa netinkama.", "The request is not correct.")
NOT_SIGNED_IN = Text(
    "not-signed-in",
    "Reikia galiojančio prieigos rakto.",
    "A valid access token is needed.",
)
NOT_ALLOWED = Text("not-allowed", "Jūsų vaidmuo šio veiksmo atlikti neleidžia.", "Your role may not do this.")
NOT_FOUND = Text(
    "not-found",
    "Tokio įrašo nėra arba Jums jis neprieinamas.",
    "There is no such record, or you may not see it.",
)
WRONG_METHOD = Text("wrong-method", "Šiuo adresu toks veiksmas negalimas.", "This address does not offer that action.")
CONFLICT = Text("conflict", "Toks įrašas jau yra.", "Such a record exists already.")
TOO_LARGE = Text(
    "too-large",
    "Siunčiama per daug duomenų: leidžiama ne daugiau kaip {limit} baitų.",
    "Too much data: at most {limit} bytes are accepted.",
)
WRONG_CONTENT_TYPE = Text(
    "wrong-content-type",
    "Duomenis siųskite kaip {expected}.",
    "Send the data as {expected}.",
)
TOO_SLOW = Text("too-slow", "Duomenys siunčiami per lėtai.", "The data arrived too slowly.")
INVALID = Text(
    "invalid",
    "Pateiktuose duomenyse yra klaidų, jos išvardytos toliau. Niekas neįrašyta.",
    "There are errors in the data, listed below. Nothing was stored.",
)
MALFORMED = Text("malformed", "Duomenų nepavyko perskaityti: tai ne JSON.", "The data could not be read: not JSON.")
TRY_LATER = Text(
    "try-later",
    "Paslauga laikinai nepasiekiama. Pakartokite po kelių sekundžių su tuo pačiu Idempotency-Key.",
    "The service cannot be reached for a moment. Repeat in a few seconds with the same Idempotency-Key.",
)
OUR_FAULT = Text(
    "our-fault",
    "Įvyko klaida mūsų pusėje. Ji užregistruota.",
    "Something went wrong on our side. It has been recorded.",
)
REPEATED_PARAMETER = Text(
    "repeated-parameter",
    "Parametras „{name}“ nurodytas daugiau nei kartą.",
    'The parameter "{name}" is given more than once.',
)
WRONG_PARAMETER = Text(
    "wrong-parameter",
    "Parametro „{name}“ reikšmė netinkama.",
    'The value of the parameter "{name}" is not accepted.',
)

_BY_STATUS: Mapping[int, Text] = {
    400: BAD_REQUEST,
    401: NOT_SIGNED_IN,
    403: NOT_ALLOWED,
    404: NOT_FOUND,
    405: WRONG_METHOD,
    409: CONFLICT,
    503: TRY_LATER,
}

_TITLES: Mapping[int, tuple[str, str]] = {
    400: ("Netinkama užklausa", "Bad request"),
    401: ("Neprisijungta", "Not signed in"),
    403: ("Neleidžiama", "Not allowed"),
    404: ("Nerasta", "Not found"),
    405: ("Veiksmas negalimas", "Action not offered"),
    408: ("Per lėta", "Too slow"),
    409: ("Jau yra", "Already there"),
    413: ("Per daug duomenų", "Too much data"),
    415: ("Netinkamas formatas", "Wrong format"),
    422: ("Duomenyse yra klaidų", "There are errors in the data"),
    429: ("Per daug užklausų", "Too many requests"),
    500: ("Klaida mūsų pusėje", "An error on our side"),
    503: ("Laikinai nepasiekiama", "Not reachable for a moment"),
}


class ProblemError(Exception):
    """Ends a request with a problem. Raise it anywhere below a handler; the sentence is rendered at the edge."""

    def __init__(
        self,
        status: int,
        text: Text | None = None,
        *,
        arguments: Arguments | None = None,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.text = text or _BY_STATUS.get(status, BAD_REQUEST)
        self.arguments = dict(arguments or {})
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        super().__init__(f"{status} {self.text.id}")

    def body(self, language: Language) -> dict[str, Any]:
        """Return the problem document in `language` (RFC 9457, section 3)."""
        return {
            "type": f"urn:branda:problem:{self.text.id}",
            "title": title(self.status, language),
            "status": self.status,
            "detail": self.text.render(language, self.arguments),
            "errors": [error.render(language) for error in self.errors],
        }

    def response(self, language: Language) -> Response:
        """Return the answer to send."""
        return JSONResponse(
            self.body(language),
            self.status,
            {"Content-Language": language, "Cache-Control": "no-store", **self.headers},
            media_type="application/problem+json",
        )


def title(status: int, language: Language) -> str:
    """Return the short heading of a status code."""
    known = _TITLES.get(status)
    if known is None:
        return HTTPStatus(status).phrase
    return known[0] if language == "lt" else known[1]


def unavailable(seconds: int = 2) -> ProblemError:
    """Return the 503 for a database or service that does not answer: unknown outcome, repeat with the same key."""
    return ProblemError(503, TRY_LATER, headers={"Retry-After": str(seconds)})


def invalid(errors: Sequence[FieldError]) -> ProblemError:
    """Return the 422 that lists what is wrong field by field."""
    return ProblemError(422, INVALID, errors=errors)


def not_found() -> ProblemError:
    """Return the one 404 that a missing record and another cluster's record share, byte for byte."""
    return ProblemError(404, NOT_FOUND)


def language_of(request: Request) -> Language:
    """Return the language to answer `request` in."""
    return preferred_language(request.headers.get("accept-language"))


def _on_parameters(error: RequestValidationError) -> ProblemError:
    found = [
        FieldError("/" + "/".join(escape_pointer(str(part)) for part in item["loc"]), WRONG_PARAMETER, {"name": name})
        for item in error.errors()
        for name in [str(item["loc"][-1])]
    ]
    return ProblemError(400, BAD_REQUEST, errors=found)


Translation = ProblemError | Callable[[Exception], ProblemError]
"""What a service's own exception becomes: always the same problem, or one made from it."""


def add_problem_handlers(app: FastAPI, translations: Mapping[type[Exception], Translation]) -> None:
    """Make every error of `app` a problem."""

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, ProblemError)
        return error.response(language_of(request))

    async def on_http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return ProblemError(error.status_code, headers=error.headers).response(language_of(request))

    async def on_parameters(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return _on_parameters(error).response(language_of(request))

    app.add_exception_handler(ProblemError, on_problem)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(RequestValidationError, on_parameters)
    for kind, translation in translations.items():
        app.add_exception_handler(kind, _translated(translation))


def _translated(translation: Translation) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        problem = translation if isinstance(translation, ProblemError) else translation(error)
        if problem.status >= 500:
            log.warning("request refused", path=request.url.path, status=problem.status, error=str(error)[:200])
        return problem.response(language_of(request))

    return answer
