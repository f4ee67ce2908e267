"""The rules of arrears that can be broken."""

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused


class WrongInvoice(Refused):
    """Parties, amounts or days of an invoice are impossible."""


class AlreadyRegistered(Refused):
    """The same delivery under the same contract is registered already."""

    status = 409
    correctable = True
    title = _l("已经登记过")


class WrongPayment(Refused):
    """More than is owed, nothing, or on an impossible day."""


class WrongPlan(Refused):
    """The instalments do not add up to what is owed, or lie in the past."""
