"""The pages on which a receivable is asked for and confirmed (第十六条)."""

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import InputRequired

from arrears import receivables
from arrears.blueprint import bp
from arrears.forms import AMOUNT_NEEDED, TEXT, NoteForm
from arrears.models import Invoice
from arrears.permissions import ArrearsPermission
from arrears.receivables import NAMES, RECEIVABLES, Receivable
from integrity.base import clock
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework import streams
from integrity.casework.acts import Act, buttons, move_page
from integrity.pages.form_pages import form_page
from integrity.pages.forms import AmountField, PostForm, WhyForm
from integrity.pages.items import Button, Section


class AskForm(PostForm):
    """The supplier asks for it; it may say who is to lend."""

    lender = StringField(
        _l("融资机构"), description=_l("银行、保理机构等的名称，没有的不填。"), validators=[TEXT]
    )


class ConfirmedForm(NoteForm):
    """How much the debtor confirms."""

    confirmed = AmountField(
        _l("确认的金额（元）"),
        description=_l("少于请求金额的，须写明理由。"),
        validators=[AMOUNT_NEEDED, InputRequired(_l("请填写金额。"))],
    )


ACTS = {
    "confirm": Act(
        _l("确认应收账款"),
        receivables.confirm,
        ConfirmedForm,
        _l("确认以后不能再对这笔款项提出分歧；不影响付款期限和利息。"),
    ),
    "contradict": Act(_l("对确权提出异议"), receivables.contradict, WhyForm, danger=True),
    "withdraw": Act(_l("撤回确权请求"), receivables.withdraw, NoteForm, primary=False),
}


@bp.route("/<ref>/receivable", methods=["GET", "POST"])
@requires(ArrearsPermission.CONFIRM)
def receivable(ref: str) -> ResponseReturnValue:
    """The supplier asks the debtor to confirm what is unpaid."""
    invoice, form = streams.named("arrears").by_ref(ref), AskForm()

    def ask() -> ResponseReturnValue:
        receivables.ask(invoice, form.lender.data or "", by=current_user, at=clock.now())
        flash(_("已向付款单位提出确权请求。"), "success")
        return redirect(url_for("arrears.item", ref=ref))

    return form_page(
        form,
        ask,
        heading=_("请求确认应收账款"),
        intro=_("付款单位应当自请求之日起三十日内确认债权债务关系（条例第十六条）。"),
        submit=_("提出请求"),
        back=url_for("arrears.item", ref=ref),
    )


@bp.route("/<ref>/receivables/<int:number>/<move>", methods=["GET", "POST"])
@requires(Permission.DESK)
def receivable_act(ref: str, number: int, move: str) -> ResponseReturnValue:
    """The debtor answers, or the supplier takes it back."""
    invoice = streams.named("arrears").by_ref(ref)
    wanted = sa.select(Receivable).where(
        Receivable.id == number, Receivable.invoice_id == invoice.id
    )
    item = db.session.scalars(for_change(wanted, Receivable)).first()
    if item is None:
        raise NotFound
    back = url_for("arrears.item", ref=ref)
    return move_page(ACTS, RECEIVABLES, item, move, back, intro=invoice.title)


def section(invoice: Invoice) -> Section:
    """What was asked and answered, and what the person logged in may do."""
    known = receivables.of(invoice)
    asks: list[Any] = []
    if receivables.may_ask(invoice, current_user):
        asks = [Button(_("请求确认应收账款"), url_for("arrears.receivable", ref=invoice.ref))]
    told = {"asked": [(one, _buttons(one)) for one in known], "names": NAMES, "asks": asks}
    return Section("arrears/_receivables.html", told)


def _buttons(item: Receivable) -> list[Button]:
    def address(move: str) -> str:
        return url_for("arrears.receivable_act", ref=item.invoice.ref, number=item.id, move=move)

    return buttons(ACTS, RECEIVABLES, item, address)
