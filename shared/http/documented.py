"""Request bodies in `/openapi.json`, although we read them ourselves."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

_TEMPLATE = "#/components/schemas/{model}"

KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "The same key with the same body is the same write, however often it is sent.",
}


def takes(model: type[BaseModel], *, key: bool = True) -> dict[str, Any]:
    """Return the `openapi_extra` of a route whose JSON body is `model`."""
    schema = {"$ref": _TEMPLATE.format(model=model.__name__)}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    return {"requestBody": body, **({"parameters": [KEY_PARAMETER]} if key else {})}


def document_models(app: FastAPI, *models: type[BaseModel]) -> None:
    """Put the schemas of `models` among the components of `app`'s OpenAPI document."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        components = document.setdefault("components", {})
        components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
        document["security"] = [{"bearer": []}]
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for model in models:
            schema = model.model_json_schema(ref_template=_TEMPLATE)
            schemas.update(schema.pop("$defs", {}))
            schemas[model.__name__] = schema
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # the way FastAPI's documentation extends the document
