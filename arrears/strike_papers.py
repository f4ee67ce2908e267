"""The papers by which a claim ends: 还款协议, 销号确认书, the finding in its place, 办结报告."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from arrears.codes import OUTCOME_NAMES
from arrears.models import Invoice
from arrears.papers import REPLY, creditor, finder, law
from arrears.reckoning import NOTHING
from arrears.strikings import SUBSTITUTE_NAMES, Striking
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.casework.documents.amounts import capitals, figures
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.paper import Table
from integrity.casework.documents.templates import written_day
from integrity.casework.documents.terms import basis

PART = ("期次", "付款日", "金额（元）")
PAID = ("付款日", "金额（元）", "抵本金（元）", "抵利息（元）")


def both(invoice: Invoice) -> list[Addressee]:
    """Whoever is owed, and whoever owes."""
    return [*creditor(invoice), Addressee(invoice.subject.name, invoice.subject_id)]


def _of(told: Callable[[Invoice], Any]) -> Callable[[Striking], Any]:
    return lambda striking: told(striking.invoice)


def _instalments(invoice: Invoice) -> Table:
    rows = (
        (str(number), written_day(part.due_on), figures(part.amount))
        for number, part in enumerate(invoice.instalments, 1)
    )
    return Table(PART, tuple(rows))


def _signed(move: str) -> Callable[[Invoice], Any]:
    """Who of a side signed the plan by its move, and when; nothing where nobody did."""

    def said(invoice: Invoice) -> str | None:
        event = next((e for e in audit.history(invoice) if e.move == move), None)
        return f"{event.who}，{written_day(local_day(event.at))}" if event else None

    return said


def _planned(invoice: Invoice) -> Any:
    return sum((part.amount for part in invoice.instalments), NOTHING)


def _payments(invoice: Invoice) -> Table | None:
    rows = tuple(
        (written_day(p.counted_on), figures(p.amount), figures(p.principal), figures(p.interest))
        for p in invoice.payments
        if p.counted_on
    )
    return Table(PAID, rows) if rows else None


def _word(striking: Striking) -> str:
    """On whose word it left the ledger."""
    if striking.substitute:
        return f"依据：{SUBSTITUTE_NAMES[striking.substitute]}"
    return "供应商已签署销号确认书"


def _arranged(striking: Striking) -> str:
    if striking.substitute:
        return f"本账款依法销号。{_word(striking)}。不服的，可以依法提起诉讼或者申请仲裁。"
    return "本账款不予销号，继续列入清欠台账；付款单位应当与供应商核对并付清。"


CLAIM: dict[str, Callable[[Invoice], Any]] = {
    "登记编号": lambda invoice: invoice.ref,
    "供应商名称": lambda invoice: invoice.creditor.name,
    "付款单位": lambda invoice: invoice.subject.name,
    "合同名称": lambda invoice: invoice.contract_name,
    "合同编号": lambda invoice: invoice.contract_no,
    "应付金额": lambda invoice: figures(invoice.amount),
}
ENDED: dict[str, Callable[[Invoice], Any]] = {
    **CLAIM,
    "已付本金": lambda invoice: figures(invoice.paid),
    "已付利息": lambda invoice: figures(invoice.interest_paid),
    "不应付金额": lambda invoice: figures(invoice.excused),
    "付款明细": _payments,
    "付清日期": lambda invoice: invoice.closed_on,
}


def _page(striking: Striking) -> str:
    return url_for("arrears.item", ref=striking.invoice.ref)


PAPERS = (
    PaperKind(
        name="repayment-agreement",
        title=_l("还款协议"),
        mark="HK",
        model=Invoice,
        url=lambda invoice: url_for("arrears.item", ref=invoice.ref),
        addressees=both,
        issuer=lambda invoice: invoice.subject_id,
        fields={
            **CLAIM,
            "应付日期": lambda invoice: invoice.due_on,
            "分期合计": lambda invoice: figures(_planned(invoice)),
            "分期大写": lambda invoice: capitals(_planned(invoice)),
            "分期明细": _instalments,
            "付款单位签署": _signed("plan"),
            "供应商签署": _signed("agree_plan"),
            "利息依据": law,
        },
    ),
    PaperKind(
        name="strike-signature",
        title=_l("销号确认书"),
        mark="XQ",
        model=Striking,
        url=_page,
        addressees=lambda striking: both(striking.invoice),
        issuer=lambda striking: striking.invoice.creditor_id,
        fields={
            **{name: _of(told) for name, told in ENDED.items()},
            "免除利息": _of(
                lambda invoice: written_day(invoice.waived_on) if invoice.waived_on else None
            ),
            "确认日期": lambda striking: striking.settled_on,
        },
    ),
    PaperKind(
        name="strike-finding",
        title=_l("拖欠账款销号认定函"),
        mark="XR",
        text="reply",
        why="答复内容",
        model=Striking,
        url=_page,
        addressees=lambda striking: both(striking.invoice),
        issuer=finder,
        fields={
            **REPLY,
            "事项简称": lambda striking: f"“{striking.invoice.contract_name}”账款销号",
            "单位名称": lambda striking: "、".join(to.name for to in both(striking.invoice)),
            "来函名称": lambda striking: "关于拖欠账款销号的材料",
            "来函文号": lambda striking: striking.invoice.ref,
            "答复依据": lambda striking: basis("ARR-RESULT", striking.asked_on),
            "办理安排": _arranged,
        },
    ),
    PaperKind(
        name="arrears-closing",
        title=_l("拖欠账款办结报告"),
        mark="BG",
        model=Striking,
        url=_page,
        addressees=lambda striking: both(striking.invoice),
        fields={
            **{name: _of(told) for name, told in ENDED.items()},
            "主送单位": lambda striking: "、".join(to.name for to in both(striking.invoice)),
            "登记日期": _of(lambda invoice: invoice.registered_on),
            "应付日期": _of(lambda invoice: invoice.due_on),
            "办理结果": _of(
                lambda invoice: invoice.outcome and str(OUTCOME_NAMES[invoice.outcome])
            ),
            "办理情况": lambda striking: striking.report,
            "销号日期": lambda striking: striking.settled_on,
            "销号依据": _word,
        },
    ),
)
