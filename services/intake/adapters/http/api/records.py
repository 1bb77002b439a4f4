"""`POST /api/v1/clusters/{cluster}/…`: everything a cluster's file is made of (design 6)."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request, Response

from services.intake.adapters.http.api.accepting import accept, accepted_answer
from services.intake.adapters.http.api.answers import AcceptedAnswer
from services.intake.application.assessments import Assessments
from services.intake.application.commands import (
    AttachEvidence,
    RecordBenchmarking,
    RecordConsultancy,
    RecordLabel,
    RecordLabellingStep,
    SubmitAssessment,
)
from services.intake.application.evidence import Evidence
from services.intake.application.history import History
from services.intake.application.labelling import Labelling
from services.intake.application.records import Receipt, Submission
from services.intake.domain.access import Action
from shared.contracts.submission import Command
from shared.http.documented import problems, takes
from shared.http.principal import Principal
from shared.http.tokens import RequireBearer

Body = TypeVar("Body", bound=Command)


def record_routes(
    bearer: RequireBearer, assessments: Assessments, evidence: Evidence, history: History, labelling: Labelling
) -> APIRouter:
    """Return the routes; each answers 202 with the receipt's address."""
    router = APIRouter(prefix="/api/v1/clusters/{cluster}", tags=["records"])
    caller = Depends(bearer)

    def write(
        path: str, action: Action, model: type[Body], use: Callable[[Submission, Body], Awaitable[Receipt]]
    ) -> None:
        async def route(request: Request, cluster: str, principal: Annotated[Principal, caller]) -> Response:
            accepted = await accept(request, principal, action, cluster)
            receipt = await use(accepted.submission(cluster), accepted.command(model))
            return accepted_answer(request, receipt)

        router.add_api_route(
            path,
            route,
            methods=["POST"],
            status_code=202,
            responses={202: {"model": AcceptedAnswer}, **problems(403, 404)},
            name=model.__name__,
            description=model.__doc__,
            openapi_extra=takes(model),
        )

    write("/assessments", Action.SUBMIT_ASSESSMENT, SubmitAssessment, assessments.submit)
    write("/benchmarkings", Action.RECORD_BENCHMARKING, RecordBenchmarking, history.record_benchmarking)
    write("/consultancy-records", Action.RECORD_CONSULTANCY, RecordConsultancy, history.record_consultancy)
    write("/evidence", Action.HANDLE_EVIDENCE, AttachEvidence, evidence.attach)
    write("/labels", Action.RECORD_LABEL, RecordLabel, history.record_label)
    write("/labelling-steps", Action.RECORD_STEP, RecordLabellingStep, labelling.record_step)
    return router
