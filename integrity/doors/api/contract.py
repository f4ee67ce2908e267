"""What a view takes and answers, declared once: it is validated, and written into OpenAPI."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import BaseModel, ValidationError

from integrity.base.errors import problem
from integrity.base.i18n import N_

__all__ = ["N_", "contract", "field_error"]

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Contract:
    """One call, for the OpenAPI document."""

    summary: str
    takes: type[BaseModel] | None = None
    answers: type[BaseModel] | None = None
    status: int = 200
    queries: tuple[tuple[str, str], ...] = ()
    file: bool = False


def contract(
    summary: str,
    *,
    takes: type[BaseModel] | None = None,
    answers: type[BaseModel] | None = None,
    status: int = 200,
    queries: Mapping[str, str] = NOTHING,
    file: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., ResponseReturnValue]]:
    """Declare a view; one that takes something is called with it validated as first argument.

    `queries` are arguments of the address with their descriptions. `file`: the request is a file.
    """
    declared = Contract(summary, takes, answers, status, tuple(queries.items()), file)

    def declare(view: Callable[..., Any]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def called(*arguments: Any, **more: Any) -> ResponseReturnValue:
            if takes is None:
                return _json(view(*arguments, **more), status)
            taken = _taken(takes)
            if isinstance(taken, Response):
                return taken
            return _json(view(taken, *arguments, **more), status)

        called.contract = declared  # type: ignore[attr-defined]
        return called

    return declare


def _taken(model: type[BaseModel]) -> BaseModel | Response:
    """The body of this request as a model, or the problem with it."""
    if not request.is_json:
        return problem(415, _("不支持的格式"), _("请求须为 application/json。"))
    content = request.get_data(cache=True)
    if b"\\u0000" in content or b"\x00" in content:
        return problem(422, _("请求内容不正确"), _("文字中不能有空字符。"))
    try:
        return model.model_validate_json(content)
    except ValidationError as wrong:
        if any(error["type"] == "json_invalid" for error in wrong.errors()):
            return problem(400, _("请求有误"), _("请求不是正确的 JSON。"))
        errors = [
            {"field": ".".join(map(str, error["loc"])), "message": error["msg"]}
            for error in wrong.errors(include_url=False, include_input=False)
        ]
        return problem(422, _("请求内容不正确"), _("有内容需要改正。"), errors=errors)


def field_error(field: str, message: str) -> Response:
    """The problem document for one field that only the service could judge."""
    errors = [{"field": field, "message": message}]
    return problem(422, _("请求内容不正确"), message, errors=errors)


def _json(answer: Any, status: int) -> Any:
    """Models and plain data as JSON; a finished response stays as it is."""
    if isinstance(answer, BaseModel):
        text = answer.model_dump_json()
        return Response(text, status, mimetype="application/json")
    return (answer, status) if isinstance(answer, dict | list) else answer
