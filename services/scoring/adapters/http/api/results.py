"""`/api/v1/results`: results for programs, and for whoever wants to compute with them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from services.scoring.adapters.http.api.answers import RESULT
from services.scoring.adapters.http.api.shape import found_json
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.moments import ClusterAt, cluster_at, seen
from services.scoring.adapters.http.parameters import as_of, known_parameters, record_id
from services.scoring.application.compare_results import CompareResults
from services.scoring.application.read_results import Found, ReadResults
from shared.http.documented import problems
from shared.http.problems import language_of
from shared.http.texts import Language
from shared.http.tokens import RequireBearer

Version = Annotated[str | None, Query(description="another version of the criteria, to compare with: ecei@2")]


def result_routes(bearer: RequireBearer, read: ReadResults, compare: CompareResults, lexicon: Lexicon) -> APIRouter:
    """Return the routes of results; who may see the cluster may read its results, whatever the role."""
    router = APIRouter(prefix="/api/v1/results", tags=["results"], responses=problems(404, 422))
    looking, cluster_seen = cluster_at(bearer, as_of), seen(bearer)

    @router.get(
        "/{cluster}",
        responses=RESULT,
        dependencies=[Depends(known_parameters("as_of", "known_at", "catalogue"))],
    )
    async def of_cluster(
        request: Request, at: Annotated[ClusterAt, Depends(looking)], catalogue: Version = None
    ) -> JSONResponse:
        """Return the current result of a cluster, or the one as of a day; `pending` until there is one.

        With `catalogue` it is a comparison: the result as if the assessment named that version, and what that version
        cannot read. It is never stored, and says so.
        """
        if catalogue is not None:
            return answer(request, await compare(at.cluster, at.look, catalogue), lexicon)
        found = await (read.current(at.cluster) if at.past is None else read.as_it_was(at.cluster, at.past))
        return answer(request, found, lexicon)

    @router.get("/{cluster}/{assessment}", responses=RESULT, dependencies=[Depends(known_parameters())])
    async def of_assessment(
        request: Request, visible: Annotated[str, Depends(cluster_seen)], assessment: str
    ) -> JSONResponse:
        """Return the result of one assessment; one that a later assessment has superseded stays as it was then."""
        return answer(request, await read.of_assessment(visible, record_id(assessment)), lexicon)

    return router


def answer(request: Request, found: Found, lexicon: Lexicon) -> JSONResponse:
    """Return a result, or why there is none, in the caller's language."""
    language = language_of(request)
    return as_json(found_json(found, lexicon, language), language)


def as_json(body: dict[str, Any], language: Language) -> JSONResponse:
    """Return `body` with the headers of an answer for one caller in one language."""
    headers = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "private, no-cache"}
    return JSONResponse(body, headers=headers)
