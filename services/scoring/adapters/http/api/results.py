"""`/api/v1/results`: results for programs, and for whoever wants to compute with them."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from services.scoring.adapters.http.api.answers import RESULT
from services.scoring.adapters.http.api.order_shape import order_json
from services.scoring.adapters.http.api.shape import found_json
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.parameters import as_of as look_back
from services.scoring.adapters.http.parameters import known_parameters, record_id
from services.scoring.adapters.http.parameters import level as level_named
from services.scoring.application.compare_results import CompareResults
from services.scoring.application.read_results import AsOf, Found, Planned, ReadResults
from shared.contracts.envelope import VILNIUS
from shared.http.documented import problems
from shared.http.principal import Principal
from shared.http.problems import language_of, not_found
from shared.http.texts import Language
from shared.http.tokens import RequireBearer

Day = Annotated[
    str | None, Query(description="the result as of the end of this day", json_schema_extra={"format": "date"})
]
Moment = Annotated[
    str | None,
    Query(description="only what was recorded by this moment", json_schema_extra={"format": "date-time"}),
]
Version = Annotated[str | None, Query(description="another version of the criteria, to compare with: ecei@2")]
Level = Annotated[str | None, Query(description="bronze, silver or gold; required")]


def result_routes(bearer: RequireBearer, read: ReadResults, compare: CompareResults, lexicon: Lexicon) -> APIRouter:
    """Return the routes of results; who may see the cluster may read its results, whatever the role."""
    router = APIRouter(prefix="/api/v1/results", tags=["results"], responses=problems(404, 422))
    caller = Depends(bearer)

    @router.get(
        "/{cluster}",
        responses=RESULT,
        dependencies=[Depends(known_parameters("as_of", "known_at", "catalogue"))],
    )
    async def of_cluster(
        request: Request,
        cluster: str,
        principal: Annotated[Principal, caller],
        as_of: Day = None,
        known_at: Moment = None,
        catalogue: Version = None,
    ) -> JSONResponse:
        """Return the current result of a cluster, or the one as of a day; `pending` until there is one.

        With `catalogue` it is a comparison: the result as if the assessment named that version, and what that version
        cannot read. It is never stored, and says so.
        """
        visible, now = visible_to(principal, cluster), datetime.now(UTC)
        past = look_back(as_of, known_at, now)
        if catalogue is not None:
            day = past or AsOf(now.astimezone(VILNIUS).date())
            return answer(request, await compare(visible, day, catalogue), lexicon)
        found = await (read.current(visible) if past is None else read.as_it_was(visible, past))
        return answer(request, found, lexicon)

    @router.get("/{cluster}/order", dependencies=[Depends(known_parameters("level"))])
    async def order_of(
        request: Request, cluster: str, principal: Annotated[Principal, caller], level: Level = None
    ) -> JSONResponse:
        """Return one possible order to a level: the least effort, judged by the engine; stores nothing."""
        visible = visible_to(principal, cluster)
        today = datetime.now(UTC).astimezone(VILNIUS).date()
        found = await read.order(visible, level_named(level), today)
        if not isinstance(found, Planned):
            return answer(request, found, lexicon)
        words = lexicon.words(found.catalogue, language_of(request))
        return as_json(order_json(found, words), words.language)

    @router.get("/{cluster}/{assessment}", responses=RESULT, dependencies=[Depends(known_parameters())])
    async def of_assessment(
        request: Request, cluster: str, assessment: str, principal: Annotated[Principal, caller]
    ) -> JSONResponse:
        """Return the result of one assessment; one that a later assessment has superseded stays as it was then."""
        visible = visible_to(principal, cluster)
        return answer(request, await read.of_assessment(visible, record_id(assessment)), lexicon)

    return router


def visible_to(principal: Principal, cluster: str) -> str:
    """Return the cluster's id; raises the one 404 if it is none or the caller may not see it."""
    if not principal.may_see(record_id(cluster)):
        raise not_found()
    return cluster


def answer(request: Request, found: Found, lexicon: Lexicon) -> JSONResponse:
    """Return a result, or why there is none, in the caller's language."""
    language = language_of(request)
    return as_json(found_json(found, lexicon, language), language)


def as_json(body: dict[str, Any], language: Language) -> JSONResponse:
    """Return `body` with the headers of an answer for one caller in one language."""
    headers = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "private, no-cache"}
    return JSONResponse(body, headers=headers)
