"""`/api/v1/results/{cluster}/order`, `…/silver-areas`, `…/evidence-offers`: proposals; they decide nothing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from services.scoring.adapters.http.api.areas_shape import areas_json
from services.scoring.adapters.http.api.offers_shape import offers_json
from services.scoring.adapters.http.api.order_shape import order_json
from services.scoring.adapters.http.api.results import answer, as_json
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.moments import ClusterAt, cluster_at, now, seen
from services.scoring.adapters.http.parameters import as_of, known_parameters
from services.scoring.adapters.http.parameters import level as level_named
from services.scoring.application.read_advice import Offered, Planned, Proposed, ReadAdvice
from shared.contracts.envelope import VILNIUS
from shared.http.documented import problems
from shared.http.problems import language_of
from shared.http.tokens import RequireBearer

Level = Annotated[str | None, Query(description="bronze, silver or gold; required")]


def advice_routes(bearer: RequireBearer, advice: ReadAdvice, lexicon: Lexicon) -> APIRouter:
    """Return the routes of proposals; they stand before those of results, one of which takes any last segment."""
    router = APIRouter(prefix="/api/v1/results", tags=["results"], responses=problems(404, 422))
    looking, cluster_seen = cluster_at(bearer, as_of), seen(bearer)
    understood = Depends(known_parameters("as_of", "known_at"))

    @router.get("/{cluster}/order", dependencies=[Depends(known_parameters("level"))])
    async def order_of(
        request: Request, visible: Annotated[str, Depends(cluster_seen)], level: Level = None
    ) -> JSONResponse:
        """Return one possible order to a level: the least effort, judged by the engine; stores nothing."""
        found = await advice.order(visible, level_named(level), now().astimezone(VILNIUS).date())
        if not isinstance(found, Planned):
            return answer(request, found, lexicon)
        words = lexicon.words(found.catalogue, language_of(request))
        return as_json(order_json(found, words), words.language)

    @router.get("/{cluster}/silver-areas", dependencies=[understood])
    async def silver_areas_of(request: Request, at: Annotated[ClusterAt, Depends(looking)]) -> JSONResponse:
        """Return areas of improvement that might be named for Silver: a proposal, the applicant names them."""
        found = await advice.silver_areas(at.cluster, at.look)
        if not isinstance(found, Proposed):
            return answer(request, found, lexicon)
        words = lexicon.words(found.catalogue, language_of(request))
        return as_json(areas_json(found, words), words.language)

    @router.get("/{cluster}/evidence-offers", dependencies=[understood])
    async def evidence_offers_of(request: Request, at: Annotated[ClusterAt, Depends(looking)]) -> JSONResponse:
        """Return records that may lead to documents which are missing: an offer to look there, never proof."""
        found = await advice.evidence_offers(at.cluster, at.look)
        if not isinstance(found, Offered):
            return answer(request, found, lexicon)
        words = lexicon.words(found.catalogue, language_of(request))
        return as_json(offers_json(found, words), words.language)

    return router
