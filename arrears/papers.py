"""What a supplier may keep on paper: 拖欠账款登记回执 and 逾期利息计算书."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from arrears import interest as rates
from arrears import statements
from arrears.codes import ENTRY_NAMES, FUNDING_NAMES, KIND_NAMES, Entry
from arrears.models import Dispute, Invoice
from arrears.reckoning import Account
from arrears.words import rate_words
from integrity.base import clock
from integrity.casework.documents.amounts import capitals, figures
from integrity.casework.documents.giving import given
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.paper import Shown, Table
from integrity.casework.documents.templates import written_day
from integrity.casework.documents.terms import basis, lasting
from integrity.people.subjects import competence

HEAD = ("序号", "计息本金（元）", "起始日", "截止日", "天数", "日利率", "利息（元）")
PAID = ("付款日", "金额（元）", "抵利息（元）", "抵本金（元）", "余欠本金（元）")
STEPS = {
    Entry.LEAD: {
        "审查线索": "LOCAL-ARR-LEAD",
        "处理部门答复": "LOCAL-ARR-REFER",
        "单位核实": "LOCAL-ARR-VERIFY",
    },
    Entry.TRANSFERRED: {"转交": "ARR-TRANSFER", "形成处理结果": "ARR-RESULT"},
}
"""What happens to a claim within which term, as it came in."""


def receipt(invoice: Invoice) -> Shown:
    """What was registered, and when."""
    return given("arrears-receipt", invoice, invoice.registered_on)


def statement(invoice: Invoice, on: date) -> Shown:
    """The interest up to and including a day, part by part."""
    return given("interest-statement", invoice, on)


def budget(invoice: Invoice, on: date) -> Shown:
    """The debtor asks its finance department for the money: a letter that it must still issue."""
    return given("budget-request", invoice, on, draft=True)


def _total(invoice: Invoice) -> Decimal:
    return invoice.unpaid + _stands(invoice).interest_left


def _items(invoice: Invoice) -> Table:
    owed = (("未付本金", invoice.unpaid), ("逾期利息", _stands(invoice).interest_left))
    return Table(("款项", "金额（元）"), tuple((what, figures(sum_)) for what, sum_ in owed))


def _steps(invoice: Invoice) -> str:
    steps = STEPS.get(invoice.entry, {})
    terms = {step: lasting(family, invoice.registered_on) for step, family in steps.items()}
    return "、".join(f"{step}{term}" for step, term in terms.items() if term)


def _parts(invoice: Invoice) -> Table:
    found = statements.statement(invoice, clock.today())
    rows = (
        (
            str(number),
            figures(part.principal),
            written_day(part.first),
            written_day(part.last),
            str(part.days),
            f"{found.percent}%",
            bears,
        )
        for number, (part, bears) in enumerate(found.parts, 1)
    )
    return Table(HEAD, tuple(rows))


def _payments(invoice: Invoice) -> Table | None:
    rows = tuple(
        (
            written_day(paid.money.paid.on),
            figures(paid.money.paid.amount),
            figures(paid.money.interest),
            figures(paid.money.principal + paid.money.disputed),
            figures(paid.principal_left),
        )
        for paid in statements.statement(invoice, clock.today()).payments
    )
    return Table(PAID, rows) if rows else None


def _stands(invoice: Invoice) -> Account:
    return rates.account_of(invoice, clock.today())


def _contested(invoice: Invoice) -> str | None:
    found = rates.contested(invoice, clock.today())
    return figures(found) if found else None


def _term_basis(invoice: Invoice) -> str | None:
    return invoice.time_limit.legal_basis if invoice.time_limit else invoice.due_basis


def law(invoice: Invoice) -> str | None:
    """What its interest rests on."""
    rate = rates.law(invoice)
    return rate.legal_basis if rate else None


def _both(dispute: Dispute) -> list[Addressee]:
    """Whoever is owed, and whoever contests it."""
    invoice = dispute.invoice
    return [
        Addressee(invoice.creditor.name, invoice.creditor_id),
        Addressee(invoice.subject.name, invoice.subject_id),
    ]


def _funding(invoice: Invoice) -> str | None:
    """From which money, which item and which project, as far as the debtor said."""
    money = FUNDING_NAMES[invoice.funding] if invoice.funding else None
    item, project = invoice.budget_item, invoice.project_code
    known = [
        f"资金来源：{money}" if money else "",
        f"预算科目：{item}" if item else "",
        f"项目代码：{project}" if project else "",
    ]
    return "；".join(filter(None, known)) or None


def _accepted(invoice: Invoice, family: str) -> str | None:
    """What a term of the Regulation rests on: it runs for what was accepted in law alone."""
    return basis(family, invoice.registered_on) if invoice.entry is Entry.TRANSFERRED else None


def finder(thing: Any) -> int | None:
    """The department that handles leads and finds what is owed."""
    return competence.body_of("arrears")


def creditor(invoice: Invoice) -> list[Addressee]:
    return [Addressee(invoice.creditor.name, invoice.creditor_id)]


REPLY: dict[str, Any] = {"本地依据": lambda thing: None, "附件": lambda thing: None}
PAPERS = (
    PaperKind(
        name="arrears-receipt",
        title=_l("拖欠账款登记回执"),
        mark="TQ",
        model=Invoice,
        url=lambda invoice: url_for("arrears.item", ref=invoice.ref),
        addressees=creditor,
        fields={
            "供应商名称": lambda invoice: invoice.creditor.name,
            "登记编号": lambda invoice: invoice.ref,
            "登记日期": lambda invoice: invoice.registered_on,
            "付款单位": lambda invoice: invoice.subject.name,
            "合同名称": lambda invoice: invoice.contract_name,
            "合同编号": lambda invoice: invoice.contract_no,
            "款项类别": lambda invoice: str(KIND_NAMES[invoice.kind]),
            "起算日期": lambda invoice: invoice.starts_on or invoice.delivered_on,
            "欠付金额": lambda invoice: figures(invoice.amount),
            "欠付大写": lambda invoice: capitals(invoice.amount),
            "应付日期": lambda invoice: invoice.first_due_on or invoice.due_on,
            "付款期限依据": _term_basis,
            "办理期限": _steps,
            "登记方式": lambda invoice: str(ENTRY_NAMES[invoice.entry]),
            "办理依据": lambda invoice: _accepted(invoice, "ARR-RESULT"),
            "本地依据": lambda invoice: None,
        },
    ),
    PaperKind(
        name="budget-request",
        title=_l("预算安排申请函"),
        mark="YS",
        model=Invoice,
        url=lambda invoice: url_for("arrears.item", ref=invoice.ref),
        addressees=lambda invoice: (),
        issuer=lambda invoice: invoice.subject_id,
        fields={
            "事项简称": lambda invoice: f"支付“{invoice.contract_name}”账款",
            "财政部门": lambda invoice: "本级财政部门",
            "义务事项": lambda invoice: (
                f"应付{invoice.creditor.name}账款，付款期限{written_day(invoice.due_on)}，至今未付清。"
                if invoice.due_on
                else f"应付{invoice.creditor.name}账款，至今未付清。"
            ),
            "义务文书": lambda invoice: f"{invoice.contract_name}（{invoice.contract_no}）",
            "资金明细": _items,
            "合计金额": lambda invoice: figures(_total(invoice)),
            "合计大写": lambda invoice: capitals(_total(invoice)),
            "计算日期": lambda invoice: clock.today(),
            "资金来源": _funding,
            "影响说明": lambda invoice: "逾期期间继续计算利息，并依照规定记入信用记录。",
            "答复期限": lambda invoice: None,
            "资金依据": law,
            "本地依据": lambda invoice: None,
            "附件": lambda invoice: "合同；逾期利息计算书",
        },
    ),
    PaperKind(
        name="arrears-refusal",
        title=_l("拖欠账款不予受理答复函"),
        mark="BS",
        text="reply",
        why="答复内容",
        model=Invoice,
        url=lambda invoice: url_for("arrears.item", ref=invoice.ref),
        addressees=creditor,
        fields={
            **REPLY,
            "事项简称": lambda invoice: "拖欠账款登记",
            "单位名称": lambda invoice: invoice.creditor.name,
            "来函名称": lambda invoice: "登记的拖欠账款",
            "来函文号": lambda invoice: invoice.ref,
            "答复依据": lambda invoice: _accepted(invoice, "ARR-REVIEW"),
            "办理安排": lambda invoice: "不予受理不影响你单位依法提起诉讼或者申请仲裁。",
        },
    ),
    PaperKind(
        name="dispute-finding",
        title=_l("拖欠账款分歧认定函"),
        mark="FR",
        text="reply",
        why="答复内容",
        model=Dispute,
        url=lambda dispute: url_for("arrears.item", ref=dispute.invoice.ref),
        addressees=_both,
        issuer=finder,
        fields={
            **REPLY,
            "事项简称": lambda dispute: f"“{dispute.invoice.contract_name}”账款分歧认定",
            "单位名称": lambda dispute: "、".join(to.name for to in _both(dispute)),
            "来函名称": lambda dispute: "关于拖欠账款分歧的材料",
            "来函文号": lambda dispute: dispute.invoice.ref,
            "答复依据": lambda dispute: basis("ARR-RESULT", dispute.raised_on),
            "办理安排": lambda dispute: (
                f"有分歧的{figures(dispute.amount)}元中，应付{figures(dispute.owed)}元。"
                "不服认定的，可以依法提起诉讼或者申请仲裁。"
            ),
        },
    ),
    PaperKind(
        name="interest-statement",
        title=_l("逾期利息计算书"),
        mark="LX",
        model=Invoice,
        url=lambda invoice: url_for("arrears.item", ref=invoice.ref),
        addressees=creditor,
        fields={
            "供应商名称": lambda invoice: invoice.creditor.name,
            "登记编号": lambda invoice: invoice.ref,
            "付款单位": lambda invoice: invoice.subject.name,
            "应付金额": lambda invoice: figures(invoice.owed),
            "应付日期": lambda invoice: invoice.due_on,
            "计算日期": lambda invoice: clock.today(),
            "利息依据": law,
            "利率说明": rate_words,
            "利息明细": _parts,
            "付款明细": _payments,
            "利息累计": lambda invoice: figures(_stands(invoice).accrued),
            "已付利息": lambda invoice: figures(_stands(invoice).interest_paid),
            "未付本金": lambda invoice: figures(_stands(invoice).principal_left),
            "利息合计": lambda invoice: figures(_stands(invoice).interest_left),
            "利息大写": lambda invoice: capitals(_stands(invoice).interest_left),
            "分歧利息": _contested,
        },
    ),
)
