"""How a write is accepted: who may, under which key, with which body – in this order, before anything is stored."""

from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services.intake.adapters.http.messages import TEXTS
from services.intake.application.records import Receipt, Submission
from services.intake.domain.access import Action, may
from shared.catalogue.findings import Finding, refuse
from shared.http.body import parse_json, read_body
from shared.http.characters import check_texts
from shared.http.principal import Principal
from shared.http.problems import ProblemError, invalid, language_of, not_found
from shared.http.texts import Language, Text
from shared.http.validation import field_errors
from shared.telemetry.traces import current_traceparent

Command = TypeVar("Command", bound=BaseModel)

MAX_KEY = 200

KEY_NEEDED = Text(
    "key-needed",
    "Nurodykite antraštę Idempotency-Key (iki {limit} ženklų): pakartojus užklausą niekas neįrašoma antrą kartą.",
    "Give the header Idempotency-Key (up to {limit} characters): a repeated request then stores nothing twice.",
)


@dataclass(frozen=True)
class Accepted:
    """A write whose caller, key and body's shape are in order."""

    principal: Principal
    key: str
    raw: bytes
    body: Any
    traceparent: str | None = None

    def submission(self, cluster: str, record: str | None = None) -> Submission:
        """Return the submission for `cluster`; about `record`, if the path names one.

        A key belongs to one request, path included: the record's id tells its retry from another record's.
        """
        body = self.body if record is None else {"record": record, "body": self.body}
        return Submission(self.principal, cluster, self.key, body, self.traceparent)

    def command(self, model: type[Command]) -> Command:
        """Return the body as `model`; raises `ProblemError` or `RefusedError`, with a pointer per field."""
        try:
            command = model.model_validate_json(self.raw, strict=True)
        except ValidationError as error:
            raise invalid(field_errors(error, self.body)) from error
        refuse(check_texts(self.body))
        return command


def require(principal: Principal, action: Action, cluster: str | None = None) -> None:
    """Refuse: 404 for a cluster that the caller does not see, then 403 for a role that may not act (design 5)."""
    if cluster is not None and not principal.may_see(cluster):
        raise not_found()
    if not may(principal.role, action):
        raise ProblemError(403)


async def accept(request: Request, principal: Principal, action: Action, cluster: str | None = None) -> Accepted:
    """Return the write in `request`; raises `ProblemError` for everything that is not one."""
    require(principal, action, cluster)
    key = idempotency_key(request)
    raw = await read_body(request)
    return Accepted(principal, key, raw, parse_json(raw), current_traceparent())


def idempotency_key(request: Request) -> str:
    """Return the request's one `Idempotency-Key`; raises `ProblemError` 400."""
    keys = request.headers.getlist("idempotency-key")
    key = keys[0].strip() if len(keys) == 1 else ""
    if not 0 < len(key) <= MAX_KEY or not key.isascii() or not key.isprintable():
        raise ProblemError(400, KEY_NEEDED, arguments={"limit": MAX_KEY})
    return key


def warning(finding: Finding, language: Language) -> dict[str, Any]:
    """Return a warning as a problem: nothing was refused, something is worth a look (design 6)."""
    text = TEXTS[finding.message]
    sentence = text.render(language, finding.arguments)
    return {
        "type": f"urn:branda:warning:{text.id}",
        "title": "Įspėjimas" if language == "lt" else "Warning",
        "detail": sentence,
        "errors": [{"pointer": finding.pointer, "message": sentence}],
    }


def receipt_body(receipt: Receipt, language: Language) -> dict[str, Any]:
    """Return what `GET /api/v1/submissions/{id}` says of a submission."""
    return {
        "id": receipt.id,
        "cluster": receipt.cluster,
        "type": receipt.type,
        "recorded": receipt.recorded.isoformat().replace("+00:00", "Z"),
        "number": receipt.number,
        "status": "published" if receipt.published else "received",
        "warnings": [warning(finding, language) for finding in receipt.warnings],
    }


def accepted_answer(request: Request, receipt: Receipt, **more: str) -> Response:
    """Return 202 with the receipt's address. The status is always "received", so that every retry reads the same."""
    language = language_of(request)
    body = {
        "id": receipt.id,
        "number": receipt.number,
        "status": "received",
        "warnings": [warning(finding, language) for finding in receipt.warnings],
        **more,
    }
    location = f"/api/v1/submissions/{quote(receipt.id)}"
    return JSONResponse(body, 202, {"Location": location, "Content-Language": language, "Cache-Control": "no-store"})
