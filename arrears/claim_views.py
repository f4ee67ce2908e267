"""The pages on which a payment or a dispute is answered, and who is waited for."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from arrears import (
    corrections,
    disputes,
    payments,
    receivable_views,
    reconciliation_views,
    strike_views,
)
from arrears.blueprint import bp
from arrears.codes import DISPUTE_NAMES, ORDER_NAMES, PAYMENT_NAMES, SOURCE_NAMES
from arrears.disputes import DISPUTES
from arrears.forms import ArrivedForm, CorrectionForm, FoundForm, FoundPaidForm, NoteForm, SlipForm
from arrears.grounds import GROUND_NAMES
from arrears.models import Dispute, Invoice, Payment
from arrears.payments import PAYMENTS
from arrears.permissions import SIDES
from arrears.receivables import RECEIVABLES, Receivable
from arrears.reconciliations import SHEETS, Reconciliation
from arrears.strikings import STRIKINGS, Striking
from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.base.states import Flow
from integrity.casework import streams
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.steps import step_in
from integrity.casework.tasks import Task
from integrity.pages.forms import WhyForm
from integrity.pages.items import Button, Section

PAYMENT_ACTS = {
    "confirm": Act(_l("确认收到"), payments.confirm, ArrivedForm),
    "deny": Act(
        _l("没有收到"), payments.deny, WhyForm, _l("欠款自原期限起照常计算。"), danger=True
    ),
    "own_up": Act(_l("认可更正"), corrections.admit, NoteForm),
    "stand_by": Act(_l("不认可更正"), corrections.stand_by, WhyForm, _l("由处理部门认定。")),
    "check": Act(_l("核对银行回单"), payments.check, SlipForm),
    "find_paid": Act(_l("认定已付"), payments.find_paid, FoundPaidForm),
    "find_unpaid": Act(_l("认定未付"), payments.find_unpaid, WhyForm, danger=True),
    "correct": Act(
        _l("更正付款"),
        corrections.correct,
        CorrectionForm,
        _l("原来登记的付款保留可查，经对方确认或者处理部门认定以后，以更正的为准。"),
        primary=False,
    ),
    "retract": Act(
        _l("撤回付款报告"),
        payments.retract,
        WhyForm,
        _l("填错的可以撤回后重新报告。"),
        primary=False,
    ),
}
DISPUTE_ACTS = {
    "contest": Act(_l("不认可分歧"), disputes.contest, WhyForm, _l("由处理部门认定。")),
    "agree": Act(
        _l("认可分歧"), disputes.agree, NoteForm, _l("这部分以后不再是应付款。"), danger=True
    ),
    "concede": Act(_l("撤回分歧"), disputes.concede, NoteForm, _l("这部分自原期限起应付。")),
    "find": Act(_l("认定分歧"), disputes.find, FoundForm),
}


@bp.route("/<ref>/payments/<int:number>/<move>", methods=["GET", "POST"])
@requires(Permission.DESK)
def payment(ref: str, number: int, move: str) -> ResponseReturnValue:
    """The supplier, the office or the department says whether money arrived."""
    invoice = streams.named("arrears").by_ref(ref)
    wanted = sa.select(Payment).where(Payment.id == number, Payment.invoice_id == invoice.id)
    return _act(Payment, wanted, PAYMENTS, PAYMENT_ACTS, move, invoice)


@bp.route("/<ref>/dispute/<move>", methods=["GET", "POST"])
@requires(Permission.DESK)
def dispute(ref: str, move: str) -> ResponseReturnValue:
    """The supplier answers, the debtor gives up, the department finds."""
    invoice = streams.named("arrears").by_ref(ref)
    wanted = sa.select(Dispute).where(Dispute.invoice_id == invoice.id)
    return _act(Dispute, wanted, DISPUTES, DISPUTE_ACTS, move, invoice)


def _act(
    model: Any, wanted: Any, flow: Any, acts: dict[str, Act], move: str, invoice: Invoice
) -> ResponseReturnValue:
    item = db.session.scalars(for_change(wanted, model)).first()
    if item is None:
        raise NotFound
    said = item.paid_on if model is Payment else GROUND_NAMES[item.ground]
    intro = f"{invoice.title} · {i18n.money(item.amount)} · {said}"
    return move_page(acts, flow, item, move, streams.named("arrears").url(invoice), intro=intro)


def section(invoice: Invoice) -> Section:
    """The dispute, the payments and the plan of an invoice, for its page."""
    told = {
        "item": invoice,
        "answers": dispute_buttons(invoice.dispute),
        "payment_acts": {p.id: payment_buttons(p) for p in invoice.payments},
        "payment_names": PAYMENT_NAMES,
        "source_names": SOURCE_NAMES,
        "order_names": ORDER_NAMES,
        "dispute_names": DISPUTE_NAMES,
        "ground_names": GROUND_NAMES,
    }
    return Section("arrears/_claims.html", told)


def payment_buttons(item: Payment) -> list[Button]:
    """What the person logged in may say about a payment."""

    def address(move: str) -> str:
        return url_for("arrears.payment", ref=item.invoice.ref, number=item.id, move=move)

    barred = ("confirm", "retract") if item.by_creditor else ()
    acts = {name: act for name, act in PAYMENT_ACTS.items() if name not in barred}
    return buttons(acts, PAYMENTS, item, address)


def dispute_buttons(item: Dispute | None) -> list[Button]:
    """What the person logged in may say about the dispute."""
    if item is None:
        return []

    def address(move: str) -> str:
        return url_for("arrears.dispute", ref=item.invoice.ref, move=move)

    return buttons(DISPUTE_ACTS, DISPUTES, item, address)


def duties(user: Any) -> Iterator[Task]:
    """Payments, disputes, receivables and claims that ended, which wait for this person's word."""
    for model, flow, acts, names in (
        (Payment, PAYMENTS, PAYMENT_ACTS, ("confirm", "own_up", "check", "find_paid")),
        (Dispute, DISPUTES, DISPUTE_ACTS, ("contest", "find")),
        (Receivable, RECEIVABLES, receivable_views.ACTS, ("confirm",)),
        (
            Reconciliation,
            SHEETS,
            reconciliation_views.ACTS,
            ("state_lines", "answer_lines", "certify"),
        ),
        (Striking, STRIKINGS, strike_views.ACTS, ("sign_off", "find_settled", "close_claim")),
    ):
        for move in names:
            if user.can(flow[move].permission):  # type: ignore[attr-defined]
                yield from _waiting(user, model, flow, acts[move], move)  # type: ignore[attr-defined]


def _waiting(user: Any, model: Any, flow: Flow, act: Act, move: str) -> Iterator[Task]:
    stream = streams.named("arrears")
    waits = model.state.in_(flow[move].sources) & model.step_due_on.is_not(None)
    wanted = sa.select(model).join(model.invoice).where(waits, stream.visible(user))
    if side := SIDES.get(flow[move].permission):
        wanted = wanted.where(getattr(Invoice, side) == user.body_id)
    wanted = wanted.options(joinedload(model.invoice).joinedload(Invoice.subject))
    for item in db.session.scalars(wanted.order_by(model.step_due_on).limit(60)):
        step = step_in(flow, item, clock.today())
        invoice = item.invoice
        yield Task(
            day=item.step_due_on,
            kind=stream.title,
            title=f"{_what(item)} · {invoice.title}",
            body=invoice.subject.name,
            url=stream.url(invoice),
            act=act.label,
            act_url=_address(item, move),
            key=f"arrears-{model.__tablename__}-{item.id}",
            warning=step[0] if step and step[1] == "late" else None,
        )


PARTS = {
    Payment: (_l("单位自报付款 %(sum)s"), "payment"),
    Receivable: (_l("请求确认应收账款 %(sum)s"), "receivable_act"),
    Reconciliation: (_l("三方对账，未付 %(sum)s"), "sheet"),
    Striking: (_l("账款 %(sum)s 的销号"), "striking"),
}
"""What a part of an invoice is called, and the address of an act on it; a dispute has none."""


def _what(item: Any) -> str:
    words = _l("有分歧 %(sum)s") if isinstance(item, Dispute) else PARTS[type(item)][0]
    return str(words) % {"sum": i18n.money(item.amount)}


def _address(item: Any, move: str) -> str:
    whole: dict[str, Any] = {"ref": item.invoice.ref, "move": move}
    if isinstance(item, Dispute):
        return url_for("arrears.dispute", **whole)
    return url_for(f"arrears.{PARTS[type(item)][1]}", number=item.id, **whole)
