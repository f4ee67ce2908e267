"""Points as somebody types them: one a line, a day before it if it has one of its own."""

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from integrity.files.spellings import parse_day

A_DAY = re.compile(r"\d{4}\s*[-/.年]")
"""How a line begins that names a day; such a line must name a right one."""
WRONG = _l(
    "每行一项；先写期限的，写日期、空格、事项，例如：2026-12-10 拆除围挡。每项不超过 500 字。"
)
MOST = 500


class LinesField(TextAreaField):
    """`data` is a list of (day or None, what)."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.raw = valuelist[0] if valuelist else ""
        lines = (line.strip() for line in self.raw.splitlines())
        self.data: Any = [_point(line) for line in lines if line]

    def process_data(self, value: Any) -> None:
        self.raw, self.data = "", value or []

    def _value(self) -> str:
        return str(self.raw)


def _point(line: str) -> tuple[date | None, str]:
    day, _space, what = line.partition(" ")
    if not A_DAY.match(line):
        day, what = "", line
    try:
        found = parse_day(day) if day else None
    except ValueError:
        raise ValueError(str(WRONG)) from None
    if not what.strip() or len(what) > MOST:
        raise ValueError(str(WRONG))
    return found, what.strip()
