"""What is wrong with which field of a request: its path, a code, and a sentence for people."""

import re
from collections.abc import Iterable
from typing import Any, get_args

from flask_babel import gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import core_schema

from integrity.base.i18n import N_

OTHERWISE = N_("内容或者格式不正确。")
SENTENCES = {
    "missing": N_("必须填写。"),
    "extra_forbidden": N_("没有这个字段。"),
    "unknown_argument": N_("没有这个查询参数。"),
    "repeated_argument": N_("这个查询参数只能出现一次。"),
    "string_type": N_("须为文字。"),
    "string_too_short": N_("不得少于 %(min_length)d 个字符。"),
    "string_too_long": N_("不得超过 %(max_length)d 个字符。"),
    "string_pattern_mismatch": N_("格式不正确。"),
    "string_unicode": N_("文字中有不能识别的字符。"),
    "int_type": N_("须为整数。"),
    "int_parsing": N_("须为整数。"),
    "int_from_float": N_("须为整数。"),
    "int_parsing_size": N_("数字太大。"),
    "bool_type": N_("须为 true 或者 false。"),
    "bool_parsing": N_("须为 true 或者 false。"),
    "list_type": N_("须为数组。"),
    "dict_type": N_("须为对象。"),
    "model_type": N_("须为对象。"),
    "model_attributes_type": N_("须为对象。"),
    "too_short": N_("不得少于 %(min_length)d 项。"),
    "too_long": N_("不得超过 %(max_length)d 项。"),
    "greater_than": N_("须大于 %(gt)s。"),
    "greater_than_equal": N_("不得小于 %(ge)s。"),
    "less_than": N_("须小于 %(lt)s。"),
    "less_than_equal": N_("不得大于 %(le)s。"),
    "enum": N_("须为下列之一：%(expected)s。"),
    "literal_error": N_("须为下列之一：%(expected)s。"),
    "decimal_type": N_("须为数字。"),
    "decimal_parsing": N_("须为数字。"),
    "decimal_max_digits": N_("不得超过 %(max_digits)d 位数字。"),
    "decimal_max_places": N_("小数不得超过 %(decimal_places)d 位。"),
    "decimal_whole_digits": N_("整数部分不得超过 %(whole_digits)d 位。"),
    "finite_number": N_("须为有限的数。"),
    "date_type": N_("日期须写作 2026-11-20 的样子。"),
    "date_parsing": N_("没有这一天。"),
    "date_from_datetime_parsing": N_("没有这一天。"),
}
"""By pydantic's name of the fault, which is also the code of the field's error."""
OF_PYDANTIC = frozenset(get_args(core_schema.ErrorType))
"""Any other fault is one of ours, and has its sentence from where it is found."""
UNIONS = ("function-", "constrained-", "lax-", "strict-")


class FieldError(BaseModel):
    """One field of a request that is wrong.

    `pointer`: where in the body, as a JSON pointer; an argument of the address has none.
    """

    field: str
    code: str
    message: str
    pointer: str | None = None


def faults(wrong: ValidationError, *, in_body: bool = True) -> list[dict[str, str]]:
    """Every fault of something that was sent."""
    return [
        fault(error["loc"], error["type"], _sentence(error), in_body=in_body)
        for error in wrong.errors(include_url=False, include_input=False)
    ]


def fault(place: Iterable[Any], code: str, message: str, *, in_body: bool = True) -> dict[str, str]:
    """One fault, at a place such as ("outcomes", "a", "why")."""
    parts = [str(part) for part in place if not str(part).startswith(UNIONS)]
    found = {"field": ".".join(parts), "code": code, "message": message}
    if in_body:
        escaped = (part.replace("~", "~0").replace("/", "~1") for part in parts)
        found["pointer"] = "#" + "".join(f"/{part}" for part in escaped)
    return found


def sentence(code: str, **more: Any) -> str:
    """What a fault is called in the language of the request."""
    return str(_(SENTENCES.get(code, OTHERWISE), **more))


def _sentence(error: Any) -> str:
    if error["type"] not in OF_PYDANTIC:
        return str(error["msg"])
    more = dict(error.get("ctx", {}))
    if "expected" in more:
        more["expected"] = _("、").join(re.findall(r"'([^']*)'", str(more["expected"])))
    return sentence(error["type"], **more)
