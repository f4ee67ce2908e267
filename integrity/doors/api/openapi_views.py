"""The interface described: the OpenAPI document for machines, and a readable page of it."""

from collections.abc import Iterator
from typing import Any

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue

from integrity.base.stamps import public
from integrity.doors.api import openapi
from integrity.doors.api.admission import bp
from integrity.doors.api.problems import PROBLEMS


@bp.get("/openapi.json", endpoint="openapi")
@public
def openapi_document() -> ResponseReturnValue:
    """The document for machines."""
    return jsonify(openapi.document())


@bp.get("/docs")
@public
def docs() -> ResponseReturnValue:
    """The same for people."""
    document = openapi.document()
    return render_template(
        "api/docs.html",
        document=document,
        operations=list(_listed(document)),
        problems=PROBLEMS,
    )


def _listed(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The operations as the page shows them: the fields of models instead of their schemas."""
    for rule, method, contract in openapi.operations():
        path = openapi.path_of(rule)
        operation = document["paths"][path][method.lower()]
        yield {
            "id": operation["operationId"],
            "method": method,
            "path": path,
            "summary": operation["summary"],
            "scope": openapi.scope_of(rule),
            "takes": fields(_schema(document, operation.get("requestBody", {}))),
            "answers": fields(_schema(document, operation["responses"][str(contract.status)])),
            "arguments": [one for one in operation["parameters"] if one["in"] == "query"],
        }


def _schema(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """The schema of what is sent or answered, {} where it is no model."""
    found = part.get("content", {}).get("application/json", {}).get("schema", {})
    name = found.get("$ref", "").rsplit("/", 1)[-1]
    return document["components"]["schemas"].get(name, {}) if name else {}


def fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """What a model consists of, a row for each field."""
    return [
        {
            "name": name,
            "kind": _kind(about),
            "required": name in schema.get("required", ()),
            "text": about.get("description", ""),
        }
        for name, about in schema.get("properties", {}).items()
    ]


def _kind(schema: dict[str, Any]) -> str:
    """The type of a field in a few letters."""
    if reference := schema.get("$ref"):
        return str(reference).rsplit("/", 1)[-1]
    if options := schema.get("anyOf"):
        return " | ".join(_kind(option) for option in options)
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    if isinstance(inner := schema.get("additionalProperties"), dict):
        return f"{{KEY: {_kind(inner)}}}"
    return str(schema.get("format") or schema.get("type") or "any")
