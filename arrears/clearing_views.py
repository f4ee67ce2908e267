"""The pages of 清欠: ageing by body, what falls due, the way down; the ledger and the months."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from arrears import clearing
from arrears.clearing import Month, Sums, Unpaid
from arrears.codes import ENTRY_NAMES, KIND_NAMES, SIZE_NAMES, STATE_NAMES
from arrears.fields import CLEARING, DEBTOR_NAMES, FUNDING
from arrears.permissions import ArrearsPermission
from arrears.yearly_views import bp
from integrity.base import clock
from integrity.base.stamps import requires
from integrity.casework import streams
from integrity.files.exports import EXPORTS, whole
from integrity.pages import charts
from integrity.pages.fields import conditions, narrowed_by

Filters = narrowed_by(CLEARING)
CONDITIONS = tuple(field.name for field in CLEARING if field.filter)


@bp.get("/clearing")
@requires(ArrearsPermission.READ)
def clearing_page() -> ResponseReturnValue:
    """What is unpaid of what a person may see: by body and age, what falls due, the way down."""
    on = clock.today()
    filters = Filters(request.args)
    which = _narrowed(filters, on)
    found = clearing.items(which, on)
    months = clearing.way_down(on, which)
    drawn = [(month.month, month.added, month.paid, month.closing) for month in months]
    return render_template(
        "arrears/clearing.html",
        on=on,
        names=clearing.age_names(),
        rows=clearing.by_body(found),
        funding=clearing.by_funding(found),
        filters=filters,
        totals=totals(found),
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
    on = clock.today()
    which = _narrowed(Filters(request.args), on)
    if what == "ledger":
        head, rows = ledger_head(), ledger(clearing.items(which, on), on)
    else:
        head, rows = month_head(), month_rows(clearing.way_down(on, which))
    write, media = EXPORTS[ending]
    name = f"arrears-{what}-{on}.{ending}"
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(whole(write, [str(one) for one in head], rows), headers=told, mimetype=media)


def totals(found: list[Unpaid]) -> list[Sums]:
    """All in one row; where large enterprises owe, these and the bodies before it, each apart."""
    parts = [[o for o in found if o.invoice.subject.kind == kind] for kind in DEBTOR_NAMES]
    apart = zip(DEBTOR_NAMES.values(), parts, strict=True) if parts[-1] else ()
    rows = [clearing.summed(_("%(kind)s小计", kind=kind), part) for kind, part in apart]
    return [*rows, clearing.summed(_("合计"), found)]


def _files(label: Any, what: str) -> list[tuple[str, str]]:
    said: dict[str, Any] = {
        name: request.args[name] for name in CONDITIONS if request.args.get(name)
    }

    def address(ending: str) -> str:
        return url_for("arrears.clearing_file", what=what, ending=ending, **said)

    return [(f"{label}（{end.upper()}）", address(end)) for end in ("xlsx", "csv")]


def ledger_head() -> list[Any]:
    """The columns of the ledger."""
    return [
        *(_("登记号"), _("登记方式"), _("欠款单位"), _("供应商"), _("企业规模"), _("类别")),
        *(_("合同名称"), _("合同编号"), _("应付金额"), _("未付的无分歧金额"), _("有分歧金额")),
        *(_("有无分歧"), _("付款期限"), _("逾期天数"), _("账龄"), _("未付利息")),
        *(_("存量或者增量"), _("状态"), _("销号")),
        *(str(field.label) for field in FUNDING),
        _("付款单位类别"),
    ]


def ledger(found: list[Unpaid], on: date) -> Iterator[list[Any]]:
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
            *(str(field.shown(invoice, on) or "") for field in FUNDING),
            str(DEBTOR_NAMES[invoice.subject.kind]),
        ]


def month_head() -> list[Any]:
    """The columns of the months."""
    return [
        *(_("月份"), _("月初逾期未付"), _("新增（扣除核减）")),
        *(_("当月支付"), _("月末逾期未付"), _("其中存量"), _("其中增量"), _("其中有分歧")),
    ]


def month_rows(months: list[Month]) -> Iterator[list[Any]]:
    """A month a row."""
    for m in months:
        new = m.closing - m.existing
        yield [m.month, m.opening, m.added, m.paid, m.closing, m.existing, new, m.disputed]


def _age(one: Unpaid) -> str:
    if one.age == clearing.NOT_DUE:
        return ""
    return str(_("存量") if one.existing else _("增量"))


def _narrowed(filters: Any, on: date) -> sa.ColumnElement[bool]:
    """What a person may see, as far as the form above the page asks for it."""
    filters.validate()  # what is missing or wrong leaves the others alone
    found: sa.ColumnElement[bool] = streams.named("arrears").visible(current_user)
    for name, meant in conditions(CLEARING, on).items():
        if filters[name].data and not filters[name].errors:
            found = sa.and_(found, meant(filters[name].data))
    return found
