"""What a view takes and answers, declared once: it is validated, and written into OpenAPI."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import BaseModel, ValidationError

from integrity.base.errors import problem
from integrity.base.i18n import N_
from integrity.doors.api import asking, paging
from integrity.doors.api.asking import Asked
from integrity.doors.api.faults import fault, faults

__all__ = ["N_", "contract", "field_error"]


@dataclass(frozen=True)
class Contract:
    """One call, for the OpenAPI document."""

    summary: str
    asks: type[Asked]
    takes: type[BaseModel] | None = None
    answers: type[BaseModel] | None = None
    status: int = 200
    file: bool = False
    refuses: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()


def contract(
    summary: str,
    *,
    asks: type[Asked] = Asked,
    takes: type[BaseModel] | None = None,
    answers: type[BaseModel] | None = None,
    status: int = 200,
    file: bool = False,
    refuses: tuple[str, ...] = (),
    gives: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], Callable[..., ResponseReturnValue]]:
    """Declare a view; it is called with what it asks and takes, validated, as first arguments.

    `asks`: the arguments of the address; an argument that is not declared is refused.
    `takes`: the body. `file`: the body is a file.
    `refuses`: the codes of problems that only this call has, see problems.RULES.
    `gives`: the types of a file that it answers with, of which `answers` is one line.
    """
    declared = Contract(summary, asks, takes, answers, status, file, refuses, gives)

    def declare(view: Callable[..., Any]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def called(*arguments: Any, **more: Any) -> ResponseReturnValue:
            asked = asking.asked(asks)
            if isinstance(asked, Response):
                return asked
            first: tuple[Any, ...] = () if asks is Asked else (asked,)
            if takes is not None:
                taken = _taken(takes)
                if isinstance(taken, Response):
                    return taken
                first += (taken,)
            return _json(view(*first, *arguments, **more), status)

        called.contract = declared  # type: ignore[attr-defined]
        return called

    return declare


def _taken(model: type[BaseModel]) -> BaseModel | Response:
    """The body of this request as a model, or the problem with it."""
    if not request.is_json:
        return problem(415, _("请求须为 application/json。"))
    content = request.get_data(cache=True)
    if b"\\u0000" in content or b"\x00" in content:
        return problem(422, _("文字中不能有空字符。"))
    try:
        return model.model_validate_json(content)
    except ValidationError as wrong:
        if any(error["type"] == "json_invalid" for error in wrong.errors()):
            return problem(400, _("请求不是正确的 JSON。"), code="bad-json")
        return problem(422, _("有内容需要改正。"), errors=faults(wrong))


def field_error(field: str, message: str, code: str = "invalid") -> Response:
    """The problem document for one field that only the service could judge."""
    return problem(422, message, code=code, errors=[fault((field,), code, message)])


def _json(answer: Any, status: int) -> Any:
    """Models and plain data as JSON; a finished response stays as it is."""
    if isinstance(answer, BaseModel):
        response = Response(answer.model_dump_json(), status, mimetype="application/json")
        paging.point_on(response, answer)
        return response
    return (answer, status) if isinstance(answer, dict | list) else answer
