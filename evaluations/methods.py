"""How a leaf counts: points of 100, yes or no, added, deducted, or barring a grade."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from evaluations.grades import plain
from integrity.base.errors import Refused

FULL = Decimal(100)
HALF = Decimal(50)


class Method(enum.StrEnum):
    RATED = "rated"
    YES_NO = "yes-no"  # 100 or nothing, yes with evidence
    BONUS = "bonus"  # points of the total, up to `cap`
    DEDUCTION = "deduction"
    VETO = "veto"  # 100: it happened, and the grade `bars` is not given, nor a better one


METHOD_NAMES = {
    Method.RATED: _l("百分制评分"),
    Method.YES_NO: _l("是否达到"),
    Method.BONUS: _l("加分"),
    Method.DEDUCTION: _l("扣分"),
    Method.VETO: _l("一票否决"),
}
WEIGHED = (Method.RATED, Method.YES_NO)
"""What is part of the mean; the others weigh nothing."""
CAPPED = (Method.BONUS, Method.DEDUCTION)
VETOES = ("listed",)
"""The figures that say whether something happened."""
ASKED = (Method.YES_NO, Method.VETO)
"""What is answered with yes or no."""


class WrongMethod(Refused):
    """A leaf that cannot be scored as its method says."""


def wrong(leaf: Any, points: Decimal | None) -> str:
    """Why points cannot be given for a leaf, "" where they can."""
    if points is None:
        return ""
    if leaf.method in ASKED and points not in (0, FULL):
        return _("%(code)s 只能填 100（是）或者 0（否）。", code=leaf.code)
    if leaf.method in CAPPED and not 0 <= points <= leaf.cap:
        return _("%(code)s 应当在 0 到 %(cap)s 分之间。", code=leaf.code, cap=plain(leaf.cap))
    if not 0 <= points <= FULL:
        return _("%(code)s 的评分应当在 0 到 100 之间。", code=leaf.code)
    return ""


def needs_evidence(leaf: Any, points: Decimal | None) -> bool:
    """Whoever says yes shows by what."""
    return leaf.method in ASKED and points == FULL


def happened(leaf: Any, points: Decimal) -> bool:
    """Whether a veto is cast: by more than half of those who answered."""
    return leaf.method is Method.VETO and points > HALF


def check(leaves: Iterable[Mapping[str, str]], bands: Sequence[Mapping[str, str]]) -> None:
    """Every leaf has what its method needs; raises WrongMethod."""
    names = [band["name"] for band in sorted(bands, key=lambda one: -Decimal(one["minimum"]))]
    for row in leaves:
        if reason := _lacking(row, names):
            raise WrongMethod(reason)


def of(row: Mapping[str, str]) -> Method:
    """The method of a row of text."""
    return Method(row.get("method") or Method.RATED)


def _lacking(row: Mapping[str, str], grades: Sequence[str]) -> str:
    method, cap, bars = of(row), Decimal(row.get("cap") or 0), row.get("bars") or ""
    weighs = Decimal(row["weight"]) > 0
    code, name = row["code"], METHOD_NAMES[method]
    if weighs is not (method in WEIGHED):
        if weighs:
            return _("%(code)s 是“%(name)s”，不计权重。", code=code, name=name)
        return _("%(codes)s 没有权重。", codes=code)
    if method in CAPPED and not 0 < cap <= FULL:
        return _("%(code)s 是“%(name)s”，请写明最多多少分。", code=code, name=name)
    if method is Method.VETO and bars not in grades[:-1]:
        return _("%(code)s 是“一票否决”，请写明不能评为哪一等级。", code=code)
    return _unlike(row.get("figure") or "", method, code)


def _unlike(figure: str, method: Method, code: str) -> str:
    """Why a figure cannot give the points of a method."""
    if figure in VETOES and method is not Method.VETO:
        return _("%(code)s 看的是是否发生，只能是一票否决。", code=code)
    if figure and figure not in VETOES and method is not Method.RATED:
        return _("%(code)s 由系统计算，只能是百分制。", code=code)
    return ""
