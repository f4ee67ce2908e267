"""A hearing as pages: asked for, set, held, its record signed."""

from dataclasses import replace
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import demand, requires
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, perform, timeline
from integrity.casework.documents import pieces
from integrity.casework.steps import badges
from integrity.credit.sanctions import hearings as verbs
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.hearing_models import HEARING_NAMES, Hearing
from integrity.credit.sanctions.models import ListEntry
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, DayField, PostForm, WhyForm
from integrity.pages.items import Badge, Item, Link, known
from integrity.pages.tables import Column, Table

READ = Permission.SANCTIONS_READ
NEEDED = InputRequired(_l("请填写。"))


def _long(label: Any, hint: Any = "", *, needed: bool = True) -> TextAreaField:
    found = [Length(max=20_000)]
    more = [NEEDED, *found] if needed else found
    return TextAreaField(label, description=hint, validators=more, render_kw={"rows": 8})


class ScheduleForm(PostForm):
    set_for = DayField(_l("听证日期"), validators=[InputRequired(_l("请填写日期。"))])
    at_time = StringField(
        _l("时间"), description=_l("例如：上午9:30。"), validators=[NEEDED, Length(max=40)]
    )
    place = StringField(_l("地点"), validators=[NEEDED, Length(max=200)])
    chair = ChosenField(_l("主持人"), description=_l("只列出没有办理过本案的人员。"), coerce=int)

    def __init__(self, hearing: Hearing, **more: Any) -> None:
        super().__init__(**more)
        self.chair.choices = [(user.id, user.name) for user in verbs.chairs(hearing)]


class RecordForm(PostForm):
    present = _long(_l("到场人及身份"), _l("写明双方到场人的身份和授权。"))
    our_side = _long(_l("承办人提出的事实、证据和意见"))
    their_side = _long(_l("当事人的申辩和质证"))
    material = _long(_l("提交的材料"), needed=False)


def _schedule(act: Act, found: Hearing, back: str) -> ResponseReturnValue:
    """The form offers only those who may chair it."""
    return perform(replace(act, form=partial(ScheduleForm, found)), found, back)


ACTS = {
    "schedule": Act(
        _l("通知听证时间和地点"),
        verbs.schedule,
        warning=_l("通知书送达当事人；听证由没有办理过本案的人主持。"),
        page=_schedule,
    ),
    "hold_hearing": Act(_l("记录听证"), verbs.hold, RecordForm),
    "not_appear": Act(_l("当事人没有到场，视为放弃"), verbs.miss, WhyForm, primary=False),
    "sign": Act(
        _l("核对笔录并签名"),
        verbs.sign,
        warning=_l("笔录与听证所说相符的，签名；有遗漏或者差错的，请先与主持人联系补正。"),
    ),
    "leave_unsigned": Act(_l("注明当事人没有签名"), verbs.leave_unsigned, WhyForm, primary=False),
    "forgo_hearing": Act(_l("放弃听证"), verbs.waive, WhyForm, primary=False),
}
OF_CHAIR = ("hold_hearing", "not_appear", "leave_unsigned")


@bp.route("/lists/entries/<int:number>/hearing", methods=["GET", "POST"])
@requires(Permission.SANCTIONS_DEFEND)
def ask_hearing(number: int) -> ResponseReturnValue:
    """Ask for a hearing about one's own intended listing."""
    entry = db.session.get(ListEntry, number)
    if entry is None or entry.notified_on is None:
        raise NotFound
    demand(Permission.SANCTIONS_DEFEND, entry)
    form = WhyForm()

    def ask() -> str:
        made = verbs.ask(entry, form.why.data, by=current_user, at=clock.now())
        db.session.flush()
        return url_for("sanctions.hearing", number=made.id)

    until = i18n.day(verbs.ask_until(entry))
    return form_page(
        form,
        ask,
        heading=_("要求听证"),
        intro=_("%(name)s（%(day)s 以前可以提出，不收取费用）", name=entry.title, day=until),
        submit=_("要求听证"),
        back=url_for("sanctions.entry", number=number),
        done=_("已要求听证；听证结束以前不作出决定。"),
    )


@bp.get("/sanctions/hearings/")
@requires(READ)
def hearings() -> ResponseReturnValue:
    """The hearings of this person's body; the office sees all."""
    table = Table(
        title=_("听证"),
        name="hearings",
        rows=sa.select(Hearing).join(ListEntry, ListEntry.id == Hearing.entry_id).where(_visible()),
        options=(joinedload(Hearing.entry).joinedload(ListEntry.subject),),
        link=lambda row: url_for("sanctions.hearing", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("subject", _("主体"), lambda row: row.subject.name),
            Column("on", _("听证日期"), lambda row: row.set_for, sort=Hearing.set_for),
            Column("place", _("地点"), lambda row: row.place),
            Column("state", _("状态"), lambda row: HEARING_NAMES[row.state]),
        ],
        order=(Hearing.id.desc(),),
        empty=_("没有听证。"),
    )
    return table.respond()


@bp.get("/sanctions/hearings/<int:number>")
@requires(READ)
def hearing(number: int) -> ResponseReturnValue:
    """One hearing, for both sides."""
    found = _one(number)
    page = Item(
        heading=found.title,
        kicker=_("听证"),
        ref=found.ref,
        badges=[
            Badge(HEARING_NAMES[found.state]),
            *badges(verbs.HEARINGS, found, clock.today()),
        ],
        facts=known(
            (_("主体"), found.subject.name),
            (_("要求听证的理由"), found.why),
            (_("听证日期"), i18n.day(found.set_for)),
            (_("时间"), found.at_time),
            (_("地点"), found.place),
            (_("主持人"), found.chair.name if found.chair else None),
            (_("到场人及身份"), found.present),
            (_("承办人提出的事实、证据和意见"), found.our_side),
            (_("当事人的申辩和质证"), found.their_side),
            (_("提交的材料"), found.material),
            (_("签名"), _signed(found)),
            (_("没有签名的原因"), found.unsigned),
        ),
        acts=buttons(_acts_on(found), verbs.HEARINGS, found, partial(_address, found)),
        timeline=timeline(found),
        aside=pieces.card(found.__tablename__, found.id),
        links=[
            Link(_("查看名单事项"), url_for("sanctions.entry", number=found.entry_id)),
            Link(_("返回列表"), url_for("sanctions.hearings")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/sanctions/hearings/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(READ)
def hearing_act(number: int, move: str) -> ResponseReturnValue:
    """One step of a hearing."""
    back = url_for("sanctions.hearing", number=number)
    return acts.move_page(ACTS, verbs.HEARINGS, _one(number), move, back)


def _signed(found: Hearing) -> str | None:
    if found.signed_on is None:
        return None
    return _("%(name)s（%(note)s）", name=found.signed_by_name, note=i18n.day(found.signed_on))


def _acts_on(found: Hearing) -> dict[str, Act]:
    """Without what only the chair does, for others."""
    chairs = found.chair_id == current_user.id
    return {name: act for name, act in ACTS.items() if chairs or name not in OF_CHAIR}


def _address(found: Hearing, move: str) -> str:
    return url_for("sanctions.hearing_act", number=found.id, move=move)


def _visible() -> sa.ColumnElement[bool]:
    if current_user.role in REACH_ALL:
        return sa.true()
    mine = current_user.body_id or 0
    return sa.or_(ListEntry.subject_id == mine, Hearing.issuer_id == mine)


def _one(number: int) -> Hearing:
    wanted = sa.select(Hearing).join(ListEntry, ListEntry.id == Hearing.entry_id)
    wanted = wanted.where(Hearing.id == number, _visible())
    found = db.session.scalars(for_change(wanted, Hearing)).first()
    if found is None:
        raise NotFound
    return found
