"""What good credit brings, by field, for everybody; and the pages on which offers are made."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db, for_change
from integrity.base.errors import Forbidden, NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import public, requires
from integrity.casework import acts
from integrity.casework.acts import Act, buttons
from integrity.casework.steps import badges
from integrity.credit.measures.models import WORD_OF_KIND
from integrity.credit.offers import service
from integrity.credit.offers.models import (
    FIELD_NAMES,
    OFFER_NAMES,
    OFFERER_NAMES,
    STAGE_NAMES,
    Offer,
    OfferState,
)
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import ChosenField, DayField, FilterForm, PostForm, WhyForm
from integrity.pages.items import Badge, Button, Event, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import KIND_NAMES, Subject, SubjectKind

bp = Blueprint("offers", __name__, url_prefix="/offers")
P = Permission
NEEDED = InputRequired(_l("请填写。"))
CLAIMING = {WORD_OF_KIND[kind]: KIND_NAMES[kind] for kind in KIND_NAMES if kind != SubjectKind.BODY}
ACTS = {
    "publish": Act(_l("审核公布"), service.publish),
    "decline": Act(_l("不予公布"), service.decline, WhyForm, primary=False),
    "withdraw": Act(_l("停止提供"), service.withdraw, WhyForm, primary=False),
}


def _text(label: Any, hint: Any = "", *, needed: bool = True) -> TextAreaField:
    found = [Length(max=4000)]
    more = [NEEDED, *found] if needed else found
    return TextAreaField(label, description=hint, default="", validators=more)


class Filters(FilterForm):
    field = SelectField(_l("领域"), choices=lambda: choices(FIELD_NAMES), default="")
    stage = SelectField(_l("阶段"), choices=lambda: choices(STAGE_NAMES), default="")
    offerer = SelectField(_l("提供者"), choices=lambda: choices(OFFERER_NAMES), default="")
    subject = SelectField(_l("适用对象"), choices=lambda: choices(CLAIMING), default="")


class OfferForm(PostForm):
    field = ChosenField(_l("领域"), choices=lambda: list(FIELD_NAMES.items()))
    stage = SelectField(
        _l("阶段"), choices=lambda: [("", _("不限")), *STAGE_NAMES.items()], default=""
    )
    offerer = ChosenField(_l("提供者类别"), choices=lambda: list(OFFERER_NAMES.items()))
    offered_by = StringField(_l("提供者"), validators=[NEEDED, Length(max=200)])
    title = StringField(_l("优惠或者便利"), validators=[NEEDED, Length(max=200)])
    content = _text(_l("内容"))
    applies_to = SelectMultipleField(
        _l("适用对象"), choices=lambda: list(CLAIMING.items()), validators=[NEEDED], default=()
    )
    on_the_red_list = BooleanField(_l("只提供给守信激励对象"))
    conditions = _text(_l("其他条件"), _l("例如提供者自己评定的等级。"), needed=False)
    how = _text(_l("怎样申请"))
    contact = StringField(
        _l("不兑现时向谁反映"),
        description=_l("写单位和电话，不写个人姓名。"),
        validators=[NEEDED, Length(max=200)],
    )
    valid_from = DayField(_l("开始日期"), validators=[NEEDED])
    valid_until = DayField(_l("截止日期"), description=_l("长期提供的不填。"))


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """What can be claimed now; who is logged in for a firm sees whether it may."""
    subject = _claimant()
    columns = [
        Column("title", _("优惠或者便利"), lambda row: row.title),
        Column("field", _("领域"), lambda row: FIELD_NAMES[row.field]),
        Column("stage", _("阶段"), lambda row: STAGE_NAMES[row.stage] if row.stage else _("不限")),
        Column("by", _("提供者"), lambda row: row.offered_by),
        Column("kinds", _("适用对象"), _kinds),
        Column("until", _("截止日期"), lambda row: row.valid_until, sort=Offer.valid_until),
    ]
    if subject:
        standing, today = service.standing(subject), clock.today()
        columns.append(
            Column(
                "mine", _("本单位能否申请"),
                lambda row: service.refusal(row, subject, standing, today) or _("可以申请"),
            )
        )  # fmt: skip
    table = Table(
        title=_("守信能得到什么"),
        name="offers",
        rows=service.published(),
        link=lambda row: url_for("offers.item", number=row.id),
        columns=columns,
        search=(Offer.title, Offer.content, Offer.offered_by),
        filters=Filters,
        narrow={
            "field": lambda value: Offer.field == value,
            "stage": lambda value: Offer.stage == value,
            "offerer": lambda value: Offer.offerer == value,
            "subject": lambda value: Offer.applies_to.contains(value),
        },
        order=(Offer.field, Offer.id),
        empty=_("目前没有符合条件的优惠或者便利。"),
    )
    keep = []
    if current_user.is_authenticated and current_user.can(P.OFFERS_MAKE):
        keep = [Button(_("维护守信优惠"), url_for("offers.own"), primary=True)]
    return table.respond(acts=keep, intro=_("按领域和阶段列出守信主体可以得到的优惠和便利。"))


@bp.get("/own/")
@requires(P.OFFERS_MAKE)
def own() -> ResponseReturnValue:
    """Every offer in whatever state: all for the office, its own for a body."""
    table = Table(
        title=_("维护守信优惠"),
        name="own-offers",
        rows=sa.select(Offer).where(current_user.reaches(Offer.body_id)),
        options=(joinedload(Offer.body),),
        link=lambda row: url_for("offers.item", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("title", _("优惠或者便利"), lambda row: row.title),
            Column("field", _("领域"), lambda row: FIELD_NAMES[row.field]),
            Column("by", _("提供者"), lambda row: row.offered_by),
            Column("body", _("登记单位"), _registrar),
            Column("state", _("状态"), lambda row: OFFER_NAMES[row.state]),
        ],
        search=(Offer.title, Offer.offered_by),
        order=(Offer.id.desc(),),
        empty=_("没有登记守信优惠。"),
    )
    return table.respond(acts=[Button(_("登记优惠"), url_for("offers.new"), primary=True)])


@bp.route("/new", methods=["GET", "POST"])
@requires(P.OFFERS_MAKE)
def new() -> ResponseReturnValue:
    """An offer of one's own body, or one that the office was told of."""
    form = OfferForm()
    body = None if current_user.role in REACH_ALL else current_user.body
    if body is None and current_user.role not in REACH_ALL:
        raise Forbidden

    def make() -> str:
        made = service.make(body, **answers(form), by=current_user, at=clock.now())
        return url_for("offers.item", number=made.id)

    back = url_for("offers.own")
    return form_page(
        form, make, heading=_("登记优惠"), submit=_("保存"), back=back,
        done=_("已登记，由另一人审核后公布。"),
    )  # fmt: skip


@bp.get("/<int:number>")
@public
def item(number: int) -> ResponseReturnValue:
    """One offer: what, from whom, for whom, until when, how; and whether one's own firm may."""
    found = _one(number)
    inside, subject, today = _inside(found), _claimant(), clock.today()
    answer = None
    if subject:
        why = service.refusal(found, subject, service.standing(subject), today)
        answer = _("可以申请。") if not why else _("不能申请：%(why)s。", why=why)
    page = Item(
        heading=found.title,
        kicker=FIELD_NAMES[found.field],
        ref=found.ref,
        badges=[Badge(OFFER_NAMES[found.state]), *badges(service.FLOW, found, today)],
        facts=known(
            (_("本单位能否申请"), answer),
            (_("内容"), found.content),
            (_("阶段"), STAGE_NAMES[found.stage] if found.stage else _("不限")),
            (_("提供者"), f"{found.offered_by}（{OFFERER_NAMES[found.offerer]}）"),
            (_("登记单位"), _registrar(found)),
            (_("适用对象"), _kinds(found)),
            (
                _("名单"),
                _("守信激励对象") if found.on_the_red_list else _("没有公开的失信记录即可"),
            ),
            (_("其他条件"), found.conditions),
            (_("怎样申请"), found.how),
            (_("不兑现时向谁反映"), found.contact),
            (_("开始日期"), i18n.day(found.valid_from)),
            (_("截止日期"), i18n.day(found.valid_until) or _("长期")),
        ),
        acts=buttons(_acts_on(found), service.FLOW, found, partial(_address, found)),
        timeline=[
            Event(move_name(e.move), at=e.at, who=e.who if inside else None, why=e.why)
            for e in audit.history(found)
        ],
        links=[Link(_("查看全部优惠和便利"), url_for("offers.index"))],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.OFFERS_MAKE)
def act(number: int, move: str) -> ResponseReturnValue:
    """Publish, decline, withdraw."""
    back = url_for("offers.item", number=number)
    return acts.move_page(ACTS, service.FLOW, _one(number), move, back)


def _claimant() -> Subject | None:
    """The firm for which somebody is logged in."""
    body = current_user.body if current_user.is_authenticated else None
    return body if body and body.kind is not SubjectKind.BODY else None


def _kinds(offer: Offer) -> str:
    kinds = offer.subject_kinds
    return _("、").join(str(name) for kind, name in KIND_NAMES.items() if kind in kinds)


def _registrar(offer: Offer) -> str:
    return offer.body.name if offer.body else _("领导小组办公室")


def _acts_on(offer: Offer) -> dict[str, Act]:
    """Without what another person has to do."""
    made = current_user.is_authenticated and offer.made_by_id == current_user.id
    return {name: act for name, act in ACTS.items() if not (made and name == "publish")}


def _address(offer: Offer, move: str) -> str:
    return url_for("offers.act", number=offer.id, move=move)


def _inside(offer: Offer) -> bool:
    """Whether the person logged in keeps this offer."""
    return bool(current_user.is_authenticated and current_user.can(P.OFFERS_MAKE, offer))


def _one(number: int) -> Offer:
    wanted = for_change(sa.select(Offer).where(Offer.id == number), Offer)
    found = db.session.scalars(wanted).first()
    if found is None or not (found.state is OfferState.OPEN or _inside(found)):
        raise NotFound
    return found
