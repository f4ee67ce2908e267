"""The pages of urging: whom to urge, one step for many things, what was urged, one step."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework import acts
from integrity.casework.acts import Act, buttons
from integrity.casework.documents import pieces
from integrity.casework.streams import step_in
from integrity.casework.urging import ladder, service
from integrity.casework.urging.forms import LateFilters, MinutesForm, UrgeForm
from integrity.casework.urging.ladder import Late
from integrity.casework.urging.models import (
    KIND_NAMES,
    MINUTES_NAMES,
    STATE_NAMES,
    TALK_NAMES,
    UrgedItem,
    Urging,
    UrgingKind,
    UrgingState,
)
from integrity.casework.urging.on_items import visible
from integrity.pages.form_pages import form_page
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Event
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.models import Subject

bp = Blueprint("urging", __name__, url_prefix="/desk/urging")
ACTS = {
    "hold": Act(_l("登记约谈记录"), service.hold, MinutesForm, evidence=True),
    "close": Act(_l("办结督办"), service.close, WhyForm),
    "withdraw": Act(_l("撤回督办"), service.withdraw, WhyForm, danger=True),
}
TONES = {UrgingState.CLOSED: "closed", UrgingState.WITHDRAWN: "closed"}


class MadeFilters(FilterForm):
    """Which of the steps taken are shown."""

    kind = SelectField(_l("督办方式"), choices=lambda: choices(KIND_NAMES))
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES))
    body = SubjectField(_l("单位"))


@bp.get("/")
@requires(Permission.URGINGS_MAKE)
def index() -> ResponseReturnValue:
    """What is overdue, the longest first, with the step that the rules propose for it."""
    today = clock.today()
    items, last = ladder.visible(today), ladder.last_days(today)
    rows = sa.select(items, Subject.name.label("body"), ladder.taken(items).label("taken"))
    table = Table(
        title=_("督办"),
        rows=rows.join(Subject, Subject.id == items.c.subject_id),
        columns=[*_columns(items, today), *_steps(last), Column("choose", _("选择"), _key, _box)],
        link=ladder.address,
        search=(items.c.title, items.c.ref, Subject.name),
        filters=LateFilters,
        narrow={
            "step": lambda step: ladder.is_proposed(UrgingKind(step), items, last),
            "stream": lambda name: items.c.stream == name,
            "body": lambda body: Subject.id == body.id,
        },
        order=(items.c.due_on, items.c.stream, items.c.id),
        name="urging",
        empty=_("没有符合条件的逾期事项。"),
        entities=False,
    )
    return table.respond("urging/whom.html", intro=_intro(last, today))


def _intro(last: dict[UrgingKind, date], today: date) -> str:
    said = (
        _("%(days)s 天%(step)s", days=(today - day).days, step=KIND_NAMES[step])
        for step, day in last.items()
    )
    return _("期限已过、没有办结的事项。按规则，逾期%(steps)s。", steps=_("、").join(said))


def _columns(items: sa.Subquery, today: date) -> list[Column]:
    titles = ladder.titles()
    return [
        Column("title", _("事项名称"), lambda row: row.title),
        Column("stream", _("类型"), lambda row: titles[row.stream]),
        Column("body", _("责任单位"), lambda row: row.body),
        Column("due_on", _("期限"), lambda row: row.due_on, sort=items.c.due_on),
        Column("days", _("逾期天数"), lambda row: (today - row.due_on).days, align="right"),
    ]


def _steps(last: dict[UrgingKind, date]) -> list[Column]:
    """What was done about it, and what the rules propose."""

    def taken(row: Any) -> Any:
        return None if row.taken is None else KIND_NAMES[ladder.ORDER[row.taken]]

    def due(row: Any) -> Any:
        step = ladder.proposed(row.due_on, row.taken, last)
        return step and KIND_NAMES[step]

    return [Column("taken", _("已采取"), taken), Column("proposed", _("建议"), due)]


def _key(row: Any) -> str:
    return f"{row.stream}:{row.id}"


def _box(row: Any) -> Any:
    """A box that belongs to the form below the list."""
    label = _("选择：%(title)s", title=row.title)
    return Markup(
        '<input type="checkbox" form="urge" name="item" value="{}" aria-label="{}">'
    ).format(_key(row), label)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.URGINGS_MAKE)
def new() -> ResponseReturnValue:
    """One step of urging about the things that were chosen."""
    now = clock.now()
    late = ladder.of_keys(request.args.getlist("item")[: service.MOST + 1], clock.local_day(now))
    if not late and request.method == "GET":
        flash(_("请选择逾期的事项。所选事项可能已经办结。"), "warning")
        return redirect(url_for("urging.index"))
    form = UrgeForm()

    def urge() -> str:
        said = {name: form[name].data for name in ("words", "answer_until", "talk_on", "note")}
        talk = {name: form[name].data for name in TALK_NAMES if form[name].data}
        demand = service.Demand(kind=UrgingKind(form.kind.data), talk=talk, **said)
        made = service.urge(late, demand, by=current_user, at=now)
        flash(ngettext("已作出 %(num)d 份督办。", "已作出 %(num)d 份督办。", len(made)), "success")
        if len(made) == 1:
            return url_for("urging.item", ref=made[0].ref)
        return url_for("urging.made")

    return form_page(
        form,
        urge,
        template="urging/new.html",
        frame="desk/frame.html",
        heading=_("督办"),
        found=[_line(one, now) for one in late],
        submit=_("督办"),
        back=url_for("urging.index"),
    )


def _line(late: Late, now: Any) -> dict[str, Any]:
    days = (clock.local_day(now) - late.due_on).days
    return {
        "title": late.item.title,
        "url": late.stream.url(late.item),
        "body": late.item.subject.name,
        "late": ngettext("逾期 %(num)d 天", "逾期 %(num)d 天", days),
    }


@bp.get("/made/")
@requires(Permission.DESK)
def made() -> ResponseReturnValue:
    """Every step that was taken, the newest first; a body sees what was sent to it."""
    table = Table(
        title=_("督办记录"),
        rows=sa.select(Urging).outerjoin(Urging.subject).where(visible(current_user)),
        options=(sa.orm.contains_eager(Urging.subject),),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("kind", _("督办方式"), lambda row: KIND_NAMES[row.kind]),
            Column("body", _("单位"), _whom),
            Column("state", _("状态"), state_name),
            Column("answer_until", _("答复期限"), lambda row: row.answer_until or row.talk_on),
            Column("made_at", _("作出时间"), lambda row: i18n.moment(row.made_at)),
        ],
        link=lambda row: url_for("urging.item", ref=row.ref),
        search=(Urging.ref, Urging.demand, Subject.name),
        filters=MadeFilters,
        narrow={
            "kind": lambda kind: Urging.kind == UrgingKind(kind),
            "state": lambda state: Urging.state == UrgingState(state),
            "body": lambda body: Urging.id.in_(
                sa.select(UrgedItem.urging_id).where(UrgedItem.subject_id == body.id)
            ),
        },
        order=(Urging.id.desc(),),
        name="urgings",
        empty=_("还没有督办。"),
    )
    return table.respond()


def state_name(urging: Urging) -> Any:
    """Where it stands; a reminder asks for nothing but to act."""
    return _("已发出") if urging.kind is UrgingKind.REMINDER else STATE_NAMES[urging.state]


def _whom(urging: Urging) -> Any:
    return urging.subject.name if urging.subject else _("多个单位")


@bp.get("/<ref>")
@requires(Permission.DESK)
def item(ref: str) -> ResponseReturnValue:
    """One step: what was asked of whom, about which things, and where it stands."""
    found, today = _by_ref(ref), clock.today()
    office = current_user.can(Permission.URGINGS_MAKE, found)
    return render_template(
        "urging/item.html",
        urging=found,
        kind=KIND_NAMES[found.kind],
        state=(state_name(found), TONES.get(found.state, "plain")),
        step=step_in(service.FLOW, found, today),
        facts=_facts(found, office),
        rows=list(_things(found, office)),
        timeline=[Event(move_name(e.move), at=e.at, who=e.who) for e in audit.history(found)],
        acts=buttons(ACTS, service.FLOW, found, lambda m: url_for("urging.act", ref=ref, move=m)),
        parts=pieces.card(Urging.__tablename__, found.id),
    )


def _by_ref(ref: str) -> Urging:
    wanted = sa.select(Urging).where(Urging.ref == ref, visible(current_user))
    found = db.session.scalars(for_change(wanted, Urging)).first()
    if found is None:
        raise NotFound
    return found


def _facts(urging: Urging, office: bool) -> list[tuple[Any, Any]]:
    pairs = [
        (_("单位"), _whom(urging)),
        (_("督办要求"), urging.demand),
        (_("答复期限"), i18n.day(urging.answer_until) if urging.answer_until else None),
        (_("约谈时间"), when(urging)),
        *((label, urging.talk.get(n)) for n, label in TALK_NAMES.items() if n != "hour"),
        *((label, urging.minutes.get(name)) for name, label in MINUTES_NAMES.items()),
        (_("内部备注"), urging.note if office else None),
        (_("作出"), f"{urging.made_by_name} {i18n.moment(urging.made_at)}"),
    ]
    return [(label, value) for label, value in pairs if value]


def when(urging: Urging) -> str:
    """Day and hour of a talk."""
    return f"{i18n.day(urging.talk_on)} {urging.talk['hour']}" if urging.talk_on else ""


def _things(urging: Urging, office: bool) -> Any:
    """The things it was about, as far as whoever looks may see them."""
    for name, stream in ladder.kinds().items():
        ids = [row.item_id for row in urging.items if row.stream == name]
        if not ids:
            continue
        seen = sa.select(stream.model).where(stream.model.id.in_(ids), stream.visible(current_user))
        for thing in db.session.scalars(seen):
            if office or thing.subject_id == current_user.body_id:
                yield Markup('<a href="{}">{}</a>').format(stream.url(thing), thing.title)


@bp.route("/<ref>/do/<move>", methods=["GET", "POST"])
@requires(Permission.URGINGS_MAKE)
def act(ref: str, move: str) -> ResponseReturnValue:
    """One act on one step."""
    found = _by_ref(ref)
    return acts.move_page(ACTS, service.FLOW, found, move, url_for("urging.item", ref=ref))
