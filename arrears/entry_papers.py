"""The papers of how a claim comes in: a lead, what was handed over, an account refused."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from arrears.codes import PLATFORM_NAMES, SIZE_NAMES
from arrears.enrolments.models import REFUSAL_NAMES, Enrolment
from arrears.models import Invoice
from arrears.papers import REPLY, creditor, finder
from arrears.transfers import Transfer
from integrity.base.db import db
from integrity.casework.documents.amounts import figures
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.terms import basis, lasting
from integrity.people.subjects.models import Subject

HANDLER = "本级拖欠中小企业款项投诉处理部门"
"""To whom a lead goes while the installation does not say which department handles it."""


def _handler(invoice: Invoice) -> Addressee:
    """The department that handles leads and finds what is owed."""
    known = db.session.get(Subject, finder(invoice) or 0)
    return Addressee(known.name, known.id) if known else Addressee(HANDLER)


def _both(transfer: Transfer) -> list[Addressee]:
    """Who complained, and who handed it over (第二十五条第二款)."""
    return [Addressee(transfer.sender), *creditor(transfer.invoice)]


def _of(told: Callable[[Invoice], Any]) -> Callable[[Transfer], Any]:
    return lambda transfer: told(transfer.invoice)


def _page(invoice: Invoice) -> str:
    return url_for("arrears.item", ref=invoice.ref)


STILL_OPEN = "不影响你单位向省级受理投诉部门投诉，或者提起诉讼、申请仲裁。"
CLAIM: dict[str, Callable[[Invoice], Any]] = {
    "登记编号": lambda invoice: invoice.ref,
    "供应商名称": lambda invoice: invoice.creditor.name,
    "付款单位": lambda invoice: invoice.subject.name,
    "合同名称": lambda invoice: invoice.contract_name,
    "合同编号": lambda invoice: invoice.contract_no,
    "欠付金额": lambda invoice: figures(invoice.amount),
}
HANDED: dict[str, Callable[[Transfer], Any]] = {
    **{name: _of(told) for name, told in CLAIM.items()},
    "转办部门": lambda transfer: transfer.sender,
    "转办编号": lambda transfer: transfer.number,
    "办理依据": lambda transfer: basis("ARR-RESULT", transfer.received_on),
    "本地依据": lambda transfer: None,
}
PAPERS = (
    PaperKind(
        name="lead-referral",
        title=_l("拖欠账款线索移送函"),
        mark="XY",
        model=Invoice,
        url=_page,
        addressees=lambda invoice: [_handler(invoice)],
        fields={
            **CLAIM,
            "处理部门": lambda invoice: _handler(invoice).name,
            "登记日期": lambda invoice: invoice.registered_on,
            "企业规模": lambda invoice: str(SIZE_NAMES[invoice.size]),
            "应付日期": lambda invoice: invoice.first_due_on or invoice.due_on,
            "答复期限": lambda invoice: lasting("LOCAL-ARR-REFER", invoice.registered_on),
            "移送依据": lambda invoice: basis("ARR-RESULT", invoice.registered_on),
            "本地依据": lambda invoice: None,
        },
    ),
    PaperKind(
        name="lead-refusal",
        title=_l("拖欠账款线索答复函"),
        mark="XB",
        text="reply",
        why="答复内容",
        model=Invoice,
        url=_page,
        addressees=creditor,
        issuer=finder,
        fields={
            **REPLY,
            "事项简称": lambda invoice: "拖欠账款线索",
            "单位名称": lambda invoice: invoice.creditor.name,
            "来函名称": lambda invoice: "登记的拖欠账款线索",
            "来函文号": lambda invoice: invoice.ref,
            "答复依据": lambda invoice: basis("ARR-RESULT", invoice.registered_on),
            "办理安排": lambda invoice: STILL_OPEN,
        },
    ),
    PaperKind(
        name="transfer-receipt",
        title=_l("转办件收件回执"),
        mark="ZH",
        model=Transfer,
        url=lambda transfer: _page(transfer.invoice),
        addressees=lambda transfer: [Addressee(transfer.sender)],
        fields={
            **HANDED,
            "转办来源": lambda transfer: str(PLATFORM_NAMES[transfer.platform]),
            "受理日期": lambda transfer: transfer.accepted_on,
            "收到日期": lambda transfer: transfer.received_on,
            "反馈期限": lambda transfer: transfer.step_due_on,
        },
    ),
    PaperKind(
        name="transfer-result",
        title=_l("投诉处理结果反馈函"),
        mark="ZJ",
        model=Transfer,
        url=lambda transfer: _page(transfer.invoice),
        addressees=_both,
        fields={
            **HANDED,
            "主送单位": lambda transfer: "、".join(to.name for to in _both(transfer)),
            "处理结果": lambda transfer: transfer.result,
            "已付金额": _of(lambda invoice: figures(invoice.paid)),
            "不应付金额": _of(lambda invoice: figures(invoice.excused)),
            "未付金额": _of(lambda invoice: figures(invoice.owed - invoice.paid)),
        },
    ),
    PaperKind(
        name="enrolment-refusal",
        title=_l("企业和社会组织登记申请答复函"),
        mark="XD",
        text="reply",
        why="答复内容",
        model=Enrolment,
        url=lambda enrolment: url_for("arrears.enrolment", number=enrolment.id),
        addressees=lambda enrolment: [Addressee(enrolment.name)],
        fields={
            **REPLY,
            "事项简称": lambda enrolment: "企业和社会组织登记申请",
            "单位名称": lambda enrolment: enrolment.name,
            "来函名称": lambda enrolment: "提出的企业和社会组织登记申请",
            "来函文号": lambda enrolment: enrolment.ref,
            "答复依据": lambda enrolment: None,
            "办理安排": lambda enrolment: (
                f"不予通过的情形：{REFUSAL_NAMES[enrolment.refusal]}。补齐材料后可以重新申请。"
                if enrolment.refusal
                else None
            ),
        },
    ),
)
