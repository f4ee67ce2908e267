"""The OpenAPI document, made from the views, their models, and the tables of words and problems."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter, IntegerConverter

from integrity.base import i18n
from integrity.base.db import LARGEST
from integrity.base.i18n import N_
from integrity.base.stamps import stamp_of
from integrity.credit.checks.queries import Query
from integrity.doors.api import schemas, sending, words
from integrity.doors.api.changes import VERSION, VERSIONS
from integrity.doors.api.contract import Contract
from integrity.doors.api.court_schemas import CaseRequest, NumberedEvent
from integrity.doors.api.examples import examples
from integrity.doors.api.idempotency import HEADER, LONGEST
from integrity.doors.api.paging import Page
from integrity.doors.api.problems import PROBLEMS, RULES
from integrity.people.accounts.tokens import SCOPES

REFERENCES = "#/components/schemas/{model}"
BESIDES: tuple[type[BaseModel], ...] = (schemas.Problem, Query, CaseRequest, NumberedEvent)
"""Models that are named by references alone."""
NAMED = "^[^/.][^/]*$"
"""What names a thing in an address: one part of it, and none that leads upwards."""
OF_ALL = (400, 429)
OF_TOKENS = (401, 403)
OF_WRITES = (409, 413, 415, 422)


def document() -> dict[str, Any]:
    """OpenAPI 3.1 in the language of the request: every view here that declares a contract."""
    return _document(current_app._get_current_object(), i18n.locale())  # type: ignore[attr-defined]


@cache
def _document(app: Any, language: str) -> dict[str, Any]:
    names, schemata = _schemata(language)
    paths: dict[str, Any] = {}
    for rule, method, contract in operations():
        paths.setdefault(path_of(rule), {})[method.lower()] = _operation(rule, contract, names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("政务诚信数据接口"),
            "version": VERSION,
            "description": _(ABOUT),
            "x-changes": [
                {"version": v.number, "on": str(v.on), "changes": [str(text) for text in v.changes]}
                for v in VERSIONS
            ],
        },
        "servers": [{"url": app.config["BASE_URL"]}],
        "paths": paths,
        "components": {
            "schemas": schemata,
            "responses": {str(status): _problems(status) for status in _statuses()},
            "headers": {name: _header(text) for name, text in HEADERS.items()},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": _("接口权限：%(names)s", names=_("、").join(SCOPES)),
                }
            },
        },
    }


ABOUT = N_("令牌绑定单位和接口权限；错误以 RFC 9457 问题文档返回；公开数据不含自然人。")
HEADERS = {
    "RateLimit-Limit": N_("每分钟最多调用的次数"),
    "RateLimit-Remaining": N_("本分钟内还可以调用的次数"),
    "RateLimit-Reset": N_("再过多少秒重新计数"),
    "Retry-After": N_("多少秒以后可以重试"),
    "Link": N_("下一页的完整地址（rel=next）"),
    "ETag": N_("内容的标识；再次读取时放入 If-None-Match，没有变化的得到 304"),
}
LIMITS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def operations() -> Iterator[tuple[Rule, str, Contract]]:
    """Every (address, method, contract) of the interface, by address."""
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        contract = getattr(current_app.view_functions[rule.endpoint], "contract", None)
        if rule.endpoint.startswith("api.") and contract is not None:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, contract


def path_of(rule: Rule) -> str:
    """The address as the document writes it."""
    return re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"{\1}", rule.rule)


def scope_of(rule: Rule) -> str:
    """The scope that a token needs, "" if none is asked for."""
    stamp = stamp_of(rule.endpoint) or ""
    return stamp.removeprefix("scope:") if stamp.startswith("scope:") else ""


def statuses_of(rule: Rule, contract: Contract) -> list[int]:
    """What a call may be answered with besides its success."""
    found = {*OF_ALL, *(RULES[code].status for code in contract.refuses)}
    if scope_of(rule):
        found |= set(OF_TOKENS)
    if rule.arguments:
        found.add(404)
    if writes(contract):
        found |= set(OF_WRITES) - ({415} if contract.file else set())
    return sorted(found)


def writes(contract: Contract) -> bool:
    return contract.takes is not None or contract.file


def _schemata(language: str) -> tuple[Mapping[Any, str], dict[str, Any]]:
    """The schema of every model, and how each is referred to."""
    wanted: dict[tuple[type[BaseModel], Any], None] = {(one, "validation"): None for one in BESIDES}
    for _rule, _method, contract in operations():
        if contract.takes:
            wanted[contract.takes, "validation"] = None
        if contract.answers:
            wanted[contract.answers, "serialization"] = None
    ordered = sorted(wanted, key=lambda pair: pair[0].__name__)
    found, definitions = models_json_schema(ordered, ref_template=REFERENCES)
    schemata = definitions["$defs"]
    schemata["Problem"]["properties"]["code"]["enum"] = list(PROBLEMS)
    for name, schema in schemata.items():
        _translate(schema, language)
        words.explain(name, schema)
    return {key: one["$ref"] for key, one in found.items()}, schemata


def _translate(schema: dict[str, Any], language: str) -> None:
    """Say what fields are in the language asked for; what models are is written in English."""
    if language != "en":
        schema.pop("description", None)
    schema.pop("title", None)
    for field in schema.get("properties", {}).values():
        field.pop("title", None)
        if text := field.get("description"):
            field["description"] = _(text)


def _operation(rule: Rule, contract: Contract, names: Mapping[Any, str]) -> dict[str, Any]:
    scope = scope_of(rule)
    name = rule.endpoint.removeprefix("api.")
    example = examples().get(name, {})
    said: dict[str, Any] = {
        "operationId": name,
        "summary": _(contract.summary),
        "tags": [scope or "open"],
        "parameters": [_shown(one, example) for one in _parameters(rule, contract)],
        "responses": {
            str(contract.status): _success(contract, names, scope, example),
            **({} if scope else {"304": {"description": _("没有变化")}}),
            **({"308": {"description": _(MERGED)}} if rule.endpoint in MOVED else {}),
            **{str(status): _answer(status) for status in statuses_of(rule, contract)},
        },
    }
    content: dict[str, Any]
    if contract.file:
        content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        said["requestBody"] = {"content": content, "required": True}
    if contract.takes:
        schema = {"$ref": names[contract.takes, "validation"]}
        content = {"application/json": {"schema": schema, "example": example.get("body")}}
        said["requestBody"] = {"content": content, "required": True}
    if scope:
        said |= {"security": [{"token": []}], "x-scope": scope}
    if contract.refuses:
        said["x-problems"] = list(contract.refuses)
    return said


MERGED = N_("已并入另一主体，见 Location")
MOVED = ("api.body_file", "api.subject_file")
"""What may have been merged into another."""


def _success(
    contract: Contract, names: Mapping[Any, str], scope: str, example: Mapping[str, Any]
) -> dict[str, Any]:
    model = contract.answers
    shown = (*LIMITS, *(() if scope else ("ETag",)), *(("Link",) if _is_page(model) else ()))
    schema = {"$ref": names[model, "serialization"]} if model else {}
    content: dict[str, Any] = {"schema": schema, "example": example.get("answer")}
    text = {"schema": {"type": "string"}, "example": example.get("answer")}
    kinds = dict.fromkeys(contract.gives, text) or {"application/json": content}
    return {
        "description": _("成功"),
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in shown},
        "content": kinds,
    }


def _shown(parameter: dict[str, Any], example: Mapping[str, Any]) -> dict[str, Any]:
    """An argument with the value that it has in the example."""
    given = example.get(parameter["in"], {})
    name = parameter["name"]
    return parameter | ({"example": given[name]} if name in given else {})


def _is_page(model: type[BaseModel] | None) -> bool:
    return model is not None and issubclass(model, Page)


def _answer(status: int) -> dict[str, Any]:
    return {"$ref": f"#/components/responses/{status}"}


def _statuses() -> list[int]:
    return sorted({kind.status for kind in PROBLEMS.values()} - {405, 500, 503})


def _problems(status: int) -> dict[str, Any]:
    """An answer of this status: what it can be called, and when it may be tried again."""
    known = [f"`{code}` {kind.title}" for code, kind in PROBLEMS.items() if kind.status == status]
    found: dict[str, Any] = {
        "description": _("；").join(known),
        "content": {
            "application/problem+json": {"schema": {"$ref": REFERENCES.format(model="Problem")}}
        },
    }
    if status == 429:
        names = (*LIMITS, "Retry-After")
        found["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    return found


def _header(text: str) -> dict[str, Any]:
    return {"description": _(text), "schema": {"type": "string"}}


def _parameters(rule: Rule, contract: Contract) -> Iterator[dict[str, Any]]:
    for name in sorted(rule.arguments):
        yield {"name": name, "in": "path", "required": True, "schema": _part(rule, name)}
    asks = contract.asks.model_json_schema(ref_template=REFERENCES)
    for name, schema in asks.get("properties", {}).items():
        text = schema.pop("description")
        yield {
            "name": name,
            "in": "query",
            "required": name in asks.get("required", ()),
            "description": _(text),
            "schema": _plain(schema, asks.get("$defs", {})),
        }
    if writes(contract):
        key = {"type": "string", "minLength": 1, "maxLength": LONGEST}
        yield {"name": HEADER, "in": "header", "description": _(KEY_SAYS), "schema": key}
        sent = {"type": "string", "format": "date-time"}
        yield {"name": sending.HEADER, "in": "header", "description": _(SENT_SAYS), "schema": sent}


KEY_SAYS = N_("同一键和内容再次发送，得到第一次的答复；内容不同则为 409")
SENT_SAYS = N_("发送时间；与本系统时间相差太多的请求不受理，防止旧请求被重放")


def _part(rule: Rule, name: str) -> dict[str, Any]:
    """What may stand in a part of an address."""
    converter = rule._converters[name]
    if isinstance(converter, IntegerConverter):
        return {"type": "integer", "minimum": 0, "maximum": LARGEST}
    if isinstance(converter, AnyConverter):
        return {"type": "string", "enum": sorted(converter.items)}
    return {"type": "string", "pattern": NAMED}


def _plain(schema: dict[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """An argument's own schema: one that is not given is not sent as null."""
    known = {name: value for name, value in schema.items() if name not in ("title", "anyOf")}
    if known.get("default", "") is None:
        del known["default"]
    for option in schema.get("anyOf", ()):
        if option.get("type") != "null":
            name = option.get("$ref", "").rsplit("/", 1)[-1]
            known |= definitions.get(name, option)
    known.pop("title", None)
    known.pop("description", None)
    return known
