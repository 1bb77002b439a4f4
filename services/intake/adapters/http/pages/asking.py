"""Asking for a sign-in mail, and the code for whoever reads it on another device."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.intake.adapters.http.forms import read_form
from services.intake.adapters.http.pages.sign_in import SEE_OTHER, SignInPages
from services.intake.application.asking import AskToSignIn, TooOftenError
from services.intake.application.people import LINK_LIFE, LONGEST_ADDRESS, SignIn, is_address
from shared.http.figures import SIGN_IN_FAILURES
from shared.http.problems import ProblemError
from shared.http.sessions import check_origin, local_path
from shared.http.texts import Text

BROWSER = "branda_sign_in"
"""Cookie of the browser that asked: only there the code of the mail opens anything."""

CODE_PAGE = "/sign-in/code"
BLANKS = re.compile(r"[\s\u00a0-]+")

TOO_OFTEN = Text(
    "too-often",
    "Per daug bandymų. Palaukite ir bandykite po {minutes} min.",
    "Too many attempts. Please wait and try again in {minutes} min.",
)


def asking_routes(pages: SignInPages, sign_in: SignIn, asking: AskToSignIn) -> APIRouter:
    """Return the routes of `/sign-in/mail` and `/sign-in/code`."""
    router = APIRouter(include_in_schema=False)

    @router.post("/sign-in/mail")
    async def ask(request: Request) -> Response:
        """Take an address; the answer is the same whether or not somebody has it."""
        check_origin(request, pages.origins)
        form = await read_form(request)
        address, target = form.get("address", "").strip(), local_path(form.get("next"))
        if not is_address(address):
            return pages.form(request, status=400, address=address[:LONGEST_ADDRESS], target=target, wrong=True)
        try:
            browser = await asking.ask(address, target, _client(request))
        except TooOftenError as error:
            raise _too_often(error) from error
        response = RedirectResponse(CODE_PAGE, SEE_OTHER)
        pages.set_cookie(response, BROWSER, browser, LINK_LIFE)
        return response

    @router.get(CODE_PAGE)
    async def show(request: Request) -> Response:
        """Say that a mail may be on its way, and ask for the code in it."""
        if BROWSER not in request.cookies:
            return RedirectResponse("/sign-in", SEE_OTHER)
        return pages.code(request)

    @router.post(CODE_PAGE)
    async def use(request: Request) -> Response:
        """Open a session if the code is right; a wrong one, a used one and one too many look the same."""
        check_origin(request, pages.origins)
        form = await read_form(request)
        browser, code = request.cookies.get(BROWSER, ""), BLANKS.sub("", form.get("code", ""))
        try:
            await asking.check_attempt(_client(request))
        except TooOftenError as error:
            raise _too_often(error) from error
        opened = await sign_in.use_code(browser[:256], code[:20]) if browser else None
        if opened is None:
            SIGN_IN_FAILURES.labels("code").inc()
            return pages.code(request, status=400, wrong=True)
        response = pages.opened(opened)
        response.delete_cookie(BROWSER, httponly=True, samesite="lax", secure=pages.secure)
        return response

    return router


def _client(request: Request) -> str:
    """Return the network address of the browser; a reverse proxy has to be trusted for it (`docs/operations.md`)."""
    return request.client.host if request.client else ""


def _too_often(error: TooOftenError) -> ProblemError:
    headers = {"Retry-After": str(error.seconds), "Cache-Control": "no-store"}
    return ProblemError(429, TOO_OFTEN, arguments={"minutes": -(-error.seconds // 60)}, headers=headers)
