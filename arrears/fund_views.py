"""The page on which it is said from which money an invoice is paid."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from arrears import funds
from arrears.blueprint import bp
from arrears.forms import FundingForm
from arrears.models import Invoice
from arrears.permissions import ArrearsPermission
from integrity.base import clock
from integrity.base.errors import Forbidden
from integrity.base.stamps import requires
from integrity.casework import streams
from integrity.pages.form_pages import answers, form_page
from integrity.pages.items import Link


@bp.route("/<ref>/funding", methods=["GET", "POST"])
@requires(ArrearsPermission.READ)
def funding(ref: str) -> ResponseReturnValue:
    """The debtor, or who handles finance, says or corrects it."""
    invoice = streams.named("arrears").by_ref(ref)
    if not funds.may(invoice, current_user):
        raise Forbidden(_("只有付款单位和财政、处理部门可以办理此事项。"))
    form = FundingForm(obj=invoice)

    def say() -> None:
        funds.fund(invoice, **answers(form), by=current_user, at=clock.now())

    return form_page(
        form,
        say,
        heading=_("登记资金安排"),
        intro=invoice.title,
        submit=_("保存"),
        done=_("已登记资金安排。"),
        back=url_for("arrears.item", ref=ref),
    )


def links(invoice: Invoice) -> list[Link]:
    """Where it is said, for who knows it."""
    if not funds.may(invoice, current_user):
        return []
    return [Link(_("登记资金安排"), url_for("arrears.funding", ref=invoice.ref))]
