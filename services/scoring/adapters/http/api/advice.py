"""`/api/v1/results/{cluster}/silver-areas` and `…/evidence-offers`: proposals to a cluster; they decide nothing."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from services.scoring.adapters.http.api.areas_shape import areas_json
from services.scoring.adapters.http.api.offers_shape import offers_json
from services.scoring.adapters.http.api.results import Day, Moment, answer, as_json, visible_to
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.parameters import as_of as look_back
from services.scoring.adapters.http.parameters import known_parameters
from services.scoring.application.read_advice import Offered, Proposed, ReadAdvice
from services.scoring.application.read_results import AsOf
from shared.contracts.envelope import VILNIUS
from shared.http.documented import problems
from shared.http.principal import Principal
from shared.http.problems import language_of
from shared.http.tokens import RequireBearer


def advice_routes(bearer: RequireBearer, advice: ReadAdvice, lexicon: Lexicon) -> APIRouter:
    """Return the routes of proposals; they stand before those of results, one of which takes any last segment."""
    router = APIRouter(prefix="/api/v1/results", tags=["results"], responses=problems(404, 422))
    caller = Depends(bearer)
    looking_back = Depends(known_parameters("as_of", "known_at"))

    @router.get("/{cluster}/silver-areas", dependencies=[looking_back])
    async def silver_areas_of(
        request: Request,
        cluster: str,
        principal: Annotated[Principal, caller],
        as_of: Day = None,
        known_at: Moment = None,
    ) -> JSONResponse:
        """Return areas of improvement that might be named for Silver: a proposal, the applicant names them."""
        found = await advice.silver_areas(visible_to(principal, cluster), _at(as_of, known_at))
        if not isinstance(found, Proposed):
            return answer(request, found, lexicon)
        words = lexicon.words(found.catalogue, language_of(request))
        return as_json(areas_json(found, words), words.language)

    @router.get("/{cluster}/evidence-offers", dependencies=[looking_back])
    async def evidence_offers_of(
        request: Request,
        cluster: str,
        principal: Annotated[Principal, caller],
        as_of: Day = None,
        known_at: Moment = None,
    ) -> JSONResponse:
        """Return records that may lead to documents which are missing: an offer to look there, never proof."""
        found = await advice.evidence_offers(visible_to(principal, cluster), _at(as_of, known_at))
        if not isinstance(found, Offered):
            return answer(request, found, lexicon)
        words = lexicon.words(found.catalogue, language_of(request))
        return as_json(offers_json(found, words), words.language)

    return router


def _at(day: str | None, moment: str | None) -> AsOf:
    """Return the look that is asked for; today if none is."""
    now = datetime.now(UTC)
    return look_back(day, moment, now) or AsOf(now.astimezone(VILNIUS).date())
