"""The lists of arrears: the register for the parties, the disclosure for everybody."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import joinedload

from arrears import disclosures
from arrears.fields import FIELDS, Creditor
from arrears.models import Invoice
from arrears.totals import interest_left
from integrity.base import clock, i18n
from integrity.casework import streams
from integrity.pages.fields import columns, conditions, narrowed_by
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject

Filters = narrowed_by(FIELDS)


def invoices() -> Table:
    """What a person may see of the register."""
    today = clock.today()
    interest: dict[int, Decimal] = {}

    def gather(rows: Sequence[Invoice]) -> None:
        interest.update(interest_left(today, Invoice.id.in_([row.id for row in rows])))

    def left(invoice: Invoice) -> Decimal | None:
        return interest.get(invoice.id) if invoice.closed_on is None else None

    return Table(
        title=_("拖欠账款"),
        rows=sa.select(Invoice)
        .join(Invoice.subject)
        .join(Creditor, Creditor.id == Invoice.creditor_id)
        .where(streams.named("arrears").visible(current_user)),
        columns=[
            *columns(FIELDS, today),
            Column("interest", _("未付利息"), left, lambda i: i18n.wan(left(i)), align="right"),
        ],
        gather=gather,
        link=lambda i: url_for("arrears.item", ref=i.ref),
        search=streams.named("arrears").reach.searched,
        match=streams.named("arrears").found,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(Invoice.due_on, Invoice.id),
        name="arrears",
        empty=_("没有符合条件的款项。"),
        options=(joinedload(Invoice.subject), joinedload(Invoice.creditor)),
    )


def disclosure(on: date, year: int) -> Table:
    """Contracts and amounts overdue on a day, by body: nothing of a single contract."""
    rows: Any = disclosures.rows(year, on)
    ended = on == date(year, 12, 31)
    counted = rows.selected_columns
    return Table(
        title=_("%(year)d 年末逾期未支付中小企业款项", year=year)
        if ended
        else _("%(year)d 年逾期未支付中小企业款项（截至今日）", year=year),
        rows=rows,
        entities=False,
        columns=[
            Column("name", _("单位"), lambda r: r.name, sort=Subject.name),
            Column(
                "contracts",
                _("逾期未付合同数"),
                lambda r: r.contracts,
                sort=counted.contracts,
                align="right",
            ),
            Column(
                "amount",
                _("逾期未付金额"),
                lambda r: r.amount,
                lambda r: i18n.wan(r.amount),
                counted.amount,
                "right",
            ),
        ],
        link=lambda r: url_for("site.body", slug=r.slug),
        search=(Subject.name,),
        order=(Subject.name,),
        name=f"arrears-disclosure-{year}",
        empty=_("没有单位有逾期未支付的登记款项。"),
    )
