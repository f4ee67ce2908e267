"""Which side of an invoice somebody is on."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from arrears.models import Invoice
from integrity.base.errors import Forbidden
from integrity.casework.sides import Only

debtor_only = Only("subject_id", _l("只有付款单位可以办理此事项。"), none=True)
creditor_only = Only("creditor_id", _l("只有供应商可以办理此事项。"))


def not_the_debtor(invoice: Invoice, by: Any) -> None:
    """Whoever owes is no second source, whatever else its people are. Raises Forbidden."""
    if getattr(by, "body_id", None) in (invoice.subject_id, invoice.creditor_id):
        raise Forbidden(_("当事单位的人员不能核对或者认定自己的款项。"))
