"""Claims that no supplier registers here: handed over by who accepted them, or by the debtor."""

from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from arrears import registrations, transfers
from arrears.blueprint import bp
from arrears.codes import PLATFORM_NAMES, Entry
from arrears.entry_forms import OwnForm, ResultForm, TransferForm
from arrears.models import Invoice
from arrears.permissions import ArrearsPermission
from arrears.transfers import TRANSFER_NAMES, TRANSFERS
from integrity.base import clock, i18n
from integrity.base.errors import Forbidden, NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework import streams
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.documents import pieces
from integrity.casework.steps import step_in
from integrity.pages.form_pages import form_page
from integrity.pages.items import Button, Fact, Section

TRANSFER_ACTS = {
    "report": Act(
        _l("反馈处理结果"),
        transfers.report,
        ResultForm,
        _l("反馈函同时送投诉人和转办部门。"),
    )
}


@bp.route("/transfers/new", methods=["GET", "POST"])
@requires(ArrearsPermission.HANDLE)
def transfer_new() -> ResponseReturnValue:
    """The office enters what was handed over; the receipt for it is written at once."""
    form = TransferForm()

    def take_in() -> str:
        content = form.content(*form.OWN)
        creditor = registrations.supplier(form.creditor_code.data, form.creditor_name.data)
        invoice = registrations.draft(creditor, entry=Entry.TRANSFERRED, **content)
        own = (form[name].data for name in form.OWN)
        transfers.take_in(invoice, *own, by=current_user, at=clock.now())
        flash(_("已登记转办件，收件回执已生成。"), "success")
        return url_for("arrears.item", ref=invoice.ref)

    return form_page(
        form,
        take_in,
        heading=_("登记转办件"),
        intro=_("省级以上受理投诉部门正式受理后转来的，按条例第二十五条的期限办理。"),
        submit=_("登记转办件"),
        back=url_for("arrears.index"),
    )


@bp.route("/own/new", methods=["GET", "POST"])
@requires(ArrearsPermission.PAY)
def own_new() -> ResponseReturnValue:
    """A body or large enterprise says itself what it owes: nobody has to find it."""
    body = current_user.body
    if body is None:
        raise Forbidden(_("您的账号没有绑定单位。"))
    if not registrations.may_owe(body):
        raise Forbidden(_("只有机关、事业单位和登记为大型企业的可以自报拖欠账款。"))
    form = OwnForm()

    def report() -> str:
        creditor = registrations.supplier(form.creditor_code.data, form.creditor_name.data)
        invoice = registrations.draft(creditor, body, entry=Entry.REPORTED, **form.content())
        registrations.register(invoice, by=current_user, at=clock.now())
        flash(_("已登记，供应商可以查看。"), "success")
        return url_for("arrears.item", ref=invoice.ref)

    return form_page(
        form,
        report,
        heading=_("自报拖欠账款"),
        intro=_(
            "本单位确认应付而未付的账款。登记后计入台账，机关、事业单位的计入年度公开；付款由供应商确认。"
        ),
        submit=_("自报"),
        back=url_for("arrears.index"),
    )


@bp.route("/<ref>/transfer/<move>", methods=["GET", "POST"])
@requires(Permission.DESK)
def transfer(ref: str, move: str) -> ResponseReturnValue:
    """Answer to who handed it over."""
    invoice = streams.named("arrears").by_ref(ref)
    found = transfers.of(invoice)
    if found is None:
        raise NotFound
    back = url_for("arrears.item", ref=ref)
    return move_page(TRANSFER_ACTS, TRANSFERS, found, move, back, intro=invoice.title)


def entry_buttons() -> list[Button]:
    """What the person logged in may register here besides suppliers."""
    acts = [Button(_("清欠台账"), url_for("arrears.clearing_page"))]
    if current_user.can(ArrearsPermission.HANDLE):
        acts.append(Button(_("登记转办件"), url_for("arrears.transfer_new")))
        address = url_for("importing.new", kind="arrears-transfers")
        acts.append(Button(_("导入转办件"), address))
        acts.append(Button(_("企业和社会组织登记申请"), url_for("arrears.enrolment_index")))
    return acts + own_buttons(primary=True)


def own_buttons(*, primary: bool = False) -> list[Button]:
    """To say what one's own body or large enterprise owes."""
    body = current_user.body
    if body is None or not current_user.can(ArrearsPermission.PAY):
        return []
    address = url_for("arrears.own_new")
    known = registrations.may_owe(body)
    return [Button(_("自报拖欠账款"), address, primary=primary)] if known else []


def parts(invoice: Invoice) -> list[Section]:
    """From where it was handed over, how that stands, and what may be done about it."""
    found = transfers.of(invoice)
    if found is None:
        return []
    step = step_in(TRANSFERS, found, clock.today())

    def address(move: str) -> str:
        return url_for("arrears.transfer", ref=invoice.ref, move=move)

    told: dict[str, Any] = {
        "facts": [
            Fact(_("转办来源"), PLATFORM_NAMES[found.platform]),
            Fact(_("转办编号"), found.number),
            Fact(_("受理（转办）部门"), found.sender),
            Fact(_("正式受理日期"), i18n.day(found.accepted_on)),
            Fact(_("收到材料日期"), i18n.day(found.received_on)),
            Fact(_("状态"), step[0] if step else TRANSFER_NAMES[found.state]),
            *([Fact(_("处理结果"), found.result)] if found.result else []),
        ],
        "acts": buttons(TRANSFER_ACTS, TRANSFERS, found, address),
    }
    return [Section("arrears/_transfer.html", told)]


def cards(invoice: Invoice) -> list[Section]:
    """The papers of what belongs to it."""
    found = transfers.of(invoice)
    own = pieces.card("dispute", invoice.dispute.id) if invoice.dispute else []
    return [*own, *(pieces.card("arrears_transfer", found.id) if found else [])]
