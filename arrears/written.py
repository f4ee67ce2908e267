"""What an enterprise without an account answers in writing: the office enters it, with the paper.

It is the word of the debtor as any other: who is owed confirms or contests it.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from arrears import payments, service
from arrears.models import Invoice
from arrears.permissions import ArrearsPermission
from arrears.sides import not_the_debtor
from integrity.base.audit import service as audit
from integrity.base.errors import NotAllowed
from integrity.files import attached
from integrity.people.accounts import service as accounts
from integrity.people.subjects.models import SubjectKind


def may(invoice: Invoice, user: Any) -> bool:
    """Whether somebody enters what its debtor wrote: the office, where nobody else can speak."""
    return user.can(ArrearsPermission.HANDLE, invoice) and not _speaks(invoice)


def note_verified(
    invoice: Invoice,
    disputed: Decimal,
    document: FileStorage,
    why: str | None = "",
    *,
    by: audit.Actor,
    at: datetime,
    ground: str = "",
    evidence: str | None = "",
) -> None:
    """Which part the debtor contests, as it wrote."""
    _demand_silent(invoice, by)
    shown = evidence or _("付款单位的书面答复")
    said = (disputed, ground, why or "", shown, None)
    service.verified(invoice, "note_verified", *said, by=by, at=at)
    _keep(invoice, document, by, at)


def note_plan(
    invoice: Invoice,
    instalments: list[tuple[date, Decimal]],
    document: FileStorage,
    why: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The plan that the debtor proposes in writing."""
    _demand_silent(invoice, by)
    service.planned(invoice, "note_plan", instalments, why, by=by, at=at)
    _keep(invoice, document, by, at)


def note_payment(
    invoice: Invoice,
    paid_on: date,
    amount: Decimal,
    document: FileStorage,
    note: str | None = "",
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """What the debtor writes that it paid."""
    _demand_silent(invoice, by)
    payments.reported(invoice, paid_on, amount, note, document, by=by, at=at)


def _speaks(invoice: Invoice) -> bool:
    """Whether its debtor speaks here: a body does, and an enterprise that has an account."""
    if invoice.subject.kind is not SubjectKind.ENTERPRISE:
        return True
    return accounts.somebody_may(ArrearsPermission.PAY, invoice.subject_id)


def _demand_silent(invoice: Invoice, by: audit.Actor) -> None:
    """Who can speak here speaks here. Raises Forbidden, NotAllowed."""
    not_the_debtor(invoice, by)
    if _speaks(invoice):
        raise NotAllowed(_("付款单位有账号，由付款单位自己办理。"))


def _keep(invoice: Invoice, document: FileStorage, by: audit.Actor, at: datetime) -> None:
    said = {"note": _("付款单位的书面答复"), "body_id": invoice.subject_id}
    attached.save(document, invoice, public=False, by=by, at=at, **said)
