"""At the desk of the office: who waits for a check of identity, what shows it, the decision."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.permissions import Permission
from integrity.base.stamps import requires, to_move
from integrity.casework.acts import Act, buttons, move_page, timeline
from integrity.casework.documents import pieces
from integrity.casework.steps import badges
from integrity.credit.petitions import service
from integrity.credit.petitions.forms import AdmitForm, ReturnForm
from integrity.credit.petitions.models import (
    PARTY_NAMES,
    SHORTFALL_NAMES,
    STATE_NAMES,
    TONES,
    Petition,
)
from integrity.credit.petitions.views import bp
from integrity.credit.records.remedies import address_of
from integrity.files import attached
from integrity.pages.evidence import shown_to
from integrity.pages.form_pages import form_page
from integrity.pages.forms import FilterForm, PostForm
from integrity.pages.items import Badge, Item, Link, known
from integrity.pages.tables import Column, Table, choices

ADMIT = Permission.OBJECTIONS_ADMIT
ACTS = {
    "admit_petition": Act(
        _l("身份已核验，转入办理"),
        service.admit_petition,
        AdmitForm,
        _l("异议从提交之日起计算期限，记录随即标明“异议处理中”，由作出认定的单位办理。"),
    ),
    "return_petition": Act(
        _l("退回"),
        service.return_petition,
        ReturnForm,
        _l("退回函随即作出，申请人凭回执看到情形和理由，可以补齐后再提出。"),
        danger=True,
    ),
}


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")


@bp.get("/")
@requires(ADMIT)
def index() -> ResponseReturnValue:
    """What was handed in, that which waits first; who did stands nowhere in the list."""
    table = Table(
        title=_("不登录提出的异议"),
        name="petitions",
        rows=sa.select(Petition),
        options=(joinedload(Petition.checked_by),),
        link=lambda row: url_for("petitions.item", number=row.id),
        columns=[
            Column("ref", _("受理编号"), lambda row: row.ref),
            Column("about", _("信用记录或者名单"), lambda row: row.about),
            Column("party", _("提出异议的是"), lambda row: PARTY_NAMES[row.party]),
            Column("at", _("收到日期"), lambda row: clock.local_day(row.received_at)),
            Column("due", _("核验期限"), lambda row: row.step_due_on, sort=Petition.step_due_on),
            Column("state", _("状态"), lambda row: STATE_NAMES[row.state]),
            Column("by", _("核验人"), lambda row: row.checked_by and row.checked_by.name),
        ],
        search=(Petition.ref, Petition.about),
        filters=Filters,
        narrow={"state": lambda value: Petition.state == value},
        order=(Petition.closed_on.is_not(None), Petition.id.desc()),
        empty=_("没有不登录提出的异议。"),
    )
    return table.respond(intro=_("身份由办公室核验，作出认定的单位不参与；核验以后是普通的异议。"))


@bp.get("/<int:number>")
@requires(ADMIT)
def item(number: int) -> ResponseReturnValue:
    """One of them, without who it is."""
    return render_template("streams/item.html", page=_page(to_move(Petition, number)))


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(ADMIT)
def act(number: int, move: str) -> ResponseReturnValue:
    """Admit it or return it."""
    back = url_for("petitions.item", number=number)
    return move_page(ACTS, service.FLOW, to_move(Petition, number), move, back)


@bp.route("/<int:number>/identity", methods=["GET", "POST"])
@requires(ADMIT)
def identity(number: int) -> ResponseReturnValue:
    """Who it is, to who opens it; it is logged."""
    found = to_move(Petition, number)

    def open_() -> ResponseReturnValue:
        said = service.look(found, by=current_user, at=clock.now())
        pairs = (
            (_("单位名称或者本人姓名"), said.name),
            (_("统一社会信用代码或者本人身份证号码"), said.number),
            (_("联系人"), said.person),
            (_("联系电话"), said.contact),
        )
        return render_template("streams/item.html", page=_page(found, *pairs)), 200

    return form_page(
        PostForm(),
        open_,
        heading=_("查看异议人的身份"),
        intro=_("查看会被记录。"),
        submit=_("查看"),
        back=url_for("petitions.item", number=number),
    )


def _page(found: Petition, *opened: tuple[Any, Any]) -> Item:
    thing = service.named(found.about)
    return Item(
        heading=found.ref,
        kicker=_("不登录提出的异议"),
        ref=found.ref,
        badges=[
            Badge(STATE_NAMES[found.state], TONES[found.state]),
            *badges(service.FLOW, found, clock.today()),
        ],
        facts=known(
            (_("信用记录或者名单"), found.about),
            (_("编号所指的内容"), thing.title if thing else _("没有这一编号")),
            (_("编号所指的主体"), thing.subject.name if thing else None),
            (_("提出异议的是"), PARTY_NAMES[found.party]),
            (_("收到日期"), i18n.day(clock.local_day(found.received_at))),
            (_("异议事实和理由"), found.statement or _("保存期满，已删除")),
            (_("退回的情形"), SHORTFALL_NAMES[found.shortfall] if found.shortfall else None),
            (_("核验的方式和结果"), found.checked),
            (_("核验人"), found.checked_by and found.checked_by.name),
            *opened,
        ),
        acts=buttons(ACTS, service.FLOW, found, partial(_address, found)),
        timeline=timeline(found),
        evidence=shown_to(attached.of(Petition.__tablename__, [found.id]), current_user),
        aside=pieces.card(found.__tablename__, found.id),
        links=_links(found, thing),
    )


def _links(found: Petition, thing: Any) -> list[Link]:
    links = [Link(_("查看异议人的身份"), url_for("petitions.identity", number=found.id))]
    if thing:
        links.append(Link(_("查看信用记录或者名单"), address_of(thing)))
    if found.objection_id:
        links.append(Link(_("异议"), url_for("objections.item", number=found.objection_id)))
    return [*links, Link(_("返回列表"), url_for("petitions.index"))]


def _address(found: Petition, move: str) -> str:
    return url_for("petitions.act", number=found.id, move=move)
