"""Rounds and their candidates: what everybody reads, sending in, and the acts of the office."""

from functools import partial

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
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
from integrity.base.stamps import public, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.steps import badges
from integrity.credit.sanctions import recommendations
from integrity.credit.stars import objections, service, visibility
from integrity.credit.stars.forms import CandidateForm, RoundForm
from integrity.credit.stars.models import (
    KIND_NAMES,
    STATE_NAMES,
    CandidateState,
    StarCandidate,
    StarKind,
    StarRound,
)
from integrity.files import attached
from integrity.pages.evidence import shown_to
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, PostForm, WhyForm
from integrity.pages.items import Badge, Button, Item, Link, Section, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

bp = Blueprint("stars", __name__, url_prefix="/stars")
P = Permission
BASIS = "济高信用办〔2019〕7号 三（六）8"
ACTS = {
    "publicise": Act(_l("公示"), service.publicise),
    "decide": Act(_l("评定"), service.decide, WhyForm),
    "confirm": Act(
        _l("复核评定"), service.confirm, WhyForm, _l("评定后向社会公布，出具荣誉证书。")
    ),
    "send_back": Act(_l("退回重新评定"), service.send_back, WhyForm),
    "turn_down": Act(_l("不予评定"), service.turn_down, WhyForm, danger=True),
    "withdraw": Act(_l("撤回"), service.withdraw, WhyForm, primary=False, danger=True),
}


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Every round, the newest first."""
    table = Table(
        title=_("诚信之星和信用品牌评选"),
        name="star-rounds",
        rows=sa.select(StarRound),
        link=lambda row: url_for("stars.round_item", number=row.id),
        columns=[
            Column("kind", _("评选种类"), lambda row: KIND_NAMES[row.kind]),
            Column("year", _("年度"), lambda row: row.year, sort=StarRound.year),
            Column("until", _("报送截止"), lambda row: row.sending_until),
            Column("result", _("通报日期"), lambda row: row.circulated_on),
        ],
        order=(StarRound.year.desc(), StarRound.id.desc()),
        empty=_("还没有开始评选。"),
    )
    may = current_user.is_authenticated and current_user.can(P.SANCTIONS_DECIDE)
    new = [Button(_("开始评选"), url_for("stars.new"), primary=True)] if may else []
    return table.respond(
        acts=new,
        intro=_(
            "由各单位和行业协会报送，公示期间任何人都可以提出异议，由两人先后评定；失信的取消称号。"
        ),
    )


@bp.get("/rounds/<int:number>")
@public
def round_item(number: int) -> ResponseReturnValue:
    """One round: its conditions, who is shown and who is honoured."""
    found = _round(number)
    rows = db.session.scalars(
        sa.select(StarCandidate)
        .where(StarCandidate.round_id == found.id, visibility.public())
        .options(joinedload(StarCandidate.subject), joinedload(StarCandidate.sent_by))
        .order_by(StarCandidate.id)
    ).all()
    groups = [
        (label, [c for c in rows if c.state is state])
        for label, state in (
            (_("已评定"), CandidateState.HONOURED),
            (_("公示中"), CandidateState.SHOWN),
        )
    ]
    page = Item(
        heading=found.title,
        kicker=_("诚信之星和信用品牌评选"),
        ref=found.ref,
        facts=known(
            (_("评选种类"), KIND_NAMES[found.kind]),
            (_("报送截止日期"), i18n.day(found.sending_until)),
            (_("评选条件"), found.conditions),
            (_("依据"), BASIS),
            (_("结果通报日期"), i18n.day(found.circulated_on)),
        ),
        acts=_round_acts(found),
        parts=[Section("stars/_candidates.html", {"groups": groups})],
        links=[
            Link(_("查询公示异议"), url_for("stars.track")),
            Link(_("查看全部评选"), url_for("stars.index")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@requires(P.SANCTIONS_DECIDE)
def new() -> ResponseReturnValue:
    """Begin a round of a year."""
    form = RoundForm()

    def begin() -> str:
        made = service.open_round(**answers(form), by=current_user, at=clock.now())
        return url_for("stars.round_item", number=made.id)

    return form_page(
        form, begin, heading=_("开始评选"), submit=_("开始"), back=url_for("stars.index")
    )


@bp.route("/rounds/<int:number>/send", methods=["GET", "POST"])
@requires(P.SANCTIONS_RECOMMEND)
def send(number: int) -> ResponseReturnValue:
    """Send somebody in."""
    found = _round(number)
    form = CandidateForm(of_brands=found.kind is StarKind.BRAND)

    def sent() -> str:
        made = service.send(found, **answers(form), by=current_user, at=clock.now())
        return url_for("stars.item", number=made.id)

    return form_page(
        form, sent, heading=_("报送候选主体"), intro=found.title, submit=_("报送"),
        back=url_for("stars.round_item", number=number),
    )  # fmt: skip


@bp.route("/rounds/<int:number>/result", methods=["GET", "POST"])
@requires(P.SANCTIONS_DECIDE)
def result(number: int) -> ResponseReturnValue:
    """Draft the circular of the result; it is reviewed, issued and sent like every paper."""
    found = _round(number)

    def draft() -> str:
        service.circulate(found, by=current_user, at=clock.now())
        return url_for("documents.index")

    return form_page(
        PostForm(), draft, heading=_("编制结果通报"), submit=_("生成草稿"),
        intro=_("生成通报草稿；由另一人核稿、签发后送达各单位。"),
        back=url_for("stars.round_item", number=number), done=_("已生成通报草稿。"),
    )  # fmt: skip


@bp.get("/candidates/")
@requires(P.SANCTIONS_READ)
def sent() -> ResponseReturnValue:
    """What this person's body sent in or is a candidate of; the office sees all."""
    table = Table(
        title=_("诚信之星评选"),
        name="star-candidates",
        rows=sa.select(StarCandidate)
        .join(Subject, Subject.id == StarCandidate.subject_id)
        .where(visibility.own(current_user)),
        options=(
            joinedload(StarCandidate.subject),
            joinedload(StarCandidate.round),
            joinedload(StarCandidate.sent_by),
        ),
        link=lambda row: url_for("stars.item", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("who", _("候选主体"), lambda row: row.title, sort=Subject.name),
            Column("round", _("评选"), lambda row: row.round.title),
            Column("by", _("报送单位"), lambda row: row.sent_by.name),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: STATE_NAMES[row.state]),
        ],
        search=(Subject.name, Subject.uscc, StarCandidate.product),
        filters=Filters,
        narrow={"state": lambda value: StarCandidate.state == value},
        order=(StarCandidate.id.desc(),),
        empty=_("没有候选主体。"),
    )
    return table.respond(acts=[Button(_("查看全部评选"), url_for("stars.index"))])


@bp.get("/candidates/<int:number>")
@public
def item(number: int) -> ResponseReturnValue:
    """One candidate; how it came about is for those who take part."""
    found = _one(number)
    inside = _takes_part() and current_user.can(P.SANCTIONS_READ, found)
    files = attached.of(found.__tablename__, [found.id]) if inside else []
    step = badges(service.FLOW, found, clock.today()) if inside else []
    page = Item(
        heading=found.title,
        kicker=found.round.title,
        ref=found.ref,
        badges=[Badge(STATE_NAMES[found.state]), *step],
        facts=known(
            (_("报送单位"), found.sent_by.name),
            (_("产品名称"), found.product),
            (_("推荐理由"), found.reasons),
            (_("公示开始"), i18n.day(found.shown_on)),
            (_("公示截止"), i18n.day(found.shown_until)),
            (_("评定日期"), i18n.day(found.honoured_on)),
            (_("称号取消日期"), i18n.day(found.ended_on)),
            (_("没有评定或者取消的理由"), found.answer if inside else None),
        ),
        acts=buttons(ACTS, service.FLOW, found, partial(_address, found)) if inside else [],
        evidence=shown_to(files, current_user) if inside else None,
        timeline=timeline(found) if inside else [],
        steps=_ways(found),
        links=[
            Link(_("查看本次评选"), url_for("stars.round_item", number=found.round_id)),
            *([Link(_("返回列表"), url_for("stars.sent"))] if inside else []),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/candidates/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.SANCTIONS_READ)
def act(number: int, move: str) -> ResponseReturnValue:
    """Show it, decide, confirm, turn down, take back."""
    back = url_for("stars.item", number=number)
    return acts.move_page(ACTS, service.FLOW, _one(number), move, back)


def _ways(found: StarCandidate) -> list[Link]:
    """What anybody can do about a candidate."""
    if not objections.is_open(found, clock.today()):
        return []
    return [Link(_("对候选主体提出异议"), url_for("stars.object_to", number=found.id))]


def _round_acts(found: StarRound) -> list[Button]:
    if not _takes_part():
        return []
    body, ways = current_user.body, []
    sends = current_user.can(P.SANCTIONS_RECOMMEND) and body and recommendations.grounds(body)
    if sends and clock.today() <= found.sending_until:
        address = url_for("stars.send", number=found.id)
        ways.append(Button(_("报送候选主体"), address, primary=True))
    if current_user.can(P.SANCTIONS_DECIDE) and not found.circulated_on:
        ways.append(Button(_("编制结果通报"), url_for("stars.result", number=found.id)))
    return ways


def _takes_part() -> bool:
    return bool(current_user.is_authenticated and current_user.can(P.SANCTIONS_READ))


def _address(found: StarCandidate, move: str) -> str:
    return url_for("stars.act", number=found.id, move=move)


def _round(number: int) -> StarRound:
    found = db.session.get(StarRound, number)
    if found is None:
        raise NotFound
    return found


def _one(number: int) -> StarCandidate:
    return to_move(StarCandidate, number, visibility.visible(current_user))
