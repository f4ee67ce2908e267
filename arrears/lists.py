"""The lists of arrears: the register for the parties, the disclosure for everybody."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import get_template_attribute, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import aliased, joinedload

from arrears import disclosures
from arrears.forms import Filters
from arrears.models import STATE_NAMES, TONES, Invoice
from integrity.base import clock, i18n
from integrity.casework import deadlines, streams
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject


def invoices() -> Table:
    """What a person may see of the register."""
    today = clock.today()
    creditor = aliased(Subject)
    return Table(
        title=_("拖欠账款"),
        rows=sa.select(Invoice)
        .join(Invoice.subject)
        .join(creditor, creditor.id == Invoice.creditor_id)
        .where(streams.named("arrears").visible(current_user)),
        columns=_columns(creditor, today),
        link=lambda i: url_for("arrears.item", ref=i.ref),
        search=(
            Invoice.contract_name,
            Invoice.contract_no,
            Invoice.ref,
            Subject.name,
            creditor.name,
        ),
        filters=Filters,
        narrow={
            "state": lambda state: Invoice.state == state,
            "body": lambda number: Invoice.subject_id == int(number),
            "lateness": lambda kind: _lateness(kind, today),
        },
        order=(Invoice.due_on, Invoice.id),
        name="arrears",
        empty=_("没有符合条件的款项。"),
        options=(joinedload(Invoice.subject), joinedload(Invoice.creditor)),
    )


def _columns(creditor: Any, on: date) -> list[Column]:
    """Both parties, the sums, and how it stands on a day."""
    badge = get_template_attribute("macros/states.html", "badge")
    how_late = get_template_attribute("macros/states.html", "lateness")
    return [
        Column("title", _("合同"), lambda i: i.title, sort=Invoice.contract_name),
        Column("ref", _("登记号"), lambda i: i.ref, sort=Invoice.ref),
        Column("body", _("付款单位"), lambda i: i.subject.name, sort=Subject.name),
        Column("creditor", _("供应商"), lambda i: i.creditor.name, sort=creditor.name),
        _amount("amount", _("应付金额"), Invoice.amount),
        _amount("unpaid", _("未付的无争议金额")),
        Column(
            "state",
            _("状态"),
            lambda i: STATE_NAMES[i.state],
            lambda i: badge(STATE_NAMES[i.state], TONES.get(i.state)),
            Invoice.state,
        ),
        Column("due_on", _("付款期限"), lambda i: i.due_on, sort=Invoice.due_on),
        Column(
            "late",
            _("期限情况"),
            lambda i: deadlines.lateness("arrears", i, on).word,
            lambda i: how_late(deadlines.lateness("arrears", i, on)),
        ),
    ]


def _amount(key: str, label: str, column: Any = None) -> Column:
    return Column(
        key,
        label,
        lambda row: getattr(row, key),
        lambda row: i18n.wan(getattr(row, key)),
        column,
        align="right",
    )


def _lateness(kind: str, on: date) -> sa.ColumnElement[bool]:
    closed, due = Invoice.closed_on, Invoice.due_on
    conditions = {
        "overdue": sa.and_(closed.is_(None), due < on),
        "open": sa.and_(closed.is_(None), due >= on),
        "late": closed > due,
        "timely": closed <= due,
    }
    return conditions[kind]


def disclosure(on: date, year: int) -> Table:
    """Contracts and amounts overdue on a day, by body: nothing of a single contract."""
    rows: Any = disclosures.rows(year, on)
    ended = on == date(year, 12, 31)
    columns = rows.selected_columns
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
                sort=columns.contracts,
                align="right",
            ),
            _amount("amount", _("逾期未付金额"), columns.amount),
        ],
        link=lambda r: url_for("site.body", slug=r.slug),
        search=(Subject.name,),
        order=(Subject.name,),
        name=f"arrears-disclosure-{year}",
        empty=_("没有单位有逾期未支付的登记款项。"),
    )
