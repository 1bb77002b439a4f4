"""`POST /api/v1/clusters/{cluster}/…/{record}/correction` and `…/withdrawal`: records put right and taken back."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request, Response

from services.intake.adapters.http.api.accepting import accept, accepted_answer
from services.intake.adapters.http.api.answers import AcceptedAnswer
from services.intake.application.assessments import Assessments
from services.intake.application.commands import RecordBenchmarking, RecordConsultancy, RecordLabel, Withdraw
from services.intake.application.corrections import Corrections
from services.intake.application.evidence import Evidence
from services.intake.application.records import Receipt, Submission
from services.intake.domain.access import Action
from shared.contracts.submission import Command
from shared.http.documented import problems, takes
from shared.http.principal import Principal
from shared.http.tokens import RequireBearer

Body = TypeVar("Body", bound=Command)


def correction_routes(
    bearer: RequireBearer, assessments: Assessments, evidence: Evidence, corrections: Corrections
) -> APIRouter:
    """Return the routes; each answers 202 with the receipt's address. A correction has the body of the record."""
    router = APIRouter(prefix="/api/v1/clusters/{cluster}", tags=["records"])
    caller = Depends(bearer)

    def about(
        path: str, action: Action, model: type[Body], use: Callable[[Submission, str, Body], Awaitable[Receipt]]
    ) -> None:
        async def route(
            request: Request, cluster: str, record: str, principal: Annotated[Principal, caller]
        ) -> Response:
            accepted = await accept(request, principal, action, cluster)
            receipt = await use(accepted.submission(cluster, record), record, accepted.command(model))
            return accepted_answer(request, receipt)

        router.add_api_route(
            path,
            route,
            methods=["POST"],
            status_code=202,
            responses={202: {"model": AcceptedAnswer}, **problems(403, 404, 409)},
            description=use.__doc__,
            openapi_extra=takes(model),
        )

    benchmarking, label, consultancy = Action.RECORD_BENCHMARKING, Action.RECORD_LABEL, Action.RECORD_CONSULTANCY
    about("/benchmarkings/{record}/correction", benchmarking, RecordBenchmarking, corrections.correct_benchmarking)
    about("/benchmarkings/{record}/withdrawal", benchmarking, Withdraw, corrections.withdraw_benchmarking)
    about("/labels/{record}/correction", label, RecordLabel, corrections.correct_label)
    about("/labels/{record}/withdrawal", label, Withdraw, corrections.withdraw_label)
    about("/consultancy-records/{record}/correction", consultancy, RecordConsultancy, corrections.correct_consultancy)
    about("/consultancy-records/{record}/cancellation", consultancy, Withdraw, corrections.cancel_consultancy)
    about("/assessments/{record}/withdrawal", Action.SUBMIT_ASSESSMENT, Withdraw, assessments.withdraw)
    about("/evidence/{record}/withdrawal", Action.HANDLE_EVIDENCE, Withdraw, evidence.withdraw)
    return router
