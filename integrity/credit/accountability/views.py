"""The pages of accountability, for the office alone: what was handed over, who asked on paper."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db, for_change, number
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework import acts
from integrity.casework.acts import Act, buttons
from integrity.casework.documents import pieces
from integrity.casework.steps import badges
from integrity.credit.accountability import service
from integrity.credit.accountability.forms import (
    InquiryForm,
    OutcomeForm,
    ReceiptForm,
    ReferralForm,
    ReplyForm,
)
from integrity.credit.accountability.models import (
    INQUIRY_NAMES,
    REFERRAL_NAMES,
    Inquiry,
    Referral,
)
from integrity.credit.records.models import CreditRecord
from integrity.files import attached
from integrity.pages.evidence import shown_to
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import PostForm
from integrity.pages.items import Badge, Button, Event, Fact, Item, Link, known
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject

bp = Blueprint("accountability", __name__, url_prefix="/accountability")
P = Permission.ACCOUNTABILITY_HANDLE
ACTS = {
    "send": Act(_l("移送"), service.send),
    "receive": Act(_l("登记回执"), service.receive, ReceiptForm),
    "enter_outcome": Act(_l("登记处理结果"), service.enter_outcome, OutcomeForm, primary=False),
}
INQUIRY_ACTS = {"reply": Act(_l("复函"), service.reply, ReplyForm)}


@bp.get("/")
@requires(P)
def index() -> ResponseReturnValue:
    """What was handed over."""
    table = Table(
        title=_("问责线索移送"),
        name="referrals",
        rows=sa.select(Referral).join(Referral.subject),
        options=(contains_eager(Referral.subject),),
        link=lambda row: url_for("accountability.item", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("body", _("反映对象"), lambda row: row.subject.name, sort=Subject.name),
            Column("receiver", _("接收机关"), lambda row: row.receiver),
            Column("sent_on", _("移送日期"), lambda row: row.sent_on, sort=Referral.sent_on),
            Column("state", _("状态"), lambda row: REFERRAL_NAMES[row.state]),
            Column("outcome_no", _("处理文号"), lambda row: row.outcome_no),
        ],
        search=(Subject.name, Referral.receiver),
        order=(Referral.id.desc(),),
        empty=_("没有移送的线索。"),
    )
    new = Button(_("移送问题线索"), url_for("accountability.new"), primary=True)
    asked = Button(_("任用征求意见"), url_for("accountability.inquiries"))
    return table.respond(acts=[new, asked], intro=_("本系统不调查纪律问题，只移送已经掌握的情况。"))


@bp.route("/new", methods=["GET", "POST"])
@requires(P)
def new() -> ResponseReturnValue:
    """Prepare a letter about a body, from what a record says if one is named."""
    record = db.session.get(CreditRecord, request.args.get("record", 0, type=number))
    said = {"subject": record.subject, "content": record.summary} if record else {}
    form = ReferralForm(data=said)

    def prepare() -> str:
        about = record if record and record.subject_id == form.subject.data.id else None
        made = service.refer(**answers(form), record=about, by=current_user, at=clock.now())
        return url_for("accountability.item", number=made.id)

    return _form(form, prepare, _("移送问题线索"), url_for("accountability.index"))


@bp.get("/<int:number>")
@requires(P)
def item(number: int) -> ResponseReturnValue:
    """One lead that is handed over."""
    return render_template("streams/item.html", page=_referral(_one(Referral, number)))


def _referral(found: Referral, *opened: tuple[Any, Any]) -> Item:
    facts = known(
        (_("反映对象"), found.subject.name),
        (_("接收机关"), found.receiver),
        (_("线索内容"), found.content),
        (_("移送材料"), found.materials),
        (_("移送日期"), i18n.day(found.sent_on) if found.sent_on else None),
        (_("回执文号"), found.receipt_no),
        (_("回执日期"), i18n.day(found.receipt_on) if found.receipt_on else None),
        (_("处理文号"), found.outcome_no),
        (_("处理日期"), i18n.day(found.outcome_on) if found.outcome_on else None),
        *opened,
    )
    return _page(found, service.FLOW, ACTS, REFERRAL_NAMES, facts, "item", "index")


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P)
def act(number: int, move: str) -> ResponseReturnValue:
    """Send it, note the receipt, enter what came in writing."""
    back = url_for("accountability.item", number=number)
    return acts.move_page(ACTS, service.FLOW, _one(Referral, number), move, back)


@bp.route("/<int:number>/sealed", methods=["GET", "POST"])
@requires(P)
def sealed(number: int) -> ResponseReturnValue:
    """Names and outcome, to who opens them; it is logged."""
    found = _one(Referral, number)
    labels = (_("涉及人员"), _("处理结果"))
    return _opened(found, "item", lambda pairs: _referral(found, *pairs), labels)


@bp.get("/inquiries/")
@requires(P)
def inquiries() -> ResponseReturnValue:
    """The letters that asked before appointments, and their replies."""
    table = Table(
        title=_("任用征求意见"),
        name="inquiries",
        rows=sa.select(Inquiry),
        link=lambda row: url_for("accountability.inquiry", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("sender", _("来函单位"), lambda row: row.sender),
            Column("letter_no", _("来函文号"), lambda row: row.letter_no),
            Column("received_on", _("收到日期"), lambda row: row.received_on),
            Column("number_of", _("人数"), lambda row: row.number_of, align="right"),
            Column("due", _("复函期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: INQUIRY_NAMES[row.state]),
        ],
        search=(Inquiry.sender, Inquiry.letter_no),
        order=(Inquiry.id.desc(),),
        empty=_("没有来函。"),
    )
    new = Button(_("登记来函"), url_for("accountability.register"), primary=True)
    return table.respond(acts=[new], intro=_("征求意见和复函都用纸质文件；系统只登记文号。"))


@bp.route("/inquiries/new", methods=["GET", "POST"])
@requires(P)
def register() -> ResponseReturnValue:
    """A letter that came."""
    form = InquiryForm()

    def enter() -> str:
        made = service.register(**answers(form), by=current_user, at=clock.now())
        return url_for("accountability.inquiry", number=made.id)

    return _form(form, enter, _("登记来函"), url_for("accountability.inquiries"))


@bp.get("/inquiries/<int:number>")
@requires(P)
def inquiry(number: int) -> ResponseReturnValue:
    """One letter and the reply to it."""
    return render_template("streams/item.html", page=_inquiry(_one(Inquiry, number)))


def _inquiry(found: Inquiry, *opened: tuple[Any, Any]) -> Item:
    facts = known(
        (_("来函单位"), found.sender),
        (_("来函文号"), found.letter_no),
        (_("来函日期"), i18n.day(found.letter_on)),
        (_("收到日期"), i18n.day(found.received_on)),
        (_("人数"), found.number_of),
        (_("复函日期"), i18n.day(found.replied_on) if found.replied_on else None),
        *opened,
    )
    return _page(
        found, service.INQUIRIES, INQUIRY_ACTS, INQUIRY_NAMES, facts, "inquiry", "inquiries"
    )


@bp.route("/inquiries/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P)
def inquiry_act(number: int, move: str) -> ResponseReturnValue:
    """Reply."""
    back = url_for("accountability.inquiry", number=number)
    return acts.move_page(INQUIRY_ACTS, service.INQUIRIES, _one(Inquiry, number), move, back)


@bp.route("/inquiries/<int:number>/sealed", methods=["GET", "POST"])
@requires(P)
def inquiry_sealed(number: int) -> ResponseReturnValue:
    """Whom a letter asks about, to who opens it; it is logged."""
    found = _one(Inquiry, number)
    return _opened(found, "inquiry", lambda pairs: _inquiry(found, *pairs), (_("函询对象"),))


def _page(
    found: Any, flow: Any, of: Any, names: Any, facts: list[Fact], page: str, back: str
) -> Item:
    act = "act" if page == "item" else f"{page}_act"
    opening = "sealed" if page == "item" else f"{page}_sealed"

    def address(move: str) -> str:
        return url_for(f"accountability.{act}", number=found.id, move=move)

    return Item(
        heading=found.title,
        kicker=_("问责"),
        ref=found.ref,
        badges=[Badge(names[found.state]), *badges(flow, found, clock.today())],
        facts=facts,
        acts=buttons(of, flow, found, address),
        timeline=[Event(move_name(e.move), at=e.at, who=e.who) for e in audit.history(found)],
        evidence=shown_to(attached.of(found.__tablename__, [found.id]), current_user),
        aside=pieces.card(found.__tablename__, found.id),
        links=[
            Link(_("查看密封的内容"), url_for(f"accountability.{opening}", number=found.id)),
            Link(_("返回列表"), url_for(f"accountability.{back}")),
        ],
    )


def _opened(
    found: Any, page: str, shown: Callable[[Any], Item], labels: tuple[Any, ...]
) -> ResponseReturnValue:
    def open_() -> ResponseReturnValue:
        words = service.look(found, by=current_user, at=clock.now())
        pairs = zip(labels, words, strict=False)
        return render_template("streams/item.html", page=shown(pairs))

    return form_page(
        PostForm(),
        lambda: (open_(), 200),  # type: ignore[arg-type,return-value]
        heading=_("查看密封的内容"),
        intro=_("查看会被记录。"),
        submit=_("查看"),
        back=url_for(f"accountability.{page}", number=found.id),
    )


def _form(form: PostForm, do: Callable[[], str], heading: str, back: str) -> ResponseReturnValue:
    return form_page(
        form, do, frame="desk/frame.html", heading=heading, submit=_("保存"), done=_("已登记。"),
        back=back,
    )  # fmt: skip


def _one(model: Any, number: int) -> Any:
    found = db.session.scalars(
        for_change(sa.select(model).where(model.id == number), model)
    ).first()
    if found is None:
        raise NotFound
    return found
