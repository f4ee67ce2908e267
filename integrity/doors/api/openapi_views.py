"""The interface described: the OpenAPI document for machines, and a readable page of it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from flask import jsonify, render_template
from flask.typing import ResponseReturnValue

from integrity.base import addresses
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
        headers=openapi.HEADERS,
        types=list(_types(document)),
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
            "said": _sent(method, path, operation),
            "answered": _pretty(_first(operation["responses"][str(contract.status)])),
            "statuses": openapi.statuses_of(rule, contract),
            "problems": contract.refuses,
            "takes": fields(_schema(document, operation.get("requestBody", {}))),
            "answers": fields(_schema(document, operation["responses"][str(contract.status)])),
            "arguments": [one for one in operation["parameters"] if one["in"] == "query"],
        }


def _types(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every type that a field may have: its fields, or its words and what each means."""
    for name, schema in document["components"]["schemas"].items():
        words = schema.get("x-enum-descriptions", {})
        yield {"name": name, "fields": fields(schema), "words": words}


def _sent(method: str, path: str, operation: dict[str, Any]) -> str:
    """The example of a call as curl sends it."""
    said = {one["name"]: one["example"] for one in operation["parameters"] if "example" in one}
    places = {one["name"]: one["in"] for one in operation["parameters"]}
    query = {name: value for name, value in said.items() if places[name] == "query"}
    for name, value in said.items():
        path = path.replace("{" + name + "}", quote(str(value), safe=""))
    address = addresses.under(path) + (f"?{urlencode(query)}" if query else "")
    lines = [f"curl -X {method} '{address}'"]
    if "x-scope" in operation:
        lines.append("-H 'Authorization: Bearer ig_…'")
    body = _content(operation.get("requestBody", {}))
    if "example" in body:
        lines += ["-H 'Content-Type: application/json'", f"-d '{_pretty(body)}'"]
    elif "requestBody" in operation:
        lines.append("--data-binary @notice.pdf")
    return " \\\n  ".join(lines)


def _content(part: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = part.get("content", {}).get("application/json", {})
    return found


def _first(part: dict[str, Any]) -> dict[str, Any]:
    """Of the types in which something is answered the first one."""
    return dict(next(iter(part["content"].values())))


def _pretty(content: dict[str, Any]) -> str:
    return orjson.dumps(content["example"], option=orjson.OPT_INDENT_2).decode()


def _schema(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """The schema of what is sent or answered, {} where it is no model."""
    found = _content(part).get("schema", {})
    name = found.get("$ref", "").rsplit("/", 1)[-1]
    return document["components"]["schemas"].get(name, {}) if name else {}


def fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """What a model consists of, a row for each field."""
    return [
        {
            "name": name,
            "kind": _kind(about),
            "types": sorted(set(_named(about))),
            "required": name in schema.get("required", ()),
            "text": about.get("description", ""),
        }
        for name, about in schema.get("properties", {}).items()
    ]


def _named(schema: Any) -> Iterator[str]:
    """The names of the types in a schema, however deep."""
    for key, inner in schema.items() if isinstance(schema, dict) else enumerate(schema):
        if key == "$ref":
            yield str(inner).rsplit("/", 1)[-1]
        elif isinstance(inner, dict | list):
            yield from _named(inner)


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
