"""Which side of an invoice somebody is on."""

from typing import Any

from flask_babel import gettext as _

from arrears.models import Invoice
from integrity.base.errors import Forbidden


def debtor_only(invoice: Invoice, by: Any) -> None:
    """Raise Forbidden for whoever acts for another body than the debtor."""
    if getattr(by, "body_id", None) not in (None, invoice.subject_id):
        raise Forbidden(_("只有付款单位可以办理此事项。"))


def creditor_only(invoice: Invoice, by: Any) -> None:
    """Raise Forbidden for whoever is not of the creditor."""
    if getattr(by, "body_id", None) != invoice.creditor_id:
        raise Forbidden(_("只有供应商可以办理此事项。"))


def not_the_debtor(invoice: Invoice, by: Any) -> None:
    """Whoever owes is no second source, whatever else its people are. Raises Forbidden."""
    if getattr(by, "body_id", None) in (invoice.subject_id, invoice.creditor_id):
        raise Forbidden(_("当事单位的人员不能核对或者认定自己的款项。"))
