"""The pages on which a claim that ended is signed for, found to be settled, and reported."""

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from arrears import strikings
from arrears.blueprint import bp
from arrears.forms import NoteForm
from arrears.models import Invoice
from arrears.strikings import NAMES, STRIKINGS, SUBSTITUTE_NAMES, Striking, Substitute
from integrity.base import clock
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework import streams
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.documents import pieces
from integrity.casework.steps import step_in
from integrity.pages.forms import ChosenField, PostForm, WhyForm
from integrity.pages.items import Section

OFFERED = [one for one in Substitute if one is not Substitute.NOT_OWED]


class SubstituteForm(WhyForm):
    """What stands in law for the supplier's word."""

    substitute = ChosenField(
        _l("代替供应商确认的依据"),
        coerce=lambda value: Substitute(value) if value else None,
        choices=[(one.value, SUBSTITUTE_NAMES[one]) for one in OFFERED],
    )


class ReportForm(PostForm):
    """How the claim was dealt with."""

    report = TextAreaField(
        _l("办理情况"),
        description=_l("将写入办结报告，送供应商和付款单位。"),
        validators=[InputRequired(_l("请写明办理情况。")), Length(max=2000)],
    )


ACTS = {
    "sign_off": Act(
        _l("确认销号"),
        strikings.sign_off,
        NoteForm,
        _l("确认本金和利息已经全部收到，签署销号确认书；本账款退出清欠台账。"),
    ),
    "withhold": Act(
        _l("不同意销号"),
        strikings.withhold,
        WhyForm,
        _l("本账款留在清欠台账，由处理部门认定。到账金额、日期不对的，请同时对该笔付款提出更正。"),
        danger=True,
    ),
    "find_settled": Act(
        _l("认定可以销号"),
        strikings.find_settled,
        SubstituteForm,
        _l("没有供应商的确认，须有法律规定的依据。"),
    ),
    "find_open": Act(_l("认定不予销号"), strikings.find_open, WhyForm),
    "close_claim": Act(_l("出具办结报告"), strikings.close_claim, ReportForm),
}


@bp.route("/<ref>/strikings/<int:number>/<move>", methods=["GET", "POST"])
@requires(Permission.DESK)
def striking(ref: str, number: int, move: str) -> ResponseReturnValue:
    """The supplier signs or does not, the department finds, the office reports."""
    invoice = streams.named("arrears").by_ref(ref)
    wanted = sa.select(Striking).where(Striking.id == number, Striking.invoice_id == invoice.id)
    item = db.session.scalars(for_change(wanted, Striking)).first()
    if item is None:
        raise NotFound
    back = url_for("arrears.item", ref=ref)
    return move_page(ACTS, STRIKINGS, item, move, back, intro=invoice.title)


def parts(invoice: Invoice) -> list[Section]:
    """How it stands with the claim's leaving the ledger, and what one may do about it."""
    found = strikings.of(invoice)
    if found is None:
        return []

    def address(move: str) -> str:
        return url_for("arrears.striking", ref=invoice.ref, number=found.id, move=move)

    step = step_in(STRIKINGS, found, clock.today())
    told = {
        "striking": found,
        "state": NAMES[found.state],
        "step": step[0] if step else "",
        "substitute": SUBSTITUTE_NAMES[found.substitute] if found.substitute else "",
        "acts": buttons(ACTS, STRIKINGS, found, address),
    }
    return [Section("arrears/_striking.html", told)]


def cards(invoice: Invoice) -> list[Section]:
    """The papers of it."""
    found = strikings.of(invoice)
    return pieces.card("arrears_striking", found.id) if found else []
