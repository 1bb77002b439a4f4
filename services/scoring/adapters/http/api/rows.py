"""`GET /api/v1/results`: the results of every cluster that the caller may see, a line each."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from services.scoring.adapters.http.api.answers import Rows
from services.scoring.adapters.http.api.shape import blocked_json
from services.scoring.adapters.http.cursors import read_cursor, write_cursor
from services.scoring.adapters.http.moments import Moment, moment
from services.scoring.adapters.http.parameters import as_of, known_parameters
from services.scoring.application.read_results import Blocked
from services.scoring.application.read_rows import ReadRows, Row
from shared.http.documented import problems
from shared.http.principal import Principal
from shared.http.problems import language_of
from shared.http.texts import Language
from shared.http.tokens import RequireBearer

PAGE = 50
LARGEST_PAGE = 200
"""As everywhere (`quality.md` 5)."""


def row_routes(bearer: RequireBearer, read: ReadRows) -> APIRouter:
    """Return the route; whoever may see a cluster sees its row, whatever the role."""
    router = APIRouter(prefix="/api/v1", tags=["results"], responses=problems(422))
    caller, looking = Depends(bearer), moment(bearer, as_of)

    @router.get(
        "/results",
        responses={200: {"model": Rows}},
        dependencies=[Depends(known_parameters("as_of", "known_at", "cursor", "limit"))],
    )
    async def all_results(
        request: Request,
        principal: Annotated[Principal, caller],
        at: Annotated[Moment, Depends(looking)],
        cursor: Annotated[str | None, Query(max_length=200)] = None,
        limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = PAGE,
    ) -> JSONResponse:
        """Return a part of the list, by cluster id; `next` is the cursor of the next part, also in `Link`."""
        after = "" if cursor is None else read_cursor(cursor)
        seen = principal.clusters
        found = await (
            read.today(seen, after, limit) if at.past is None else read.as_it_was(seen, after, limit, at.past)
        )
        language = language_of(request)
        headers = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "private, no-cache"}
        following = None if found.last is None else write_cursor(found.last)
        if following is not None:
            query = urlencode({**request.query_params, "cursor": following})
            headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'
        body = {"results": [_row_json(row, language) for row in found.rows], "next": following}
        return JSONResponse(body, headers=headers)

    return router


def _row_json(row: Row | Blocked, language: Language) -> dict[str, Any]:
    return blocked_json(row, language) if isinstance(row, Blocked) else {"cluster": row.cluster, **row.values}
