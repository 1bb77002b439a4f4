"""What `/openapi.json` says beyond what FastAPI finds: bodies that we read ourselves, and every problem we answer."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict

from shared.http.problems import title

_TEMPLATE = "#/components/schemas/{model}"

PROBLEM_TYPE = "application/problem+json"

KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]([ -~]*[!-~])?$"},
    "description": "The same key with the same body is the same write, however often it is sent.",
}

WITHOUT_TOKEN: dict[str, Any] = {"security": []}
"""The `openapi_extra` of a route that asks for no token."""

_ANY = (400, 503)
"""A repeated parameter, and the deadline of the edge, may end any request."""

_WITH_TOKEN = (401,)
_WITH_BODY = (408, 413, 415, 422)


class FieldProblem(BaseModel):
    """What is wrong with one field; `pointer` (RFC 6901) is empty where it is not about a field of the body."""

    model_config = ConfigDict(extra="forbid")

    pointer: str
    message: str


class Problem(BaseModel):
    """RFC 9457, in the language of `Accept-Language`; programs go by `type`, which never changes its meaning."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem]


def takes(model: type[BaseModel], *, key: bool = True) -> dict[str, Any]:
    """Return the `openapi_extra` of a route whose JSON body is `model`."""
    schema = {"$ref": _TEMPLATE.format(model=model.__name__)}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    return {"requestBody": body, **({"parameters": [KEY_PARAMETER]} if key else {})}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route that answers with problems of its own; those of the frame need no word."""
    schema = {"$ref": _TEMPLATE.format(model=Problem.__name__)}
    return {
        status: {"description": title(status, "en"), "content": {PROBLEM_TYPE: {"schema": schema}}}
        for status in statuses
    }


def document_models(app: FastAPI, *models: type[BaseModel]) -> None:
    """Put the schemas of `models` among the components of `app`'s OpenAPI document."""

    def add(document: dict[str, Any]) -> None:
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for model in models:
            schema = model.model_json_schema(ref_template=_TEMPLATE)
            schemas.update(schema.pop("$defs", {}))
            schemas[model.__name__] = schema

    _extend(app, add)


def document_frame(app: FastAPI) -> None:
    """Say of every operation whether it asks for a token, and which problems the frame around it may answer."""
    document_models(app, Problem)

    def add(document: dict[str, Any]) -> None:
        components = document["components"]
        components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
        document["security"] = [{"bearer": []}]
        for operation in [operation for item in document["paths"].values() for operation in item.values()]:
            _add_problems(operation)
        for name in ("HTTPValidationError", "ValidationError"):
            components["schemas"].pop(name, None)

    _extend(app, add)


def _add_problems(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    invalid = responses.get("422", {}).get("content", {})
    if "HTTPValidationError" in str(invalid.pop("application/json", "")) and not invalid:
        del responses["422"]  # FastAPI's own answer to a wrong parameter; ours is a 400
    with_token = _WITH_TOKEN if operation.get("security") != [] else ()
    with_body = _WITH_BODY if "requestBody" in operation else ()
    for status, problem in problems(*_ANY, *with_token, *with_body).items():
        known = responses.setdefault(str(status), {"description": problem["description"]})
        known.setdefault("content", {}).update(problem["content"])


def _extend(app: FastAPI, add: Callable[[dict[str, Any]], None]) -> None:
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        add(document)
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # the way FastAPI's documentation extends the document
