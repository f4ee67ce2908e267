"""The pages of suits: the list, one suit, telling of a new one, the finding."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import Forbidden
from integrity.base.stamps import demand, requires
from integrity.casework import acts, streams
from integrity.credit.described import describe
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.form_pages import answers, form_page
from integrity.pages.items import Badge, Button, Link
from integrity.pages.tables import Table
from integrity.streams.courts.models import CourtCase
from integrity.streams.courts.numbers import key
from integrity.streams.lawsuits import service
from integrity.streams.lawsuits.fields import FIELDS
from integrity.streams.lawsuits.forms import BringForm, FindForm
from integrity.streams.lawsuits.models import STATE_NAMES, TONES, Lawsuit, SuitOutcome
from integrity.streams.lawsuits.permissions import LawsuitsPermission as P

Filters = narrowed_by(FIELDS)
bp = Blueprint("lawsuits", __name__, url_prefix="/lawsuits")


def stream() -> streams.Stream:
    return streams.named("lawsuits")


acts.pages(bp, stream)


@bp.get("/")
@requires(P.READ)
def index() -> ResponseReturnValue:
    """The suits this person may see."""
    today = clock.today()
    table = Table(
        title=_("执行前涉诉案件"),
        name="lawsuits",
        rows=sa.select(Lawsuit).join(Lawsuit.subject).where(stream().visible(current_user)),
        options=(contains_eager(Lawsuit.subject),),
        link=stream().url,
        columns=columns(FIELDS, today),
        search=stream().reach.searched,
        match=stream().found,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(Lawsuit.due_on.asc().nulls_last(), Lawsuit.id),
        empty=_("没有执行前的涉诉案件。法院告知后会出现在这里。"),
    )
    may = current_user.can(P.TELL)
    bring = Button(_("告知涉诉案件"), url_for("lawsuits.new"), primary=True)
    return table.respond(acts=[bring] if may else [])


@bp.route("/new", methods=["GET", "POST"])
@requires(P.TELL)
def new() -> ResponseReturnValue:
    """A court tells of a suit against a body."""
    if current_user.body is None:
        raise Forbidden(_("您的账号没有绑定法院。"))
    form = BringForm()

    def bring() -> str:
        suit = service.Suit(**answers(form))
        made = service.bring(current_user.body, suit, by=current_user, at=clock.now())
        db.session.flush()
        return url_for("lawsuits.item", ref=made.ref)

    return form_page(
        form,
        bring,
        heading=_("告知涉诉案件"),
        intro=_("原告只记类别，不记姓名。"),
        back=url_for("lawsuits.index"),
        done=_("已告知单位和领导小组办公室。"),
    )


@bp.get("/<ref>")
@requires(P.READ)
def item(ref: str) -> ResponseReturnValue:
    """One suit with its stages."""
    found, today = stream().by_ref(ref), clock.today()
    page = describe(
        stream(),
        found,
        today,
        sentence=_(
            "%(body)s涉诉，标的 %(sum)s。", body=found.subject.name, sum=i18n.money(found.amount)
        ),
        ref=found.case_no,
        state=Badge(STATE_NAMES[found.state], TONES.get(found.state, "plain")),
        facts=facts(at(FIELDS, FACTS), found, today),
        acts=[*stream().buttons(found), *_finding(found)],
        links=_links(found),
    )
    return render_template("streams/item.html", page=page)


@bp.route("/<ref>/find", methods=["GET", "POST"])
@requires(P.FIND)
def find(ref: str) -> ResponseReturnValue:
    """The competent department enters what it found in writing."""
    found, form = stream().by_ref(ref), FindForm()
    demand(P.FIND, found)
    return form_page(
        form,
        lambda: service.find(found, **answers(form), by=current_user, at=clock.now()),
        heading=_("认定违约失信"),
        intro=found.title,
        back=url_for("lawsuits.item", ref=ref),
        done=_("已登记认定；将提出信用记录并告知单位。"),
    )


def _finding(found: Lawsuit) -> list[Button]:
    open_ = found.lost_on and not found.found_on and found.outcome != SuitOutcome.WON
    if not open_ or not current_user.can(P.FIND, found):
        return []
    return [Button(_("认定违约失信"), url_for("lawsuits.find", ref=found.ref), danger=True)]


def _links(found: Lawsuit) -> list[Any]:
    """The case in which it is enforced, once the court has pushed that."""
    if not found.enforced_as:
        return []
    wanted = sa.select(CourtCase).where(CourtCase.key == key(found.enforced_as))
    case = db.session.scalars(wanted.where(streams.named("courts").visible(current_user))).first()
    return [Link(_("执行案件"), url_for("courts.item", ref=case.ref))] if case else []
