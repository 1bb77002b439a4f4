"""The first screen: for whoever is not signed in, what Branda is; for everybody else what their roles ask of them."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.adapters.http.pages.home_card import Wordings
from services.intake.adapters.http.pages.home_view import home_view
from services.intake.application.home import ReadHome
from services.intake.application.people import SignIn
from shared.http.sessions import COOKIE
from shared.web.language import page_language
from shared.web.pages import Pages


def home_routes(pages: Pages, sign_in: SignIn, read: ReadHome, wordings: Wordings) -> APIRouter:
    """Return the route of `/`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def home(request: Request) -> Response:
        """Show the first screen; it comes without results while scoring is away, and says so."""
        cookie = request.cookies.get(COOKIE, "")
        person = await sign_in.resolve(cookie) if cookie else None
        if person is None:
            return pages.render(request, "welcome.html")
        view = home_view(await read(person), wordings, page_language(request, person.language))
        return pages.render(request, "home.html", viewer=person, home=view)

    return router
