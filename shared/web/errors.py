"""Errors as pages for people; programs keep getting problems."""

from collections.abc import Mapping

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shared.http.problems import ProblemError, language_of, title
from shared.web.language import page_language
from shared.web.pages import Pages
from shared.web.sign_in import SignInNeededError

PROGRAM_PATHS = ("/api/", "/internal/", "/oauth/", "/health/", "/metrics", "/openapi.json", "/.well-known/")
"""Whoever calls these wants a problem document, whatever the Accept header says."""


def wants_page(request: Request) -> bool:
    """Say whether a person with a browser is asking."""
    if request.url.path.startswith(PROGRAM_PATHS):
        return False
    return "text/html" in request.headers.get("accept", "")


def add_error_pages(
    app: FastAPI, pages: Pages, translations: Mapping[type[Exception], ProblemError] | None = None
) -> None:
    """Answer a browser with a page in words; call it after `add_problem_handlers`, whose answers programs keep.

    `translations` are a service's own exceptions that its pages may raise. Who is not signed in is led to the sign-in.
    """

    def answer(request: Request, problem: ProblemError) -> Response:
        if not wants_page(request):
            return problem.response(language_of(request))
        return error_page(pages, request, problem)

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, ProblemError)
        return answer(request, error)

    async def on_http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return answer(request, ProblemError(error.status_code, headers=error.headers))

    async def on_own_error(request: Request, error: Exception) -> Response:
        return answer(request, known[type(error)])

    async def on_sign_in_needed(_: Request, error: Exception) -> Response:
        assert isinstance(error, SignInNeededError)
        return RedirectResponse(error.location, 303, {"Cache-Control": "no-store"})

    known = dict(translations or {})
    app.add_exception_handler(ProblemError, on_problem)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(SignInNeededError, on_sign_in_needed)
    for kind in known:
        app.add_exception_handler(kind, on_own_error)


def error_page(pages: Pages, request: Request, problem: ProblemError) -> Response:
    """Return `problem` as a page."""
    language = page_language(request)
    response = pages.render(
        request,
        "web/error.html",
        status=problem.status,
        heading=title(problem.status, language),
        detail=problem.text.render(language, problem.arguments),
        reasons=[error.text.render(language, error.arguments) for error in problem.errors],
    )
    response.headers.update(problem.headers)
    return response
