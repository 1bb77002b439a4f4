"""`/oauth/token` (RFC 6749, 4.4) and the key set. Errors here have OAuth's own form (RFC 6749, 5.2)."""

import base64
import binascii
from typing import Any
from urllib.parse import unquote_plus

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from services.intake.adapters.clients import ClientsFile
from services.intake.adapters.http.api.answers import OAuthError, TokenAnswer, TokenForm
from services.intake.adapters.http.forms import read_form
from services.intake.adapters.signing import TOKEN_LIFE, TokenIssuer
from shared.http.documented import WITHOUT_TOKEN
from shared.http.figures import SIGN_IN_FAILURES
from shared.http.problems import ProblemError

AUDIENCES = frozenset({"branda"})
"""What a token may be for (RFC 8707): one audience for the three services' APIs."""

_FORM = {"application/x-www-form-urlencoded": {"schema": TokenForm.model_json_schema()}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": TokenAnswer},
    **{status: {"model": OAuthError} for status in (400, 401, 413, 415)},
}


def _error(code: str, status: int = 400) -> Response:
    headers = {"Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="branda"'
    return JSONResponse({"error": code}, status, headers)


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return unquote_plus(client_id), unquote_plus(secret)


def oauth_routes(issuer: TokenIssuer, clients: ClientsFile) -> APIRouter:
    """Return the token endpoint and the key set."""
    router = APIRouter(tags=["oauth"])

    @router.post(
        "/oauth/token",
        responses=_ANSWERS,
        openapi_extra={**WITHOUT_TOKEN, "requestBody": {"required": True, "content": _FORM}},
    )
    async def token(request: Request) -> Response:
        """Exchange a client's id and secret, by Basic or in the form, for an access token."""
        try:
            form = await read_form(request)
        except ProblemError as problem:
            return _error("invalid_request", problem.status)
        if form.get("grant_type") != "client_credentials":
            return _error("unsupported_grant_type" if form.get("grant_type") else "invalid_request")
        client_id, secret = _basic(request) or (form.get("client_id", ""), form.get("client_secret", ""))
        client = clients.authenticate(client_id, secret)
        if client is None:
            SIGN_IN_FAILURES.labels("client").inc()
            return _error("invalid_client", 401)
        audience = form.get("resource", "branda")
        if audience not in AUDIENCES:
            return _error("invalid_target")
        body = {"access_token": issuer.issue(client, audience), "token_type": "Bearer", "expires_in": TOKEN_LIFE}
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    @router.get("/.well-known/jwks.json", openapi_extra=WITHOUT_TOKEN)
    async def jwks() -> Response:
        """Return the public keys that verify our tokens."""
        return JSONResponse(issuer.jwks(), headers={"Cache-Control": "max-age=10"})

    return router
