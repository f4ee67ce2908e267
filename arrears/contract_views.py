"""The page of a contract: every sum owed under it, and a payment of several at once."""

from datetime import date
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from arrears import contracts
from arrears import interest as rates
from arrears.blueprint import bp
from arrears.codes import NATURE_NAMES, STATE_NAMES
from arrears.forms import PaymentForm
from arrears.models import Invoice
from arrears.permissions import ArrearsPermission
from arrears.reckoning import NOTHING
from integrity.base import clock
from integrity.base.stamps import demand, requires
from integrity.casework import streams
from integrity.pages.form_pages import answers, form_page
from integrity.pages.items import Link


@bp.route("/<ref>/contract", methods=["GET", "POST"])
@requires(ArrearsPermission.PAY)
def contract(ref: str) -> ResponseReturnValue:
    """What the debtor owes under a contract, and what it paid of it at once."""
    invoice, form = streams.named("arrears").by_ref(ref), PaymentForm()
    demand(ArrearsPermission.PAY, invoice)

    def pay() -> ResponseReturnValue:
        contracts.pay(invoice, **answers(form), by=current_user, at=clock.now())
        flash(_("已报告付款，由供应商逐笔确认。"), "success")
        return url_for("arrears.item", ref=ref)

    return form_page(
        form,
        pay,
        template="arrears/contract.html",
        heading=_("按合同报告付款"),
        intro=invoice.title,
        warning=_(
            "一笔付款清偿同一合同的几笔款项的，先抵已经到期的，"
            "再依次抵负担较重的、先到期的（民法典第五百六十条）；各笔内先抵利息。"
        ),
        sums=_sums(contracts.sums(invoice), clock.today()),
        submit=_("报告付款"),
        back=url_for("arrears.item", ref=ref),
    )


def _sums(invoices: list[Invoice], on: date) -> list[dict[str, Any]]:
    """Each sum of a contract with what is left of it on a day."""
    found = []
    for one in invoices:
        stands = rates.account_of(one, on)
        found.append(
            {
                "invoice": one,
                "nature": NATURE_NAMES[one.nature],
                "state": STATE_NAMES[one.state],
                "principal": stands.principal_left + stands.disputed_left,
                "interest": NOTHING if one.closed_on else stands.interest_left,
            }
        )
    return found


def links(invoice: Invoice) -> list[Link]:
    """To the page of the contract, for a debtor that owes more than this under it."""
    if current_user.body_id != invoice.subject_id or len(contracts.sums(invoice)) < 2:
        return []
    return [Link(_("按合同报告付款"), url_for("arrears.contract", ref=invoice.ref))]
