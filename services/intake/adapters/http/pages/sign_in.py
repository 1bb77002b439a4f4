"""Signing in by a one-time link, and signing out."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.intake.adapters.http.forms import read_form
from services.intake.adapters.http.pages.places import place
from services.intake.application.people import SESSION_LIFE, SignIn
from shared.http.edge import SECURITY_HEADERS
from shared.http.figures import SIGN_IN_FAILURES
from shared.http.sessions import COOKIE, CSRF_FIELD, check_form, check_origin, csrf_token
from shared.web.pages import Links, Pages

TEMPLATES = Path(__file__).parent / "templates"
TEXTS = Path(__file__).parent / "texts"
SEE_OTHER = 303


def sign_in_routes(pages: Pages, sign_in: SignIn) -> APIRouter:
    """Return the routes of `/sign-in` and `/sign-out`."""
    router = APIRouter(include_in_schema=False)
    origins = [pages.links.intake] if pages.links.intake else []
    secure = pages.links.intake.startswith("https://")
    policy = form_policy(pages.links)

    @router.get("/sign-in")
    async def show(request: Request, token: str = "") -> Response:
        """Show a button: mail scanners open links, so opening one must not use it up (design 5)."""
        response = pages.render(request, "sign_in.html", token=token[:256], refused=False)
        response.headers.update({"Content-Security-Policy": policy, "Cache-Control": "no-store"})
        return response

    @router.post("/sign-in")
    async def use(request: Request) -> Response:
        """Use the link up and open a session under a new cookie."""
        check_origin(request, origins)
        form = await read_form(request)
        opened = await sign_in.use_link(form.get("token", "")[:256])
        if opened is None:
            SIGN_IN_FAILURES.labels("link").inc()
            return pages.render(request, "sign_in.html", status=400, token="", refused=True)
        cookie, target = opened
        response = RedirectResponse(place(target, pages.links), SEE_OTHER)
        response.set_cookie(
            COOKIE, cookie, int(SESSION_LIFE.total_seconds()), httponly=True, samesite="lax", secure=secure
        )
        return response

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
        check_form(request, cookie, form.get(CSRF_FIELD, ""), origins)
        await sign_in.sign_out(cookie)
        response = RedirectResponse("/sign-in", SEE_OTHER)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=secure)
        return response

    return router


def form_policy(links: Links) -> str:
    """Return the content policy of a form whose answer leads on to another of our addresses.

    A browser holds the redirect after a form to `form-action`; on one machine the services have different ports.
    """
    elsewhere = " ".join(filter(None, ("'self'", links.scoring, links.notifier)))
    return SECURITY_HEADERS["Content-Security-Policy"].replace("form-action 'self'", f"form-action {elsewhere}")
