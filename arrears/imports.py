"""Invoices from and to tables; a row is registered once under its external_id."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from arrears import service
from arrears.codes import SIZE_NAMES, Size
from arrears.errors import AlreadyRegistered
from arrears.models import KIND_NAMES, Invoice, InvoiceKind
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.files import columns
from integrity.files.imports import Importer, Loaded, Row
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind

SOURCE = "file"
DAYS = ("contract_signed_on", "accepted_on", "acceptance_by", "settled_on", "agreed_due_on")
REQUIRED = (
    "external_id", "creditor", "debtor", "kind", "contract_no", "contract_name", "delivered_on",
    "amount",
)  # fmt: skip
COLUMNS = (*REQUIRED, "creditor_name", *DAYS, "agreed_days", "agreed_rate", "size", "source")
HELP: dict[str, Any] = {
    "external_id": _l("来源系统或者台账中的编号，同一来源内不重复；再次导入时据此识别。"),
    "creditor": _l("供应商的统一社会信用代码，或者登记的名称。"),
    "creditor_name": _l("供应商名称；代码尚未登记的必须填写，将登记为企业。"),
    "debtor": _l("欠款单位的统一社会信用代码，或者登记的名称。"),
    "kind": KIND_NAMES,
    "contract_no": _l("合同编号。"),
    "contract_name": _l("合同名称。"),
    "delivered_on": _l("交付日期。例如：2026-03-01。"),
    "amount": _l("欠款金额，元。例如：1234.56 或者 12.35万。"),
    "contract_signed_on": _l("合同签订日期。"),
    "accepted_on": _l("验收日期。"),
    "acceptance_by": _l("合同约定的验收期限。"),
    "settled_on": _l("结算日期。"),
    "agreed_days": _l("合同约定的付款天数，整数。"),
    "agreed_due_on": _l("合同约定的付款日；与付款天数只填一项。"),
    "size": SIZE_NAMES,
    "agreed_rate": _l("合同约定的逾期利率，年百分比。例如：3.45。"),
    "source": _l("来源系统的名称；不填为 file。"),
}


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
    """Register one row; the same row again changes nothing, another one is refused."""
    key = (row["source"] or SOURCE, row["external_id"])
    values: dict[str, Any] = {name: row.day(name) for name in (*DAYS, "delivered_on")} | {
        "kind": row.choice("kind", InvoiceKind, KIND_NAMES),
        "contract_no": row["contract_no"],
        "contract_name": row["contract_name"],
        "amount": row.amount("amount"),
        "agreed_days": row.number("agreed_days"),
        "agreed_rate": row.percentage("agreed_rate"),
        "size": row.choice("size", Size, SIZE_NAMES) if row["size"] else Size.UNKNOWN,
    }
    creditor, debtor = _creditor(row), cells.named(row, "debtor")
    if known := row.known["invoices"].get(key):
        _demand_same(row, known, values | {"creditor": creditor, "debtor": debtor})
        return Loaded.UNCHANGED
    invoice = service.draft(creditor, debtor, **values)
    service.register(invoice, by=by, at=at, source=key[0], external_id=key[1])
    row.known["invoices"][key] = invoice
    return Loaded.ADDED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every invoice, with the columns in which it can be imported again."""
    wanted = sa.select(Invoice).options(joinedload(Invoice.subject), joinedload(Invoice.creditor))
    wanted = wanted.order_by(Invoice.id).execution_options(yield_per=1000)
    for invoice in db.session.scalars(wanted):
        row = {name: getattr(invoice, name, "") for name in COLUMNS}
        yield row | {
            "external_id": _key(invoice)[1],
            "creditor": invoice.creditor.uscc or invoice.creditor.name,
            "creditor_name": invoice.creditor.name,
            "debtor": invoice.subject.uscc or invoice.subject.name,
        }


def _key(invoice: Invoice) -> tuple[str, str]:
    """What an exported row carries; an invoice entered by hand goes by its own number."""
    return invoice.source or SOURCE, invoice.external_id or invoice.ref


def _demand_same(row: Row, known: Invoice, said: Mapping[str, Any]) -> None:
    """What is registered is not changed by a file, raises AlreadyRegistered with what differs."""
    parties = {"creditor": known.creditor, "debtor": known.subject}
    old = {name: getattr(known, name) for name in said if name not in parties}
    old |= {name: subjects.became(subject) for name, subject in parties.items()}
    if other := row.differences(old, said):
        raise AlreadyRegistered(
            _(
                "该编号已经以其他内容登记，不能由导入更改：%(names)s。",
                names=_("、").join(map(columns.name, other)),
            )
        )


def _creditor(row: Row) -> Subject:
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
        columns=COLUMNS,
        required=REQUIRED,
        load=load,
        key=("source", "external_id"),
        prepare=prepare,
        dump=dump,
        title=_l("拖欠账款"),
        permission=Permission.IMPORT,
        help=HELP,
    )
}
