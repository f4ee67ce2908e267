"""Why a debtor may contest a sum, and what never is a reason, with the article that says so."""

import enum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused
from integrity.casework import excuses


class Ground(enum.StrEnum):
    """What may be wrong with the claim itself; no others exist."""

    NOT_DELIVERED = "not_delivered"
    QUALITY = "quality"
    QUANTITY = "quantity"
    PRICE = "price"
    BREACH = "breach"
    AUDIT_AGREED = "audit_agreed"
    UNSTATED = "unstated"  # contested before a ground was asked for


GROUND_NAMES = {
    Ground.NOT_DELIVERED: _l("没有交付，或者没有通过验收"),
    Ground.QUALITY: _l("质量不符合约定"),
    Ground.QUANTITY: _l("数量、工程量不一致"),
    Ground.PRICE: _l("价款、结算金额不一致"),
    Ground.BREACH: _l("供应商违约，按合同应当扣减"),
    Ground.AUDIT_AGREED: _l("合同约定以审计结果作为结算依据，审计没有完成"),
    Ground.UNSTATED: _l("没有写明事由"),
}
ARTICLE = _l("保障中小企业款项支付条例 第十四条")
AUDIT = "audit"
EXCUSES: dict[str, excuses.Excuse] = {
    "leaders": (
        _l("法定代表人或者主要负责人变更"),
        ARTICLE,
        r"(法定代表人|法人代表|负责人|领导|局长|主任|书记|院长|校长)\S{0,8}"
        r"(变更|更替|更换|调整|变动|不认可)|新任|换届|前任",
    ),
    "procedure": (
        _l("履行内部付款流程"),
        ARTICLE,
        r"内部\S{0,6}(流程|程序|审批)|(付款|审批|报销)流程|走流程",
    ),
    AUDIT: (
        _l("等待竣工验收备案、决算审计（合同没有约定的）"),
        ARTICLE,
        r"(决算|竣工|结算)?审计|决算|验收备案|财政评审",
    ),
    "money": (
        _l("预算、资金没有到位"),
        _l("不构成对应付金额的争议"),
        r"预算|(资金|经费|财力|财政)\S{0,4}(不足|困难|紧张|短缺|没有到位|未到位|没到位)",
    ),
}
"""What never is a ground: its name, the article, and how it reads in reasons."""


class NoGround(Refused):
    """The reason given is none that the law knows; the message names the article."""

    title = _l("不是可以拒付的理由")


def lawful(ground: str, words: str) -> Ground:
    """The ground, if there is one and the reasons do not say otherwise; raises NoGround."""
    if ground not in GROUND_NAMES or ground == Ground.UNSTATED:
        raise NoGround(_("有争议的，必须选择争议的事由。"))
    agreed = ground == Ground.AUDIT_AGREED
    known = [row for code, row in EXCUSES.items() if not (agreed and code == AUDIT)]
    if found := excuses.mentioned(known, words):
        name, article = found
        raise NoGround(
            _("理由中提到“%(what)s”，不能据此拒付（%(article)s）。", what=name, article=article)
        )
    return Ground(ground)


def offered() -> list[tuple[str, Any]]:
    """The grounds to choose from."""
    return [(str(g), name) for g, name in GROUND_NAMES.items() if g != Ground.UNSTATED]
