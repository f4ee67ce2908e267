"""The pages on which a contract's sums are reconciled, line by line, by three parties."""

from typing import Any

import sqlalchemy as sa
from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import Length

from arrears import reconciliations
from arrears.blueprint import bp
from arrears.models import Invoice
from arrears.permissions import ArrearsPermission
from arrears.reconciliations import NAMES, PARTY_NAMES, SHEETS, Party, Reconciliation, Said
from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import Forbidden, NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework import streams
from integrity.casework.acts import Act, as_seen, buttons, move_page
from integrity.casework.documents import pieces
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, PostForm, WhyForm
from integrity.pages.items import Button, Section


def _lines(act: Act, sheet: Reconciliation, back: str, **page: Any) -> ResponseReturnValue:
    """The page of a party's word on every line."""
    form = _asking(sheet)()

    def speak() -> None:
        said = {line.id: _said(form, line.id) for line in sheet.lines}
        as_seen(sheet)
        act.verb(sheet, said, by=current_user, at=clock.now())

    submit, done = act.label, _("已办理：%(act)s", act=act.label)
    return form_page(
        form, speak, back=back, done=done, heading=act.label, submit=submit, item=sheet,
        intro=act.warning,
    )  # fmt: skip


def _asking(sheet: Reconciliation) -> type[PostForm]:
    asked: dict[str, Any] = {}
    answers = [("yes", _("确认")), ("no", _("有异议"))]
    for line in sheet.lines:
        label = _(
            "%(ref)s：应付 %(sum)s，已付 %(paid)s，未付 %(left)s，未付利息 %(interest)s",
            ref=line.invoice.ref,
            sum=i18n.money(line.amount),
            paid=i18n.money(line.paid),
            left=i18n.money(line.unpaid),
            interest=i18n.money(line.interest),
        )
        asked[f"agrees_{line.id}"] = ChosenField(label, choices=answers)
        asked[f"words_{line.id}"] = StringField(
            _("%(ref)s 的异议理由和认为正确的金额", ref=line.invoice.ref),
            validators=[Length(max=500)],
        )
    return type("LinesForm", (PostForm,), asked)


def _said(form: PostForm, number: int) -> Said:
    return Said(form[f"agrees_{number}"].data == "yes", form[f"words_{number}"].data or "")


ACTS = {
    "state_lines": Act(
        _l("逐笔核对（付款单位）"),
        reconciliations.state_lines,
        warning=_l("确认的账款经核定以后不能再提出分歧；有异议的写明理由。"),
        page=_lines,
    ),
    "answer_lines": Act(
        _l("逐笔核对（供应商）"),
        reconciliations.answer_lines,
        warning=_l("不一致的选“有异议”，写明您认为正确的金额；有异议不影响期限和利息。"),
        page=_lines,
    ),
    "certify": Act(
        _l("核定对账单"),
        reconciliations.certify,
        warning=_l("三方都确认的为核对一致；有异议的，差异写入对账单。"),
        page=_lines,
    ),
    "end_sheet": Act(_l("终止对账"), reconciliations.end_sheet, WhyForm, primary=False),
}


@bp.route("/<ref>/sheets/new", methods=["GET", "POST"])
@requires(ArrearsPermission.READ)
def sheet_new(ref: str) -> ResponseReturnValue:
    """Either party or the office has a sheet drawn of all sums of the contract."""
    invoice = streams.named("arrears").by_ref(ref)
    if current_user.body_id not in invoice.parties and not current_user.can(
        ArrearsPermission.HANDLE
    ):
        raise Forbidden(_("只有当事人和领导小组办公室可以发起对账。"))

    def draw() -> None:
        reconciliations.draw(invoice, by=current_user, at=clock.now())
        flash(_("已生成对账单，由付款单位、供应商、财政或者清欠部门依次逐笔核对。"), "success")

    return form_page(
        PostForm(),
        draw,
        heading=_("发起三方对账"),
        intro=_("按今天的账目列出本合同的每一笔账款。"),
        submit=_("发起三方对账"),
        back=url_for("arrears.item", ref=ref),
    )


@bp.route("/<ref>/sheets/<int:number>/<move>", methods=["GET", "POST"])
@requires(Permission.DESK)
def sheet(ref: str, number: int, move: str) -> ResponseReturnValue:
    """One party after the other speaks of every line."""
    invoice = streams.named("arrears").by_ref(ref)
    wanted = sa.select(Reconciliation).where(Reconciliation.id == number)
    item = db.session.scalars(for_change(wanted, Reconciliation)).first()
    if item is None or item not in reconciliations.of(invoice):
        raise NotFound
    return move_page(ACTS, SHEETS, item, move, url_for("arrears.item", ref=ref))


def parts(invoice: Invoice) -> list[Section]:
    """The sheets on which it stands, with who said what, and what one may do."""
    asks: list[Button] = []
    if reconciliations.may_draw(invoice, current_user):
        asks = [Button(_("发起三方对账"), url_for("arrears.sheet_new", ref=invoice.ref))]
    sheets = [(one, _buttons(invoice, one)) for one in reconciliations.of(invoice)]
    if not sheets and not asks:
        return []
    told = {"names": NAMES, "parties": PARTY_NAMES, "order": list(Party)}
    return [Section("arrears/_sheets.html", {"sheets": sheets, "asks": asks} | told)]


def cards(invoice: Invoice) -> list[Section]:
    """The papers of the last one."""
    found = reconciliations.of(invoice)
    return pieces.card("arrears_sheet", found[0].id) if found else []


def _buttons(invoice: Invoice, item: Reconciliation) -> list[Button]:
    def address(move: str) -> str:
        return url_for("arrears.sheet", ref=invoice.ref, number=item.id, move=move)

    return buttons(ACTS, SHEETS, item, address)
