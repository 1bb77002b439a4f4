"""Signing in by a one-time link, and signing out."""

from datetime import timedelta
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.intake.adapters.http.forms import read_form
from services.intake.adapters.http.pages.places import place
from services.intake.application.people import SESSION_LIFE, SignIn
from shared.http.edge import SECURITY_HEADERS
from shared.http.figures import SIGN_IN_FAILURES
from shared.http.sessions import COOKIE, CSRF_FIELD, check_form, check_origin, csrf_token, local_path
from shared.web.pages import Links, Pages

TEMPLATES = Path(__file__).parent / "templates"
TEXTS = Path(__file__).parent / "texts"
SEE_OTHER = 303


class SignInPages:
    """The pages of signing in, none of which is kept by a cache, and the way on."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self.origins = [pages.links.intake] if pages.links.intake else []
        self.secure = pages.links.intake.startswith("https://")
        self._policy = form_policy(pages.links)

    def form(
        self,
        request: Request,
        *,
        status: int = 200,
        token: str = "",
        address: str = "",
        target: str = "/",
        refused: bool = False,
        wrong: bool = False,
    ) -> Response:
        """Return the page with the button of a link, or with the field for an address."""
        found = self._pages.render(
            request,
            "sign_in.html",
            status=status,
            token=token,
            address=address,
            target=target,
            refused=refused,
            wrong=wrong,
        )
        return self._private(found)

    def code(self, request: Request, *, status: int = 200, wrong: bool = False) -> Response:
        """Return the page with the field for a code."""
        return self._private(self._pages.render(request, "sign_in_code.html", status=status, wrong=wrong))

    def opened(self, session: tuple[str, str | None]) -> Response:
        """Return the way on for whoever has signed in, with the cookie of the session."""
        cookie, target = session
        response = RedirectResponse(place(target, self._pages.links), SEE_OTHER)
        self.set_cookie(response, COOKIE, cookie, SESSION_LIFE)
        return response

    def set_cookie(self, response: Response, name: str, value: str, life: timedelta) -> None:
        """Set a cookie that no script and no other site can use."""
        seconds = int(life.total_seconds())
        response.set_cookie(name, value, seconds, httponly=True, samesite="lax", secure=self.secure)

    def _private(self, response: Response) -> Response:
        response.headers.update({"Content-Security-Policy": self._policy, "Cache-Control": "no-store"})
        return response


def sign_in_routes(pages: SignInPages, sign_in: SignIn) -> APIRouter:
    """Return the routes of `/sign-in`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sign-in")
    async def show(request: Request, token: str = "", next: str = "") -> Response:  # noqa: A002  # the parameter's name
        """Show a button: mail scanners open links, so opening one must not use it up (design 5)."""
        return pages.form(request, token=token[:256], target=local_path(next))

    @router.post("/sign-in")
    async def use(request: Request) -> Response:
        """Use the link up and open a session under a new cookie."""
        check_origin(request, pages.origins)
        form = await read_form(request)
        opened = await sign_in.use_link(form.get("token", "")[:256])
        if opened is None:
            SIGN_IN_FAILURES.labels("link").inc()
            return pages.form(request, status=400, refused=True)
        return pages.opened(opened)

    return router


def sign_out_routes(pages: Pages, own: SignInPages, sign_in: SignIn) -> APIRouter:
    """Return the routes of `/sign-out`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sign-out")
    async def ask(request: Request) -> Response:
        """Show a button: the pages of other services lead here, and opening an address ends nothing."""
        cookie = request.cookies.get(COOKIE, "")
        person = await sign_in.resolve(cookie) if cookie else None
        if person is None:
            return RedirectResponse("/", SEE_OTHER)
        return pages.render(request, "sign_out.html", viewer=person, csrf=csrf_token(cookie))

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        """End the session here at once, and elsewhere within 30 s."""
        cookie = request.cookies.get(COOKIE, "")
        form = await read_form(request)
        check_form(request, cookie, form.get(CSRF_FIELD, ""), own.origins)
        await sign_in.sign_out(cookie)
        response = RedirectResponse("/sign-in", SEE_OTHER)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=own.secure)
        return response

    return router


def form_policy(links: Links) -> str:
    """Return the content policy of a form whose answer leads on to another of our addresses.

    A browser holds the redirect after a form to `form-action`; on one machine the services have different ports.
    """
    elsewhere = " ".join(filter(None, ("'self'", links.scoring, links.notifier)))
    return SECURITY_HEADERS["Content-Security-Policy"].replace("form-action 'self'", f"form-action {elsewhere}")
