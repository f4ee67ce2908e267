"""The pages on which the office enters what an enterprise without an account wrote."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from arrears import written
from arrears.blueprint import bp
from arrears.entry_forms import WrittenAnswerForm, WrittenPaymentForm, WrittenPlanForm
from arrears.flow import FLOW
from arrears.models import Invoice
from arrears.permissions import ArrearsPermission
from integrity.base.errors import NotFound
from integrity.base.stamps import demand, requires
from integrity.casework import streams
from integrity.casework.acts import Act, is_outdated, perform
from integrity.pages.items import Link

ACTS = {
    "note_verified": Act(
        _l("登记付款单位的书面核实"),
        written.note_verified,
        WrittenAnswerForm,
        _l("付款单位没有账号的，由领导小组办公室按其书面答复登记，供应商可以看到。"),
    ),
    "note_plan": Act(
        _l("登记付款单位的书面付款计划"),
        written.note_plan,
        WrittenPlanForm,
        _l("供应商同意以后才成立；分期计划不改变法定付款期限，利息照常计算。"),
    ),
    "note_payment": Act(
        _l("登记付款单位的书面付款报告"),
        written.note_payment,
        WrittenPaymentForm,
        _l("由供应商确认、回单核对或者财政数据证实以后才算付清。"),
    ),
}


@bp.route("/<ref>/written/<move>", methods=["GET", "POST"])
@requires(ArrearsPermission.HANDLE)
def written_answer(ref: str, move: str) -> ResponseReturnValue:
    """The office enters it, with the paper; no role has these moves for every claim."""
    invoice = streams.named("arrears").by_ref(ref)
    if move not in ACTS:
        raise NotFound
    demand(ArrearsPermission.HANDLE, invoice)
    if not is_outdated(invoice):
        FLOW.check(invoice, move)
    return perform(ACTS[move], invoice, url_for("arrears.item", ref=ref))


def links(invoice: Invoice) -> list[Link]:
    """To what may be entered now, where nobody of the debtor can speak here."""
    if not written.may(invoice, current_user):
        return []
    return [
        Link(act.label, url_for("arrears.written_answer", ref=invoice.ref, move=move))
        for move, act in ACTS.items()
        if FLOW.allows(invoice, move)
    ]
