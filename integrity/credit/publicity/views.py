"""Licences and penalties for everybody, the page of one of them, and what becomes of it."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires
from integrity.casework import acts
from integrity.casework.acts import Act, buttons
from integrity.casework.steps import badges
from integrity.credit.publicity import (
    check_views,
    desk_views,
    made_views,
    monitoring_views,
    row_views,
    service,
)
from integrity.credit.publicity.blueprint import bp
from integrity.credit.publicity.flow import FLOW
from integrity.credit.publicity.layouts import CELLS
from integrity.credit.publicity.models import (
    ANNULMENT_NAMES,
    LAYOUT_NAMES,
    PERSONS,
    SHOWN,
    STATE_NAMES,
    Posting,
    PostingState,
)
from integrity.pages.forms import (
    ChosenField,
    DayField,
    FilterForm,
    PostForm,
    WhyForm,
    no_identity_number,
)
from integrity.pages.items import Badge, Button, Item, Link, known
from integrity.pages.tables import Column, Table, choices

__all__ = ["bp", "check_views", "desk_views", "made_views", "monitoring_views", "row_views"]
P = Permission
NEEDED = InputRequired(_l("请填写。"))
TITLES = {layout: name for layout, name in LAYOUT_NAMES.items() if layout not in PERSONS}


class Filters(FilterForm):
    layout = SelectField(_l("信息类别"), choices=lambda: choices(TITLES), default="")


class AnnulForm(PostForm):
    """What became of the decision, since when and by which paper."""

    annulment = ChosenField(_l("变动情况"), choices=lambda: list(ANNULMENT_NAMES.items()))
    annulled_on = DayField(_l("变动日期"), validators=[NEEDED])
    annulled_by = StringField(
        _l("依据文书"),
        description=_l("撤销、变更决定书或者裁判文书的名称和文号。"),
        validators=[NEEDED, Length(max=200), no_identity_number],
    )


ACTS = {
    "claim": Act(_l("反映决定已撤销或者变更"), service.claim, AnnulForm, primary=False),
    "annul": Act(_l("登记决定已撤销或者变更"), service.annul, AnnulForm, primary=False),
    "let_stand": Act(_l("核实决定仍然有效"), service.let_stand, WhyForm, primary=False),
    "withdraw": Act(
        _l("撤回公示并公开说明理由"),
        service.withdraw,
        WhyForm,
        warning=_l("理由将在公示页面公开。"),
    ),
}


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """What everybody may read today; natural persons are not in it."""
    table = Table(
        title=_("行政许可和行政处罚公示"),
        name="publicity",
        rows=sa.select(Posting).where(service.shown(clock.today())),
        options=(joinedload(Posting.body),),
        link=lambda row: url_for("publicity.item", number=row.id),
        columns=columns(),
        search=(Posting.party_name, Posting.number, Posting.party_key),
        filters=Filters,
        narrow={"layout": lambda value: Posting.layout == value},
        order=(Posting.decided_on.desc(), Posting.id.desc()),
        empty=_("没有符合条件的公示信息。"),
    )
    keep = []
    if current_user.is_authenticated and current_user.can(P.POSTINGS_KEEP):
        keep = [Button(_("维护公示信息"), url_for("publicity.own"), primary=True)]
    return table.respond(
        acts=keep,
        intro=_("自作出决定之日起七个工作日内公示。自然人的信息不公示。"),
    )


def columns() -> list[Column]:
    """What a list says of each."""
    return [
        Column("party", _("行政相对人名称"), lambda row: row.party_name),
        Column("layout", _("信息类别"), lambda row: LAYOUT_NAMES[row.layout]),
        Column("number", _("决定文号"), lambda row: row.number),
        Column("body", _("作出决定的单位"), lambda row: row.body.name),
        Column("decided", _("决定日期"), lambda row: row.decided_on, sort=Posting.decided_on),
        Column("on", _("公示日期"), lambda row: row.on, sort=Posting.on),
    ]


@bp.get("/<int:number>")
@public
def item(number: int) -> ResponseReturnValue:
    """One of them; of what was taken back only that, and why."""
    found, today = one(number), clock.today()
    inside = is_inside(found)
    readable = found.public and (inside or service.is_shown(found, today))
    page = Item(
        heading=found.number,
        kicker=LAYOUT_NAMES[found.layout],
        ref=found.ref,
        badges=[Badge(STATE_NAMES[found.state]), *badges(FLOW, found, today)],
        facts=[*_facts(found, readable or inside), *(_said(found) if readable else [])],
        acts=[
            *_correcting(found),
            *buttons(_acts_of(found), FLOW, found, partial(_address, found)),
        ],
        timeline=acts.timeline(found) if inside else [],
        links=_links(found),
    )
    return render_template("streams/item.html", page=page)


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.DESK)
def act(number: int, move: str) -> ResponseReturnValue:
    """Say or find that the decision was annulled, and take it back."""
    found = one(number)
    back = url_for("publicity.item", number=number)
    return acts.move_page(_acts_of(found), FLOW, found, move, back)


def one(number: int) -> Posting:
    """A posting that the person may see; raises NotFound."""
    wanted = for_change(sa.select(Posting).where(Posting.id == number), Posting)
    found = db.session.scalars(wanted).first()
    if found is None or not (found.public or is_inside(found)):
        raise NotFound
    over = found.state in SHOWN and not service.is_shown(found, clock.today())
    if over and not is_inside(found):
        raise NotFound
    return found


def is_inside(found: Posting) -> bool:
    """Whether the person logged in keeps it, oversees it, or is meant by it."""
    user = current_user
    if not user.is_authenticated:
        return False
    return any(user.can(p, found) for p in (P.POSTINGS_KEEP, P.POSTINGS_CLAIM))


def _facts(found: Posting, named: bool) -> list[Any]:
    """What is told of it in any state; whom it is about only while it is shown."""
    by = i18n.day(found.due_on) if found.due_on else None
    return list(
        known(
            (_("行政相对人名称"), found.party_name if named else None),
            (_("作出决定的单位"), found.body.name),
            (_("决定日期"), i18n.day(found.decided_on)),
            (_("公示日期"), i18n.day(found.on)),
            (_("应当公示的最后一天"), by),
            (_("公示截止日期"), i18n.day(found.until) if found.until else None),
            (_("变动情况"), ANNULMENT_NAMES[found.annulment] if found.annulment else None),
            (_("变动日期"), i18n.day(found.annulled_on) if found.annulled_on else None),
            (_("依据文书"), found.annulled_by),
            (_("撤回理由"), found.why),
        )
    )


def _said(found: Posting) -> list[Any]:
    """The columns of the template that are filled in and not sealed."""
    said = (
        (cell.label, "；".join(value) if isinstance(value, list) else value)
        for cell in CELLS[found.layout]
        if (value := found.said.get(cell.key))
    )
    return list(known(*said))


def _links(found: Posting) -> list[Link]:
    links = [Link(_("全部公示信息"), url_for("publicity.index"))]
    successor = db.session.scalar(sa.select(Posting.id).where(Posting.corrects_id == found.id))
    if successor:
        links.insert(0, Link(_("更正后的公示信息"), url_for("publicity.item", number=successor)))
    if found.corrects_id:
        before = url_for("publicity.item", number=found.corrects_id)
        links.insert(0, Link(_("更正前的公示信息"), before))
    return links


def _acts_of(found: Posting) -> dict[str, Act]:
    return {name: act for name, act in ACTS.items() if name != "claim" or _is_party(found)}


def _correcting(found: Posting) -> list[Button]:
    """Its body says it otherwise at any time, while nobody says that the decision is void."""
    mine = current_user.is_authenticated and current_user.can(P.POSTINGS_KEEP, found)
    if not mine or found.state is not PostingState.STANDING:
        return []
    return [Button(_("更正"), url_for("publicity.correct_row", number=found.id))]


def _is_party(found: Posting) -> bool:
    return bool(current_user.is_authenticated and current_user.body_id == found.party_id)


def _address(found: Posting, move: str) -> str:
    return url_for("publicity.act", number=found.id, move=move)
