"""`GET /api/v1/results/{cluster}/calendar`: the dates of a cluster's labels, today or as of a day."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from services.scoring.adapters.http.api.calendar_shape import calendar_json
from services.scoring.adapters.http.api.results import Day, Moment, answer, as_json, visible_to
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.parameters import as_of as look_back
from services.scoring.adapters.http.parameters import known_parameters
from services.scoring.application.read_calendar import LabelCalendar, ReadCalendar
from services.scoring.application.read_results import AsOf
from shared.contracts.envelope import VILNIUS
from shared.http.documented import problems
from shared.http.principal import Principal
from shared.http.problems import language_of
from shared.http.tokens import RequireBearer


def calendar_routes(bearer: RequireBearer, read: ReadCalendar, lexicon: Lexicon) -> APIRouter:
    """Return the route; who may see the cluster may read its calendar, whatever the role.

    To be added before the routes of results, where `calendar` would be the id of an assessment.
    """
    router = APIRouter(prefix="/api/v1/results", tags=["results"], responses=problems(404, 422))
    caller = Depends(bearer)

    @router.get("/{cluster}/calendar", dependencies=[Depends(known_parameters("as_of", "known_at"))])
    async def calendar_of(
        request: Request,
        cluster: str,
        principal: Annotated[Principal, caller],
        as_of: Day = None,
        known_at: Moment = None,
    ) -> JSONResponse:
        """Return the label calendar of a cluster: what was awarded, what ends when, and what to settle by when."""
        now = datetime.now(UTC)
        at = look_back(as_of, known_at, now) or AsOf(now.astimezone(VILNIUS).date())
        found = await read(visible_to(principal, cluster), at)
        if not isinstance(found, LabelCalendar):
            return answer(request, found, lexicon)
        words = lexicon.words(found.catalogue, language_of(request))
        return as_json(calendar_json(found, words), words.language)

    return router
