"""The OpenAPI document, made from the views and their models, and a readable page of it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from flask import current_app, jsonify, render_template
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from integrity.base.stamps import public, stamp_of
from integrity.credit.checks.queries import Query
from integrity.doors.api import schemas, sending
from integrity.doors.api.admission import HEADER, KEY_LENGTH, bp
from integrity.doors.api.contract import Contract
from integrity.doors.api.court_schemas import NumberedEvent
from integrity.people.accounts.tokens import SCOPES

REFERENCES = "#/components/schemas/{model}"
PROBLEMS = {
    "400": "不是正确的 JSON",
    "401": "没有令牌，或者令牌不存在、已吊销",
    "403": "令牌没有这项接口权限",
    "404": "没有找到，或者不属于本单位",
    "409": "与先前的内容冲突",
    "413": "请求太大",
    "415": "不是 application/json",
    "422": "内容不正确，errors 指出有误的字段",
}
TEXT = {"type": "string"}
DAY = {"type": "string", "format": "date"}
QUERIES = {"state": TEXT, "measure": TEXT, "name": TEXT, "since": DAY, "from": DAY, "to": DAY}
"""What an argument of an address is, where it is no number."""
OF_WRITES = ("400", "401", "403", "404", "409", "413", "415", "422")
OF_SCOPED_READS = ("401", "403")


@bp.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    """The document for machines."""
    return jsonify(document())


@bp.get("/docs")
@public
def docs() -> ResponseReturnValue:
    """The same for people."""
    return render_template("api/docs.html", document=document(), operations=list(_listed()))


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1: every view of this blueprint that declares a contract."""
    paths: dict[str, Any] = {}
    models: set[type[BaseModel]] = {schemas.Problem, Query, NumberedEvent}
    for rule, method, contract in _operations():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        paths.setdefault(path, {})[method.lower()] = _operation(rule, method, contract)
        models |= {model for model in (contract.takes, contract.answers) if model}
    ordered = sorted(models, key=lambda model: model.__name__)
    _names, definitions = models_json_schema(
        [(model, "validation") for model in ordered], ref_template=REFERENCES
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "政务诚信数据接口",
            "version": "1",
            "description": (
                "令牌绑定单位和接口权限；错误以 RFC 9457 问题文档返回；公开数据不含自然人。"
            ),
        },
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "接口权限：" + "、".join(SCOPES),
                }
            },
        },
    }


def _operations() -> Iterator[tuple[Rule, str, Contract]]:
    """Every (address, method, contract) of the interface, by address."""
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        contract = getattr(current_app.view_functions[rule.endpoint], "contract", None)
        if rule.endpoint.startswith("api.") and contract is not None:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, contract


def _operation(rule: Rule, method: str, contract: Contract) -> dict[str, Any]:
    scope = _scope(rule)
    codes: tuple[str, ...] = OF_WRITES if _writes(contract) else OF_SCOPED_READS if scope else ()
    if any(QUERIES.get(name) is DAY for name, _text in contract.queries):
        codes += ("422",)
    missing = ("404",) if rule.arguments and "404" not in codes else ()
    operation: dict[str, Any] = {
        "operationId": rule.endpoint.removeprefix("api."),
        "summary": contract.summary,
        "parameters": list(_parameters(rule, contract)),
        "responses": {
            str(contract.status): _content("成功", contract.answers),
            **{code: _problem(PROBLEMS[code]) for code in (*codes, *missing)},
        },
    }
    if contract.file:
        operation["requestBody"] = {"content": {"application/octet-stream": {}}, "required": True}
    if contract.takes:
        operation["requestBody"] = _content("", contract.takes) | {"required": True}
    if scope:
        operation["security"] = [{"token": []}]
        operation["x-scope"] = scope
    return operation


def _writes(contract: Contract) -> bool:
    return contract.takes is not None or contract.file


def _parameters(rule: Rule, contract: Contract) -> Iterator[dict[str, Any]]:
    for name in sorted(rule.arguments):
        kind = "integer" if f"<int:{name}>" in rule.rule else "string"
        yield {"name": name, "in": "path", "required": True, "schema": {"type": kind}}
    for name, text in contract.queries:
        schema = QUERIES.get(name, {"type": "integer"})
        yield {"name": name, "in": "query", "description": text, "schema": schema}
    if _writes(contract):
        yield {
            "name": HEADER,
            "in": "header",
            "description": "同一键和内容再次发送，得到第一次的答复；内容不同则为 409",
            "schema": {"type": "string", "maxLength": KEY_LENGTH},
        }
        yield {
            "name": sending.HEADER,
            "in": "header",
            "description": "发送时间；与本系统时间相差太多的请求不受理，防止旧请求被重放",
            "schema": {"type": "string", "format": "date-time"},
        }


def _content(text: str, model: type[BaseModel] | None) -> dict[str, Any]:
    schema = {"$ref": REFERENCES.format(model=model.__name__)} if model else {}
    found: dict[str, Any] = {"content": {"application/json": {"schema": schema}}}
    return found | {"description": text} if text else found


def _problem(text: str) -> dict[str, Any]:
    schema = {"$ref": REFERENCES.format(model="Problem")}
    return {"description": text, "content": {"application/problem+json": {"schema": schema}}}


def _scope(rule: Rule) -> str:
    stamp = stamp_of(rule.endpoint) or ""
    return stamp.removeprefix("scope:") if stamp.startswith("scope:") else ""


def _listed() -> Iterator[dict[str, Any]]:
    """The operations as the page shows them: the fields of models instead of their schemas."""
    known = document()["components"]["schemas"]
    for rule, method, contract in _operations():
        view = current_app.view_functions[rule.endpoint]
        yield {
            "id": rule.endpoint.removeprefix("api."),
            "method": method,
            "path": re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule),
            "summary": contract.summary,
            "text": (view.__doc__ or "").strip(),
            "scope": _scope(rule),
            "takes": _fields(known, contract.takes),
            "answers": _fields(known, contract.answers),
            "queries": contract.queries,
        }


def _fields(known: dict[str, Any], model: type[BaseModel] | None) -> list[dict[str, Any]]:
    if model is None:
        return []
    schema = known[model.__name__]
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
