"""Why a case is not closed (未结原因), each with its lawful way out; and what never is a reason."""

import enum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused
from integrity.casework import excuses


class OpenReason(enum.StrEnum):
    FUNDS = "funds"
    NO_PROPERTY = "no_property"
    OBJECTION = "objection"
    RETRIAL = "retrial"
    TALKS = "talks"
    CREDITOR = "creditor"
    OTHERS = "others"
    PROCEDURE = "procedure"


REASON_NAMES = {
    OpenReason.FUNDS: _l("资金尚未安排"),
    OpenReason.NO_PROPERTY: _l("法院没有发现可供执行的财产"),
    OpenReason.OBJECTION: _l("对执行标的、执行行为有异议"),
    OpenReason.RETRIAL: _l("已经申请再审"),
    OpenReason.TALKS: _l("正在与申请执行人协商和解"),
    OpenReason.CREDITOR: _l("申请执行人没有提供收款账户或者下落不明"),
    OpenReason.OTHERS: _l("行为义务需要其他单位配合"),
    OpenReason.PROCEDURE: _l("履行所需的手续正在办理"),
}
WAYS_OUT = {
    OpenReason.FUNDS: _l("商请财政部门列入本年度预算或者调剂资金，并与申请执行人商定分期。"),
    OpenReason.NO_PROPERTY: _l("由上级主管单位统筹资金代为清偿，或者列入本年度预算。"),
    OpenReason.OBJECTION: _l("依法向执行法院书面提出执行异议；法院裁定以前继续履行无争议部分。"),
    OpenReason.RETRIAL: _l("法院裁定中止执行以前继续履行；裁定中止的，由法院通过接口告知。"),
    OpenReason.TALKS: _l("签订书面和解协议，写明各期日期和金额，报法院确认。"),
    OpenReason.CREDITOR: _l("通过执行法院交付案款，或者依法提存。"),
    OpenReason.OTHERS: _l("由领导小组办公室列明协办单位，提交府院联席会议协调。"),
    OpenReason.PROCEDURE: _l("列出各项手续的责任人和完成日期，书面告知法院和申请执行人。"),
}
"""The lawful next step that each of them calls for (化解路径)."""
ARTICLE = _l("济南市优化营商环境条例 第三十七条、国发〔2016〕76号")
MONEY = "money"
EXCUSES: dict[str, excuses.Excuse] = {
    "leaders": (
        _l("主要负责人更换、换届"),
        ARTICLE,
        r"(法定代表人|负责人|领导|局长|主任|书记|镇长|区长)\S{0,8}"
        r"(变更|更替|更换|调整|变动|不认可)|新任|换届|前任|新官",
    ),
    "reorganisation": (
        _l("机构、职能、区划调整"),
        ARTICLE,
        r"(机构|职能|职责|区划|体制|编制)\S{0,6}(调整|改革|变更|撤并|合并|划转)",
    ),
    MONEY: (
        _l("没有预算、资金没有到位"),
        _l("不构成不履行生效法律文书的理由"),
        r"预算|(资金|经费|财力|财政)\S{0,4}(不足|困难|紧张|短缺|没有|未到位|没到位)",
    ),
}
"""What never is a reason: its name, the article, and how it reads in reasons."""


class NoReason(Refused):
    """The reason given is none that the law takes; the message names the article."""

    title = _l("不是可以不履行的理由")


def demand_lawful(words: str, reason: OpenReason | None = None) -> None:
    """Raises NoReason for an excuse; that money is lacking may be said where it is looked for."""
    known: list[Any] = [
        row
        for code, row in EXCUSES.items()
        if not (code == MONEY and reason in (OpenReason.FUNDS, OpenReason.NO_PROPERTY))
    ]
    if found := excuses.mentioned(known, words):
        name, article = found
        raise NoReason(
            _("理由中提到“%(what)s”，不能作为理由（%(article)s）。", what=name, article=article)
        )
