"""A signed text as people read it: the 承诺书 on the screen and on paper, made from the text alone.

Always in Chinese, as it was signed. What the text says in a way that only machines write (a type,
a day, a share) is written as officials write it; everything else is shown as it stands.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import force_locale

from commitments.models import CATEGORY_NAMES, THEME_NAMES, Category, Theme
from integrity.base import i18n
from integrity.casework.key_fields import FIELD_NAMES, KeyField

NAMED: Mapping[str, tuple[Any, Mapping[Any, Any]]] = {
    "类别": (Category, CATEGORY_NAMES),
    "主题": (Theme, THEME_NAMES),
    "重点领域": (KeyField, FIELD_NAMES),
}
APART = ("格式", "编号", "承诺单位", "承诺单位代码", "承诺事项", "单位", "正文")
"""What stands in the head of the letter, with another value, or below as its text."""


@dataclass(frozen=True)
class Letter:
    """The head of the letter, its points as label and words, and its text line by line."""

    body: str
    code: str
    title: str
    ref: str
    points: list[tuple[str, str]]
    lines: list[str]


def read(text: str) -> Letter:
    """The letter that a signed text is; a text of before the format is all lines."""
    said: dict[str, Any] = json.loads(text) if text.startswith("{") else {"正文": [text]}
    with force_locale("zh"):
        points = [(key, _words(key, value, said)) for key, value in said.items()]
    return Letter(
        body=said.get("承诺单位", ""),
        code=said.get("承诺单位代码", ""),
        title=said.get("承诺事项", ""),
        ref=said.get("编号", ""),
        points=[(key, words) for key, words in points if key not in APART],
        lines=said.get("正文", []),
    )


def _words(key: str, value: Any, said: Mapping[str, Any]) -> str:
    if key in NAMED:
        kind, names = NAMED[key]
        return str(names[kind(value)])
    if key == "期限":
        return i18n.day(date.fromisoformat(value))
    if key == "目标值":
        return f"{Decimal(value).normalize():f} {said.get('单位', '')}".strip()
    if key == "阶段目标":
        return "\n".join(map(_milestone, value))
    if isinstance(value, list):
        return ("、" if key == "配合单位" else "\n").join(value)
    return "是" if value is True else str(value)


def _milestone(step: Mapping[str, Any]) -> str:
    day = i18n.day(date.fromisoformat(step["期限"]))
    return f"{day}前：{step['事项']}（权重 {step['权重']}）"
