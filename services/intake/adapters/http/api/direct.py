"""Routes that are documented like any other and called without FastAPI's resolution of dependencies.

That resolution took a fourteenth of a POST's time, to find three arguments that are always the same.
"""

import inspect
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from shared.http.application import refuse_repeated_parameters
from shared.http.tokens import RequireBearer


def direct_route(bearer: RequireBearer) -> type[APIRoute]:
    """Return the class for endpoints that take `request`, `principal` and the texts of their path, and nothing else.

    What holds for every request holds here: repeated parameters are refused first, then tokens.
    """

    class DirectRoute(APIRoute):
        """Calls its endpoint itself."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            """Return what is called; asserts that nothing is asked that would not be given."""
            endpoint = self.endpoint
            assert set(inspect.signature(endpoint).parameters) == {"request", "principal", *self.param_convertors}

            async def handle(request: Request) -> Response:
                await refuse_repeated_parameters(request)
                principal = await bearer(request)
                answer: Response = await endpoint(request=request, principal=principal, **request.path_params)
                return answer

            return handle

    return DirectRoute
