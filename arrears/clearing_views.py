"""The pages of 清欠: ageing by body, what falls due, the way down; the ledger and the months."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from arrears import clearing
from arrears.clearing import Month, Unpaid
from arrears.codes import ENTRY_NAMES, KIND_NAMES, SIZE_NAMES, STATE_NAMES
from arrears.permissions import ArrearsPermission
from arrears.yearly_views import bp
from integrity.base import clock
from integrity.base.stamps import requires
from integrity.casework import streams
from integrity.files.exports import EXPORTS, whole
from integrity.pages import charts


@bp.get("/clearing")
@requires(ArrearsPermission.READ)
def clearing_page() -> ResponseReturnValue:
    """What is unpaid of what a person may see: by body and age, what falls due, the way down."""
    on, which = clock.today(), _mine()
    found = clearing.items(which, on)
    months = clearing.way_down(on, which)
    drawn = [(month.month, month.added, month.paid, month.closing) for month in months]
    return render_template(
        "arrears/clearing.html",
        on=on,
        names=clearing.age_names(),
        rows=clearing.by_body(found),
        total=clearing.summed(_("合计"), found),
        forecast=clearing.forecast(found),
        chart=charts.way_down(drawn, on),
        files=[
            *_files(_("清欠台账"), "ledger"),
            *_files(_("清欠月报"), "months"),
        ],
    )


@bp.get("/clearing/<any(ledger, months):what>.<any(csv, xlsx):ending>")
@requires(ArrearsPermission.READ)
def clearing_file(what: str, ending: str) -> Response:
    """The ledger, an invoice a row, or the months, as finance and the clearing office use them."""
    on, which = clock.today(), _mine()
    if what == "ledger":
        head, rows = ledger_head(), ledger(clearing.items(which, on))
    else:
        head, rows = month_head(), month_rows(clearing.way_down(on, which))
    write, media = EXPORTS[ending]
    name = f"arrears-{what}-{on}.{ending}"
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(whole(write, [str(one) for one in head], rows), headers=told, mimetype=media)


def _files(label: Any, what: str) -> list[tuple[str, str]]:
    return [
        (f"{label}（{ending.upper()}）", url_for("arrears.clearing_file", what=what, ending=ending))
        for ending in ("xlsx", "csv")
    ]


def ledger_head() -> list[Any]:
    """The columns of the ledger."""
    return [
        *(_("登记号"), _("登记方式"), _("欠款单位"), _("供应商"), _("企业规模"), _("类别")),
        *(_("合同名称"), _("合同编号"), _("应付金额"), _("未付的无分歧金额"), _("有分歧金额")),
        *(_("有无分歧"), _("付款期限"), _("逾期天数"), _("账龄"), _("未付利息")),
        *(_("存量或者增量"), _("状态"), _("销号")),
    ]


def ledger(found: list[Unpaid]) -> Iterator[list[Any]]:
    """An invoice a row."""
    ages = clearing.age_names()
    for one in found:
        invoice = one.invoice
        yield [
            *(invoice.ref, str(ENTRY_NAMES[invoice.entry])),
            *(invoice.subject.name, invoice.creditor.name),
            *(str(SIZE_NAMES[invoice.size]), str(KIND_NAMES[invoice.kind])),
            *(invoice.contract_name, invoice.contract_no, invoice.amount),
            *(one.undisputed, one.disputed, _("有分歧") if one.disputed else _("无分歧")),
            *(invoice.due_on, one.days, ages[one.age], one.interest, _age(one)),
            *(str(STATE_NAMES[invoice.state]), _("待销号") if one.is_paid else ""),
        ]


def month_head() -> list[Any]:
    """The columns of the months."""
    return [
        *(_("月份"), _("月初逾期未付"), _("新增（扣除核减）")),
        *(_("当月支付"), _("月末逾期未付")),
    ]


def month_rows(months: list[Month]) -> Iterator[list[Any]]:
    """A month a row."""
    return ([m.month, m.opening, m.added, m.paid, m.closing] for m in months)


def _age(one: Unpaid) -> str:
    if one.age == clearing.NOT_DUE:
        return ""
    return str(_("存量") if one.existing else _("增量"))


def _mine() -> sa.ColumnElement[bool]:
    return streams.named("arrears").visible(current_user)
