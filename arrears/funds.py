"""From which money an invoice is to be paid: who pays says it, or the finance department."""

from datetime import datetime
from typing import Any

from arrears.codes import Funding
from arrears.models import Invoice
from arrears.permissions import ArrearsPermission
from integrity.base.audit import service as audit


def may(invoice: Invoice, user: Any) -> bool:
    """Whether somebody knows it: the debtor's people, the office and the department that finds."""
    owes = user.can(ArrearsPermission.PAY) and user.body_id == invoice.subject_id
    return owes or user.can(ArrearsPermission.FINANCE)


def fund(
    invoice: Invoice,
    funding: Funding | None,
    budget_item: str | None,
    project_code: str | None,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Say from which money, budget item and project it is paid; what was said before is in the log.

    It changes nothing of what is owed, or by when.
    """
    said = {
        "funding": Funding(funding) if funding else None,
        "budget_item": (budget_item or "").strip(),
        "project_code": (project_code or "").strip(),
    }
    old = {name: getattr(invoice, name) for name in said}
    for name, value in said.items():
        setattr(invoice, name, value)
    changed = {
        name: f"{old[name] or ''}→{said[name] or ''}" for name in said if old[name] != said[name]
    }
    if changed:
        audit.write(invoice, "fund", by=by, at=at, **changed)
