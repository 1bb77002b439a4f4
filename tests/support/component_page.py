"""All parts of the frame on one page, for ourselves: to see what a change of style does to each."""

from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.responses import Response

from shared.web.pages import Pages

FOLDER = Path(__file__).parents[1] / "data" / "pages"


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks at a page."""

    name: str = "Jonė <b>Pavyzdienė</b>"
    language: str = "en"
    sees_all: bool = False
    reviews: bool = False


def component_app() -> FastAPI:
    """Return an application that serves the page at `/`."""
    app, pages = FastAPI(), Pages(FOLDER)
    pages.mount(app)

    @app.get("/")
    async def components(request: Request) -> Response:
        """Show every component."""
        return pages.render(
            request, "components.html", viewer=Viewer("Jonė Pavyzdienė", "lt", sees_all=True, reviews=True)
        )

    return app
