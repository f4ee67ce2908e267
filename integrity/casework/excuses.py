"""On what grounds the law lets a promise or a contract change, and which reasons it never takes."""

import enum
import re
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused


class Ground(enum.StrEnum):
    """济高信用办〔2019〕7号 二（四）: no others exist."""

    NATIONAL = "national"
    PUBLIC = "public"
    STATUTORY = "statutory"


GROUND_NAMES = {
    Ground.NATIONAL: _l("国家利益需要"),
    Ground.PUBLIC: _l("公共利益需要"),
    Ground.STATUTORY: _l("其他法定事由"),
}

Excuse = tuple[Any, Any, str]
"""What it is called, the article that rules it out, and how it reads in reasons."""
ONLY = _l("济高信用办〔2019〕7号 二（四）：只能因国家利益、公共利益或者其他法定事由")
ARTICLE_37 = _l("济南市优化营商环境条例 第三十七条")
NEVER: dict[str, Excuse] = {
    "election": (_l("政府换届"), ONLY, r"(?<!非)换届"),
    "leaders": (
        _l("领导人员或者有关责任人更替"),
        ONLY,
        r"(领导|负责人|责任人)\S{0,4}(更替|更换|调整|变动)",
    ),
    "duties": (_l("机构职能调整"), ARTICLE_37, r"(机构|职能)\S{0,4}调整"),
    "area": (_l("行政区划调整"), ARTICLE_37, r"区划调整"),
    "plan": (_l("规划调整、政策变化"), ARTICLE_37, r"(规划调整|政策变化)"),
    "money": (_l("资金、经费不足"), ONLY, r"(资金|经费|财力)\S{0,3}(不足|困难|紧张|短缺)"),
}
"""What never is a ground to change a promise or a contract, or not to keep it."""


def mentioned(known: Iterable[Excuse], words: str) -> tuple[Any, Any] | None:
    """The name and the article of the first excuse in these words."""
    found = ((name, article) for name, article, how in known if re.search(how, words))
    return next(found, None)


class NoExcuse(Refused):
    """What is said is no reason that the law takes; the message names the article."""

    title = _l("不是可以拒绝的理由")


def demand_reason(why: str, but: Iterable[str] = ()) -> None:
    """Raise NoExcuse for reasons not to pay that never are one; but: those that may be named."""
    known = [excuse for code, excuse in NEVER.items() if code not in but]
    if found := mentioned(known, why):
        name, article = found
        raise NoExcuse(
            _("理由中提到“%(what)s”，不能据此拒绝（%(article)s）。", what=name, article=article)
        )


class NoGround(Refused):
    """The reason given is none that the law knows; the message names the article."""

    title = _l("不是法定的变更理由")


def lawful(ground: str, why: str) -> Ground:
    """The ground, if the law knows it and the reasons do not say otherwise; raises NoGround."""
    if ground in NEVER:
        name, article, _pattern = NEVER[ground]
        raise NoGround(
            _("“%(what)s”不是变更承诺的理由（%(article)s）。", what=name, article=article)
        )
    if found := mentioned(NEVER.values(), why):
        name, article = found
        raise NoGround(
            _("理由中提到“%(what)s”，不能据此变更承诺（%(article)s）。", what=name, article=article)
        )
    try:
        return Ground(ground)
    except ValueError:
        raise NoGround(str(ONLY)) from None
