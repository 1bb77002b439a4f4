"""`GET /api/v1/results/{cluster}/calendar`: the dates of a cluster's labels, today or as of a day."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from services.scoring.adapters.http.api.calendar_shape import calendar_json
from services.scoring.adapters.http.api.results import answer, as_json
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.moments import ClusterAt, cluster_at
from services.scoring.adapters.http.parameters import as_of, known_parameters
from services.scoring.application.read_calendar import LabelCalendar, ReadCalendar
from shared.http.documented import problems
from shared.http.problems import language_of
from shared.http.tokens import RequireBearer


def calendar_routes(bearer: RequireBearer, read: ReadCalendar, lexicon: Lexicon) -> APIRouter:
    """Return the route; who may see the cluster may read its calendar, whatever the role.

    To be added before the routes of results, where `calendar` would be the id of an assessment.
    """
    router = APIRouter(prefix="/api/v1/results", tags=["results"], responses=problems(404, 422))
    looking = cluster_at(bearer, as_of)

    @router.get("/{cluster}/calendar", dependencies=[Depends(known_parameters("as_of", "known_at"))])
    async def calendar_of(request: Request, at: Annotated[ClusterAt, Depends(looking)]) -> JSONResponse:
        """Return the label calendar of a cluster: what was awarded, what ends when, and what to settle by when."""
        found = await read(at.cluster, at.look)
        if not isinstance(found, LabelCalendar):
            return answer(request, found, lexicon)
        words = lexicon.words(found.catalogue, language_of(request))
        return as_json(calendar_json(found, words), words.language)

    return router
