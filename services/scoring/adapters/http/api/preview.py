"""`POST /api/v1/preview`: what an assessment would come to; computes, stores nothing (design 6)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from services.scoring.adapters.http.api.answers import RESULT
from services.scoring.adapters.http.api.shape import found_json
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.parameters import known_parameters
from services.scoring.application.preview import Preview
from shared.catalogue.findings import refuse
from shared.contracts.envelope import Id
from shared.contracts.submission import SentAssessment
from shared.http.body import parse_json, read_body
from shared.http.characters import check_texts
from shared.http.documented import problems, takes
from shared.http.principal import Principal
from shared.http.problems import invalid, language_of, not_found
from shared.http.tokens import RequireBearer
from shared.http.validation import field_errors


class PreviewAssessment(SentAssessment):
    """An assessment to be computed and forgotten; `cluster`: on top of what is known of this one."""

    cluster: Id | None = None


def preview_routes(bearer: RequireBearer, preview: Preview, lexicon: Lexicon) -> APIRouter:
    """Return the route; whoever may see a cluster may try an assessment on it, for the attempt leaves no trace."""
    router = APIRouter(prefix="/api/v1", tags=["results"], responses=problems(404))
    caller = Depends(bearer)

    @router.post(
        "/preview",
        responses=RESULT,
        dependencies=[Depends(known_parameters())],
        openapi_extra=takes(PreviewAssessment, key=False),
    )
    async def preview_assessment(request: Request, principal: Annotated[Principal, caller]) -> JSONResponse:
        """Return the result that an assessment would have today, in the shape of a stored one."""
        sent = await _sent(request)
        if sent.cluster is not None and not principal.may_see(sent.cluster):
            raise not_found()
        language = language_of(request)
        body = found_json(await preview(sent, sent.cluster), lexicon, language)
        headers = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-store"}
        return JSONResponse({**body, "cluster": sent.cluster}, headers=headers)

    return router


async def _sent(request: Request) -> PreviewAssessment:
    raw = await read_body(request)
    body = parse_json(raw)
    try:
        sent = PreviewAssessment.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise invalid(field_errors(error, body)) from error
    refuse(check_texts(body))
    return sent
