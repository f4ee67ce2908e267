"""The pages of decisions: the list, one decision, entering one."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock
from integrity.base.errors import Forbidden, NotFound
from integrity.base.stamps import public, requires
from integrity.casework import acts, streams
from integrity.credit.described import describe
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.form_pages import answers, form_page
from integrity.pages.items import Badge, Button
from integrity.pages.tables import Table
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.decisions import service
from integrity.streams.decisions.fields import FIELDS, Body
from integrity.streams.decisions.forms import EnterForm
from integrity.streams.decisions.models import KIND_NAMES, STATE_NAMES, TONES, Decision
from integrity.streams.decisions.permissions import DecisionsPermission as P

Filters = narrowed_by(FIELDS)
bp = Blueprint("decisions", __name__, url_prefix="/decisions")


def stream() -> streams.Stream:
    return streams.named("decisions")


acts.pages(bp, stream)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """The decisions this person may see; those about natural persons are in no list."""
    today, inside = clock.today(), _is_inside()
    table = Table(
        title=stream().title,
        name="decisions",
        rows=sa.select(Decision)
        .join(Decision.subject)
        .join(Body, Decision.body)
        .where(stream().visible(current_user), Subject.kind != SubjectKind.PERSON),
        options=(
            contains_eager(Decision.subject),
            contains_eager(Decision.body.of_type(Body)),
        ),
        link=stream().url,
        columns=columns(FIELDS, today, public=not inside),
        search=stream().reach.searched,
        match=stream().found,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(Decision.decided_on.desc(), Decision.id.desc()),
        empty=_("没有登记的决定信息。"),
    )
    return table.respond(
        intro=_("公开的是守信信息；失信信息经告知、异议和确认以后，在信用记录中公示。"),
        acts=_list_acts(),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(P.ENTER)
def new() -> ResponseReturnValue:
    """A person of the body that decided enters it; a second one confirms."""
    if current_user.body is None:
        raise Forbidden(_("您的账号没有所属单位。"))
    form = EnterForm()

    def enter() -> str:
        said = answers(form)
        subject, document = said.pop("subject"), said.pop("document")
        made = service.enter(
            current_user.body, subject, said, by=current_user, at=clock.now(), document=document
        )
        flash(_("已登记，编号 %(ref)s。请本单位另一人核对文书后确认。", ref=made.ref), "success")
        return stream().url(made)

    return form_page(
        form,
        enter,
        heading=_("登记决定信息"),
        intro=_(
            "登记%(body)s作出的决定。确认以后，失信信息先告知当事人，"
            "异议期满没有异议的才生效；守信信息直接展示。",
            body=current_user.body.name,
        ),
        back=url_for("decisions.index"),
    )


@bp.get("/<ref>")
@public
def item(ref: str) -> ResponseReturnValue:
    """One decision: what was decided, by whom, and the record that follows from it."""
    found, today = stream().by_ref(ref), clock.today()
    if found.subject.kind is SubjectKind.PERSON and not _is_own(found):
        raise NotFound
    inside = _is_inside() and current_user.can(P.READ, found)
    page = describe(
        stream(),
        found,
        today,
        kicker=KIND_NAMES[found.kind],
        sentence=found.facts if inside else "",
        state=Badge(STATE_NAMES[found.state], TONES.get(found.state, _tone(found))),
        facts=facts(at(FIELDS, FACTS, public=not inside), found, today),
    )
    return render_template("streams/item.html", page=page)


def _tone(found: Decision) -> str:
    return "good" if found.is_good else "late"


def _is_own(found: Decision) -> bool:
    """Whether whoever asks is of the body that decided: what is of a person is nobody else's."""
    return bool(current_user.is_authenticated and current_user.body_id == found.body_id)


def _is_inside() -> bool:
    return bool(current_user.is_authenticated and current_user.can(P.READ))


def _list_acts() -> list[Button]:
    if not current_user.is_authenticated or not current_user.can(P.ENTER):
        return []
    return [
        Button(_("登记决定信息"), url_for("decisions.new"), primary=True),
        Button(_("登记对自然人的决定"), url_for("decisions.new_of_person")),
    ]


def standing(found: Any, on: Any) -> tuple[Any, str]:
    """Where a decision stands, for other pages."""
    return STATE_NAMES[found.state], TONES.get(found.state, _tone(found))
