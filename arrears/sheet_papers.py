"""三方对账单 on paper: the sums of a contract, and what each of three parties said of them."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from arrears.reconciliations import Party, Reconciliation, Word
from arrears.strike_papers import both
from integrity.casework.documents.amounts import capitals, figures
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.paper import Table

COLUMNS = {
    "应付（元）": "amount",
    "已付本金（元）": "paid",
    "不应付（元）": "excused",
    "有分歧（元）": "disputed",
    "未付本金（元）": "unpaid",
    "未付利息（元）": "interest",
}
AGREED, DIFFERING = "三方核对一致", "有异议的账款按异议内容另行核对、更正或者认定"
SAID = ("登记编号", "付款单位", "供应商", "财政或者清欠部门")


def _sums(sheet: Reconciliation) -> Table:
    rows = (
        (line.invoice.ref, *(figures(getattr(line, name)) for name in COLUMNS.values()))
        for line in sheet.lines
    )
    return Table(("登记编号", *COLUMNS), tuple(rows))


def _said(sheet: Reconciliation) -> Table:
    rows = ((line.invoice.ref, *(_word(line.of(party)) for party in Party)) for line in sheet.lines)
    return Table(SAID, tuple(rows))


def _word(word: Word | None) -> str:
    if word is None:
        return ""
    return "确认" if word.agrees else f"有异议：{word.words}"


PAPERS = (
    PaperKind(
        name="account-sheet",
        title=_l("三方对账单"),
        mark="DZ",
        model=Reconciliation,
        url=lambda sheet: url_for("arrears.item", ref=sheet.invoice.ref),
        addressees=lambda sheet: both(sheet.invoice),
        fields={
            "主送单位": lambda sheet: "、".join(to.name for to in both(sheet.invoice)),
            "付款单位": lambda sheet: sheet.invoice.subject.name,
            "供应商名称": lambda sheet: sheet.invoice.creditor.name,
            "合同名称": lambda sheet: sheet.invoice.contract_name,
            "合同编号": lambda sheet: sheet.invoice.contract_no,
            "截止日期": lambda sheet: sheet.as_of,
            "对账明细": _sums,
            "未付合计": lambda sheet: figures(sheet.amount),
            "未付大写": lambda sheet: capitals(sheet.amount),
            "各方意见": _said,
            "核定日期": lambda sheet: sheet.certified_on,
            "结论": lambda sheet: AGREED if sheet.is_agreed else DIFFERING,
        },
    ),
)
