"""The register of memoranda for everybody, and the pages on which the office keeps it."""

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public, requires
from integrity.credit.policies import memoranda
from integrity.credit.policies.document_views import KEEP, bp, resting, state_of
from integrity.credit.policies.memorandum_models import (
    MEMORANDUM_NAMES,
    Memorandum,
    MemorandumMember,
)
from integrity.credit.policies.models import BASIS_NAMES, PolicyDocument
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import (
    ChosenField,
    DayField,
    FilterForm,
    PostForm,
    WhyForm,
)
from integrity.pages.items import Button, Event, Item, Link, Section, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.choosing import BODIES, SubjectField

NEEDED = InputRequired(_l("请填写。"))
CARRIES_NOTHING = _l(
    "备忘录本身不能设定减损权益、增加义务的措施；列入的措施各有依据，没有现行有效依据的不能采用。"
)


class Filters(FilterForm):
    kind = SelectField(_l("种类"), choices=lambda: choices(MEMORANDUM_NAMES), default="")


def _contact() -> StringField:
    return StringField(
        _l("联系处室和电话"),
        default="",
        description=_l("写处室和办公电话，不写个人姓名和手机号码。"),
        validators=[Length(max=200)],
    )


class MemorandumForm(PostForm):
    kind = ChosenField(_l("种类"), choices=lambda: list(MEMORANDUM_NAMES.items()))
    lead = StringField(_l("牵头单位"), validators=[NEEDED, Length(max=200)])
    support = StringField(_l("配合单位"), default="", validators=[Length(max=400)])
    term = StringField(_l("时限要求"), default="", validators=[Length(max=200)])
    contact = _contact()


class ContactForm(PostForm):
    contact = _contact()


class JoinForm(PostForm):
    body = SubjectField(_l("会签单位"), BODIES)
    duty = StringField(_l("承担的事项"), validators=[NEEDED, Length(max=400)])
    since = DayField(_l("会签日期"), validators=[NEEDED])


class LeaveForm(WhyForm):
    until = DayField(_l("退出日期"), validators=[NEEDED])


@bp.get("/memoranda/")
@public
def memorandum_index() -> ResponseReturnValue:
    """Every memorandum: who leads it, who supports it, until when."""
    table = Table(
        title=_("联合奖惩备忘录"),
        name="memoranda",
        rows=sa.select(Memorandum).join(Memorandum.document),
        options=(joinedload(Memorandum.document),),
        link=lambda row: url_for("library.memorandum", number=row.id),
        columns=[
            Column("title", _("备忘录"), lambda row: row.title, sort=PolicyDocument.title),
            Column("number", _("文号"), lambda row: row.document.number),
            Column("kind", _("种类"), lambda row: MEMORANDUM_NAMES[row.kind]),
            Column("lead", _("牵头单位"), lambda row: row.lead),
            Column("support", _("配合单位"), lambda row: row.support),
            Column("term", _("时限要求"), lambda row: row.term),
        ],
        search=(PolicyDocument.title, PolicyDocument.number, Memorandum.lead),
        filters=Filters,
        narrow={"kind": lambda value: Memorandum.kind == value},
        order=(Memorandum.id,),
        empty=_("没有符合条件的备忘录。"),
    )
    return table.respond(
        acts=[Button(_("信用政策文件库"), url_for("library.index"))], intro=CARRIES_NOTHING
    )


@bp.get("/memoranda/<int:number>")
@public
def memorandum(number: int) -> ResponseReturnValue:
    """One memorandum: its document, who joined it, the measures that cite it, whom to call."""
    found = _one(number)
    document = found.document
    page = Item(
        heading=found.title,
        kicker=_("联合奖惩备忘录"),
        ref=document.number or None,
        badges=[state_of(document)],
        facts=known(
            (_("种类"), MEMORANDUM_NAMES[found.kind]),
            (_("依据层级"), BASIS_NAMES[document.level]),
            (_("牵头单位"), found.lead),
            (_("配合单位"), found.support),
            (_("时限要求"), found.term),
            (_("联系处室和电话"), found.contact or _("未登记")),
            (_("说明"), CARRIES_NOTHING),
        ),
        acts=_acts(found),
        timeline=[Event(move_name(e.move), at=e.at, why=e.why) for e in audit.history(found)],
        parts=[
            Section("library/_members.html", {"members": found.members, "may": _keeps()}),
            Section("library/_resting.html", {"groups": resting(document)}),
        ],
        links=[
            Link(_("查看文件"), url_for("library.item", number=document.id)),
            Link(_("查看全部备忘录"), url_for("library.memorandum_index")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/<int:number>/memorandum", methods=["GET", "POST"])
@requires(KEEP)
def memorandum_new(number: int) -> ResponseReturnValue:
    """A document of the library is a memorandum."""
    document = db.session.get(PolicyDocument, number)
    if document is None:
        raise NotFound
    form = MemorandumForm()

    def enter() -> str:
        made = memoranda.enter(document, **answers(form), by=current_user, at=clock.now())
        return url_for("library.memorandum", number=made.id)

    return form_page(
        form, enter, heading=_("登记为备忘录"), intro=document.title, submit=_("保存"),
        back=url_for("library.item", number=number),
    )  # fmt: skip


@bp.route("/memoranda/<int:number>/contact", methods=["GET", "POST"])
@requires(KEEP)
def memorandum_contact(number: int) -> ResponseReturnValue:
    """Whom to call about it."""
    found = _one(number)
    form = ContactForm(data={"contact": found.contact})
    return form_page(
        form, lambda: memoranda.call(found, **answers(form), by=current_user, at=clock.now()),
        heading=_("登记联系方式"), intro=found.title, submit=_("保存"),
        back=url_for("library.memorandum", number=number),
    )  # fmt: skip


@bp.route("/memoranda/<int:number>/join", methods=["GET", "POST"])
@requires(KEEP)
def memorandum_join(number: int) -> ResponseReturnValue:
    """A body joined it."""
    found, form = _one(number), JoinForm()

    def join() -> None:
        memoranda.join(found, **answers(form), by=current_user, at=clock.now())

    return form_page(
        form, join, heading=_("登记会签单位"), intro=found.title, submit=_("保存"),
        back=url_for("library.memorandum", number=number),
    )  # fmt: skip


@bp.route("/memoranda/members/<int:number>/leave", methods=["GET", "POST"])
@requires(KEEP)
def memorandum_leave(number: int) -> ResponseReturnValue:
    """A body left it."""
    found, form = db.session.get(MemorandumMember, number), LeaveForm()
    if found is None:
        raise NotFound
    return form_page(
        form, lambda: memoranda.leave(found, **answers(form), by=current_user, at=clock.now()),
        heading=_("登记退出"), intro=f"{found.body.name} · {found.memorandum.title}",
        submit=_("登记退出"), danger=True,
        back=url_for("library.memorandum", number=found.memorandum_id),
    )  # fmt: skip


def _acts(found: Memorandum) -> list[Button]:
    if not _keeps():
        return []
    return [
        Button(
            _("登记会签单位"), url_for("library.memorandum_join", number=found.id), primary=True
        ),
        Button(_("登记联系方式"), url_for("library.memorandum_contact", number=found.id)),
    ]


def _keeps() -> bool:
    return bool(current_user.is_authenticated and current_user.can(KEEP))


def _one(number: int) -> Memorandum:
    found = db.session.get(Memorandum, number)
    if found is None:
        raise NotFound
    return found
