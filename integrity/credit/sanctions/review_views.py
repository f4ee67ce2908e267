"""Candidates for the red list, shown to everybody; what anybody says against one, by a receipt."""

from functools import partial

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import anonymous, public, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.informants.doubt_views import doubt_page, doubt_tracked
from integrity.casework.steps import badges
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES, ListKind
from integrity.credit.sanctions import reviews as verbs
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.review_models import REVIEW_NAMES, ReviewObjection
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.code_columns import code_column
from integrity.people.subjects.models import Subject

DECIDE = Permission.SANCTIONS_DECIDE
ACTS = {
    "uphold": Act(
        _l("异议成立，不予列入"),
        verbs.uphold,
        WhyForm,
        warning=_l("确认后候选主体不予列入，提出异议的人凭回执看到理由。"),
        danger=True,
    ),
    "reject": Act(_l("异议不成立"), verbs.reject, WhyForm),
}


class ReviewFilters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(REVIEW_NAMES), default="")


@bp.get("/lists/red/candidates/")
@public
def candidates() -> ResponseReturnValue:
    """Who is to be honoured, for the days of the rule; anybody may object."""
    table = Table(
        title=_("守信激励对象候选主体公示"),
        name="candidates",
        rows=verbs.candidates(),
        options=(joinedload(ListEntry.subject), joinedload(ListEntry.initiator)),
        link=lambda row: url_for("sanctions.entry", number=row.id),
        columns=[
            Column("name", _("名称"), lambda row: row.subject.name, sort=Subject.name),
            code_column(lambda row: row.subject.uscc),
            Column("ground", _("列入事由"), lambda row: GROUND_NAMES[row.ground]),
            Column("shown", _("公示开始"), lambda row: row.shown_on),
            Column("until", _("公示截止"), lambda row: row.shown_until, sort=ListEntry.shown_until),
        ],
        search=(Subject.name, Subject.uscc),
        order=(ListEntry.shown_until, ListEntry.id),
        empty=_("目前没有公示中的候选主体。"),
    )
    said = _("对候选主体有异议的，任何人都可以在公示期内提出，不用登录；凭回执查询答复。")
    return table.respond(intro=said)


@bp.route("/lists/entries/<int:number>/object", methods=["GET", "POST"])
@anonymous
def review_new(number: int) -> ResponseReturnValue:
    """Object to a candidate, whoever one is; a good form is answered with the receipt."""
    wanted = verbs.candidates().where(ListEntry.id == number)
    entry = db.session.scalars(wanted).first()
    if entry is None:
        raise NotFound
    return doubt_page(
        entry,
        entry.subject.name,
        verbs.file,
        track=url_for("sanctions.review_track"),
        back=url_for("sanctions.entry", number=number),
    )


@bp.route("/lists/red/objections/track", methods=["GET", "POST"])
@anonymous
def review_track() -> ResponseReturnValue:
    """What became of an objection, for whoever has its receipt."""
    return doubt_tracked(ReviewObjection, REVIEW_NAMES, back=url_for("sanctions.candidates"))


@bp.get("/sanctions/reviews/")
@requires(DECIDE)
def reviews() -> ResponseReturnValue:
    """What was said against candidates, the open ones first."""
    table = Table(
        title=_("公示异议"),
        name="reviews",
        rows=sa.select(ReviewObjection),
        options=(joinedload(ReviewObjection.entry).joinedload(ListEntry.subject),),
        link=lambda row: url_for("sanctions.review", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("subject", _("候选主体"), lambda row: row.subject.name),
            Column("at", _("收到日期"), lambda row: clock.local_day(row.received_at)),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: REVIEW_NAMES[row.state]),
        ],
        search=(ReviewObjection.ref, ReviewObjection.text),
        filters=ReviewFilters,
        narrow={"state": lambda value: ReviewObjection.state == value},
        order=(ReviewObjection.closed_on.is_not(None), ReviewObjection.id.desc()),
        empty=_("没有对候选主体的异议。"),
    )
    return table.respond(intro=_("由没有提出列入建议的人核查；没有答复以前，不能认定。"))


@bp.get("/sanctions/reviews/<int:number>")
@requires(DECIDE)
def review(number: int) -> ResponseReturnValue:
    """One of them."""
    found = _one(number)
    page = Item(
        heading=found.title,
        kicker=_("公示异议"),
        ref=found.ref,
        badges=[Badge(REVIEW_NAMES[found.state]), *badges(verbs.REVIEWS, found, clock.today())],
        facts=known(
            (_("候选主体"), found.subject.name),
            (_("名单"), LIST_NAMES[ListKind.RED]),
            (_("收到日期"), i18n.day(clock.local_day(found.received_at))),
            (_("异议的事实和理由"), found.text or _("保存期满，已删除")),
            (_("答复"), found.answer),
            (_("办结日期"), i18n.day(found.closed_on)),
        ),
        acts=buttons(_acts_on(found), verbs.REVIEWS, found, partial(_address, found)),
        timeline=timeline(found),
        links=[
            Link(_("查看名单事项"), url_for("sanctions.entry", number=found.entry_id)),
            Link(_("返回列表"), url_for("sanctions.reviews")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/sanctions/reviews/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(DECIDE)
def review_act(number: int, move: str) -> ResponseReturnValue:
    """Uphold or reject it, with reasons that who filed it reads."""
    back = url_for("sanctions.review", number=number)
    return acts.move_page(ACTS, verbs.REVIEWS, _one(number), move, back)


def _acts_on(found: ReviewObjection) -> dict[str, Act]:
    return ACTS if verbs.may_decide(current_user, found.entry) else {}


def _address(found: ReviewObjection, move: str) -> str:
    return url_for("sanctions.review_act", number=found.id, move=move)


def _one(number: int) -> ReviewObjection:
    return to_move(ReviewObjection, number)
