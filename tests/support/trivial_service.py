"""An ASGI application that is ready and nothing else; stands for a service where only the runner is tested."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def ready(_request: Request) -> PlainTextResponse:
    """Say yes."""
    return PlainTextResponse("ready")


def create_app() -> Starlette:
    """The application, as uvicorn's factory."""
    return Starlette(routes=[Route("/health/ready", ready)])
