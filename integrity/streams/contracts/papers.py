"""The papers of contracts: that one was changed lawfully, and that one was performed."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base import i18n
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.excuses import GROUND_NAMES
from integrity.streams.contracts.change_models import KIND_NAMES, ContractChange
from integrity.streams.contracts.models import Contract


def _both(thing: Any) -> Sequence[Addressee]:
    contract = getattr(thing, "contract", thing)
    sides = (contract.subject, contract.counterparty)
    return [Addressee(side.name, side.id) for side in sides]


def _url(thing: Any) -> str:
    return url_for("contracts.contract", ref=thing.ref)


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
)
