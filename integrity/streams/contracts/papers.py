"""The papers of contracts: changed lawfully, performed, appraised and what was found of that."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base import i18n
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.terms import lasting
from integrity.casework.excuses import GROUND_NAMES
from integrity.streams.contracts import appraisals
from integrity.streams.contracts.appraisal_models import (
    GRADES,
    POINT_NAMES,
    Appraisal,
    AppraisalState,
)
from integrity.streams.contracts.change_models import KIND_NAMES, ContractChange
from integrity.streams.contracts.codes import ContractKind
from integrity.streams.contracts.models import Contract


def _both(thing: Any) -> Sequence[Addressee]:
    contract = getattr(thing, "contract", thing)
    sides = (contract.subject, contract.counterparty)
    return [Addressee(side.name, side.id) for side in sides]


def _url(thing: Any) -> str:
    return url_for("contracts.contract", ref=thing.ref)


def _appraised_at(item: Appraisal) -> str:
    return url_for("contracts.appraisal", ref=item.ref)


def _points(item: Appraisal) -> str:
    said = (
        f"{POINT_NAMES[name]}：{GRADES[grade]}（{grade}分）" for name, grade in item.points.items()
    )
    return "；".join(said) + "。"


def _used(item: Appraisal) -> str:
    told = "在政府采购、招标投标事项的信用核查中作为参考信息"
    if item.contract.kind is ContractKind.AGENCY:
        return f"{told}，得分计入向社会公开的招标、采购代理机构名录"
    return told


def _result(item: Appraisal) -> str:
    if item.state is AppraisalState.FINAL:
        return "异议不成立，评价自认定之日起生效。"
    return "异议成立，评价予以撤销，不得作为核查信息使用。"


APPRAISED = {
    "评价方": lambda item: item.author.name,
    "被评价方": lambda item: item.appraised.name,
    "合同名称": lambda item: item.contract.title,
    "合同编号": lambda item: item.contract.ref,
    "评价编号": lambda item: item.ref,
}

PAPERS = (
    PaperKind(
        name="contract-change",
        title=_l("合同变更确认书"),
        mark="HB",
        model=ContractChange,
        url=_url,
        addressees=_both,
        fields={
            "单位名称": lambda change: change.contract.subject.name,
            "相对方": lambda change: change.contract.counterparty.name,
            "合同名称": lambda change: change.contract.title,
            "合同编号": lambda change: change.contract.ref,
            "变更内容": lambda change: str(KIND_NAMES[change.kind]),
            "节点": lambda change: change.node and change.node.what,
            "新的期限": lambda change: change.new_day,
            "事由": lambda change: str(GROUND_NAMES[change.ground]),
            "批准机关": lambda change: change.authority,
            "批准文件": lambda change: change.document,
            "裁判或者决定": lambda change: change.ruling or None,
            "补偿": lambda change: i18n.money(change.compensation) if change.compensation else None,
            "补偿期限": lambda change: change.pay_on,
        },
    ),
    PaperKind(
        name="contract-end",
        title=_l("合同履约终结确认书"),
        mark="HZ",
        model=Contract,
        url=_url,
        addressees=_both,
        fields={
            "单位名称": lambda contract: contract.subject.name,
            "相对方": lambda contract: contract.counterparty.name,
            "合同名称": lambda contract: contract.title,
            "合同编号": lambda contract: contract.ref,
            "终结日期": lambda contract: contract.ended_on,
            "节点数": lambda contract: str(len(contract.nodes)),
        },
    ),
    PaperKind(
        name="appraisal-notice",
        title=_l("供应商履约评价告知书"),
        mark="PG",
        model=Appraisal,
        url=_appraised_at,
        issuer=lambda item: item.author_id,
        addressees=lambda item: [Addressee(item.appraised.name, item.appraised_id)],
        served=appraisals.begin,
        fields=APPRAISED
        | {
            "各项评价": _points,
            "得分": lambda item: str(item.score),
            "评价说明": lambda item: item.words,
            "使用范围": _used,
            "异议天数": lambda item: lasting("LOCAL-CON-APPRAISAL", item.written_on),
        },
    ),
    PaperKind(
        name="appraisal-decision",
        title=_l("履约评价异议认定书"),
        mark="PR",
        model=Appraisal,
        url=_appraised_at,
        issuer=lambda item: item.finder_id,
        addressees=lambda item: [
            Addressee(side.name, side.id) for side in (item.author, item.appraised)
        ],
        fields=APPRAISED
        | {
            "异议理由": lambda item: item.answer,
            "认定事实": lambda item: item.finding,
            "认定结果": _result,
        },
    ),
)
