"""Invoices from and to tables; a row is registered once under its external_id."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from arrears import funds, service
from arrears.codes import Entry
from arrears.errors import AlreadyRegistered
from arrears.fields import CREDITOR, ENTRY, FIELDS, FUNDING, KEY_FIELD
from arrears.models import Invoice
from arrears.words import SOURCE
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.pages.fields import FORM, at, differences, heads, read, written
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind

CONTENT = (*at(FIELDS, FORM), ENTRY)
"""What a row says of an invoice, besides who is owed."""
LATER = (KEY_FIELD, *FUNDING)
"""What may be said later: to which key field it belongs, from which money it is paid."""
KEPT = (*(field for field in CONTENT if field not in LATER), CREDITOR)
"""What of it stays as it was registered."""


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The parties of a batch, and the invoices registered before under its keys."""
    keys = {row["external_id"] for row in rows}
    known = db.session.scalars(
        sa.select(Invoice)
        .where(sa.or_(Invoice.external_id.in_(keys), Invoice.ref.in_(keys)))
        .options(joinedload(Invoice.subject), joinedload(Invoice.creditor))
    )
    return {
        "subjects": subjects.by_words(row[name] for row in rows for name in ("creditor", "debtor")),
        "invoices": {_key(invoice): invoice for invoice in known},
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Register one row; the same row again changes nothing, another one is refused.

    Raises BadValue.
    """
    key = (row["source"] or SOURCE, row["external_id"])
    values, creditor = read(CONTENT, row), supplier(row)
    if known := row.known["invoices"].get(key):
        _demand_same(row, known, values | {"creditor": creditor})
        return _fund(row, known, values, by, at)
    if values["entry"] is Entry.TRANSFERRED:
        raise BadValue("entry", _("转办件须有转办编号和受理日期，请按“拖欠账款转办件”导入。"))
    invoice = service.draft(creditor, **values)
    service.register(invoice, by=by, at=at, source=key[0], external_id=key[1])
    row.known["invoices"][key] = invoice
    return Loaded.ADDED


def _fund(
    row: Row, known: Invoice, values: Mapping[str, Any], by: audit.Actor, at: datetime
) -> Loaded:
    """A row may say of a known invoice from which money it is paid; what it leaves out stays."""
    said = {field.name: values[field.name] for field in FUNDING if values[field.name]}
    old = {name: getattr(known, name) for name in said}
    if not row.differences(old, said):
        return Loaded.UNCHANGED
    funds.fund(known, by=by, at=at, **{field.name: None for field in FUNDING} | old | said)
    return Loaded.UPDATED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every invoice, with the columns in which it can be imported again."""
    wanted = sa.select(Invoice).options(joinedload(Invoice.subject), joinedload(Invoice.creditor))
    wanted = wanted.order_by(Invoice.id).execution_options(yield_per=1000)
    return (written(FIELDS, invoice) for invoice in db.session.scalars(wanted))


def _key(invoice: Invoice) -> tuple[str, str]:
    """What an exported row carries; an invoice entered by hand goes by its own number."""
    return invoice.source or SOURCE, invoice.external_id or invoice.ref


def _demand_same(row: Row, known: Invoice, said: Mapping[str, Any]) -> None:
    """What is registered is not changed by a file, raises AlreadyRegistered with what differs."""
    if other := differences(KEPT, known, said, row):
        raise AlreadyRegistered(
            _(
                "该编号已经以其他内容登记，不能由导入更改：%(names)s。",
                names=_("、").join(str(field.label) for field in other),
            )
        )


def supplier(row: Row) -> Subject:
    """The supplier by code or name; an unknown code with a name is added as an enterprise."""
    if row["creditor"] in row.known["subjects"] or not row["creditor_name"]:
        return cells.named(
            row, "creditor", _("没有这个供应商；新供应商请填写统一社会信用代码和名称。")
        )
    found = subjects.register(SubjectKind.ENTERPRISE, row["creditor_name"], row["creditor"])
    row.known["subjects"][row["creditor"]] = found
    return found


IMPORTERS = {
    "arrears": Importer(
        heads=heads(FIELDS),
        load=load,
        key=("source", "external_id"),
        prepare=prepare,
        dump=dump,
        title=_l("拖欠账款"),
        permission=Permission.IMPORT,
    )
}
