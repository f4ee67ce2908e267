"""The arguments of an address, declared once: checked like a body, and written into OpenAPI."""

import re
from collections import Counter
from datetime import datetime
from typing import Annotated, Any, TypeVar

from flask import Response, request
from flask_babel import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from integrity.base.errors import problem
from integrity.base.i18n import N_
from integrity.doors.api import faults

Model = TypeVar("Model", bound=BaseModel)
MOST = 500
"""Rows of one page."""


def _digits(value: Any) -> Any:
    """A whole number in ASCII digits, and nothing else that Python would read as one."""
    if isinstance(value, str) and not re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
        raise PydanticCustomError("int_parsing", "")  # the sentence is by the code
    return value


def _moment(value: Any) -> Any:
    """A moment with its zone; a plus sign that an address turned into a space is one again."""
    try:
        moment = datetime.fromisoformat(str(value).replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise PydanticCustomError("moment", _("时间须写作 2026-11-20T10:00:00+08:00 的样子。"))
    return moment


Whole = Annotated[int, BeforeValidator(_digits)]
Moment = Annotated[datetime, BeforeValidator(_moment)]


class Asked(BaseModel):
    """Arguments of an address: none unknown, each once."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Paged(Asked):
    """Which page of a list."""

    after: str | None = Field(
        None,
        max_length=500,
        description=N_("上一页答复中的 next，原样填写；不填为第一页"),
    )
    limit: Whole = Field(50, ge=1, le=MOST, description=N_("每页条数"))


def asked(model: type[Model]) -> Model | Response:
    """The arguments of this request, or the problem that names each wrong one."""
    given = Counter(name for name, _text in request.args.items(multi=True))
    wrong = [_fault(name, "repeated_argument") for name, times in given.items() if times > 1]
    if not wrong:
        try:
            return model.model_validate(request.args.to_dict())
        except ValidationError as error:
            wrong = faults.faults(error, in_body=False)
    for one in wrong:
        if one["code"] == "extra_forbidden":
            one |= _fault(one["field"], "unknown_argument")
    return refusal(wrong)


def refusal(wrong: list[dict[str, str]]) -> Response:
    """The problem document of wrong arguments."""
    said = _("；").join(f"{one['field']}：{one['message']}" for one in wrong)
    return problem(400, said, code="wrong-filter", errors=wrong)


def _fault(name: str, code: str) -> dict[str, str]:
    return faults.fault((name,), code, faults.sentence(code), in_body=False)
