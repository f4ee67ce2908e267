"""The pages of pledges: the public list, one pledge, registering and declaring."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotFound
from integrity.base.stamps import public, requires
from integrity.casework import acts, streams
from integrity.credit.described import describe
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.form_pages import answers, form_page
from integrity.pages.items import Badge, Button, Section
from integrity.pages.tables import Table
from integrity.people.subjects.models import Subject
from integrity.streams.pledges import presenter, service
from integrity.streams.pledges.fields import FIELDS, Receiver
from integrity.streams.pledges.forms import DeclareForm, PledgeForm, RegisterForm
from integrity.streams.pledges.models import KIND_NAMES, Pledge, PledgeOutcome
from integrity.streams.pledges.permissions import PledgesPermission

bp = Blueprint("pledges", __name__, url_prefix="/pledges")
Filters = narrowed_by(FIELDS)


def stream() -> streams.Stream:
    return streams.named("pledges")


acts.pages(bp, stream)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Every pledge this person may see, searched and narrowed as the address says."""
    return _table(clock.today()).respond(
        intro=_("向谁承诺、承诺什么、核查结果怎样。不登记自然人的承诺。"),
        acts=_list_acts(),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(PledgesPermission.REGISTER)
def new() -> ResponseReturnValue:
    """The body that received a pledge registers it."""
    form = RegisterForm()
    intro = _("登记本单位收到的信用承诺书。接收单位为：%(name)s", name=_own_body().name)
    return _entered(form, _("登记信用承诺"), intro, _register)


@bp.route("/declare", methods=["GET", "POST"])
@requires(PledgesPermission.DECLARE)
def declare() -> ResponseReturnValue:
    """An enterprise or organisation publishes a pledge of its own."""
    form = DeclareForm()
    intro = _("以%(name)s的名义向社会公开承诺，接受监督。", name=_own_body().name)
    return _entered(form, _("公开作出信用承诺"), intro, _declare)


@bp.get("/<ref>")
@public
def item(ref: str) -> ResponseReturnValue:
    """One pledge: what was pledged, what was found, and everything that happened."""
    try:
        found = stream().by_ref(ref)
    except NotFound:
        return _tombstone(ref)
    today = clock.today()
    page = describe(
        stream(),
        found,
        today,
        kicker=KIND_NAMES[found.kind],
        sentence=presenter.sentence(found),
        state=Badge(*presenter.word(found, today)),
        facts=facts(at(FIELDS, FACTS, public=True), found, today),
        timeline=presenter.timeline(found),
        notices=[Section("pledges/_notices.html", {"item": found})],
        words=[Section("pledges/_text.html", {"item": found})],
    )
    return render_template("streams/item.html", page=page)


def _tombstone(ref: str) -> str:
    """What became of a public pledge that is not shown; raises NotFound for any other."""
    hidden = sa.exists().where(
        Pledge.ref == ref, Pledge.public, Pledge.outcome == PledgeOutcome.BROKEN
    )
    if not db.session.scalar(sa.select(hidden)):
        raise NotFound
    return render_template("pledges/tombstone.html")


def _own_body() -> Subject:
    if current_user.body is None:
        raise Forbidden(_("您的账号没有所属单位。"))
    return current_user.body  # type: ignore[no-any-return]


def _entered(form: PledgeForm, heading: str, intro: str, keep: Any) -> ResponseReturnValue:
    """The page of a new pledge."""

    def enter() -> str:
        made = keep(form)
        flash(_("已登记，编号 %(ref)s。", ref=made.ref), "success")
        return stream().url(made)

    return form_page(form, enter, heading=heading, intro=intro, back=url_for("pledges.index"))


def _register(form: RegisterForm) -> Pledge:
    values = answers(form)
    values["matter"] = values["matter"] or ""
    del values["subject"], values["subject_name"]
    assert form.found is not None  # the form found or refused it
    receiver = _own_body()
    return service.register(
        form.found, **values, received_by=receiver, by=current_user, at=clock.now()
    )


def _declare(form: DeclareForm) -> Pledge:
    return service.declare(_own_body(), **answers(form), by=current_user, at=clock.now())


def _list_acts() -> list[Button]:
    if not current_user.is_authenticated or current_user.body is None:
        return []
    offered = (
        (PledgesPermission.REGISTER, _("登记信用承诺"), "pledges.new"),
        (PledgesPermission.DECLARE, _("公开作出信用承诺"), "pledges.declare"),
    )
    return [
        Button(label, url_for(page), primary=True)
        for permission, label, page in offered
        if current_user.can(permission)
    ]


def _table(on: date) -> Table:
    return Table(
        title=_("企业和社会组织信用承诺"),
        name="pledges",
        rows=sa.select(Pledge)
        .join(Pledge.subject)
        .outerjoin(Receiver, Pledge.received_by)
        .where(stream().visible(current_user)),
        options=(
            contains_eager(Pledge.subject),
            contains_eager(Pledge.received_by.of_type(Receiver)),
        ),
        link=stream().url,
        columns=columns(FIELDS, on, public=True),
        search=stream().reach.searched,
        match=stream().found,
        filters=Filters,
        narrow=conditions(FIELDS, on),
        order=(Pledge.pledged_on.desc(), Pledge.id.desc()),
        empty=(_("没有符合条件的信用承诺。"), _("查看全部信用承诺"), url_for("pledges.index")),
    )
