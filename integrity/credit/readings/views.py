"""Reading a part of a file, and the register of readings: own, of one's own file, of everybody."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import aliased, joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.audit import service as log
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires
from integrity.casework.acts import Act, buttons, move_page, perform
from integrity.casework.steps import badges
from integrity.credit.persons.forms import ConsentForm
from integrity.credit.readings import service
from integrity.credit.readings.forms import ImproperForm, ReadingForm
from integrity.credit.readings.models import (
    PART_NAMES,
    PURPOSE_NAMES,
    STATE_NAMES,
    FileReading,
    ReadingState,
)
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

bp = Blueprint("readings", __name__, url_prefix="/credit-files")
P = Permission


def decide(reading: FileReading, decision: str, why: str, **who_and_when: Any) -> None:
    verb = service.grant if decision == "grant" else service.refuse
    verb(reading, why, **who_and_when)


DECIDE = Act(
    _l("决定是否同意查阅"),
    decide,
    ConsentForm,
    warning=_l("核对用途、事项和依据。同意后只有查阅人在期限内可以查看，您本人看不到档案。"),
)
ACTS = {
    "contest_reading": Act(
        _l("对查阅提出异议"),
        service.contest,
        WhyForm,
        _l("安全审计员审查并答复；答复前查阅人不能再查看。不收取任何费用。"),
        primary=False,
    ),
    "find_improper": Act(_l("认定为违规查阅"), service.find_improper, ImproperForm, danger=True),
    "find_proper": Act(_l("认定查阅正当"), service.find_proper, WhyForm),
}


class Filters(FilterForm):
    part = SelectField(_l("部分"), choices=lambda: choices(PART_NAMES), default="")
    purpose = SelectField(_l("查阅用途"), choices=lambda: choices(PURPOSE_NAMES), default="")
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")


@bp.get("/")
@requires(P.READINGS_MAKE)
def index() -> ResponseReturnValue:
    """What one's own body read."""
    mine = FileReading.body_id == (current_user.body_id or 0)
    acts = [Button(_("查阅信用档案"), url_for("readings.ask"), primary=True)]
    intro = _("每次查阅都登记，被查阅的单位可以看到并提出异议。")
    return _table(mine).respond(acts=acts, intro=intro)


@bp.get("/mine")
@requires(P.READINGS_CONTEST, lambda user: user.body_id)
def mine() -> ResponseReturnValue:
    """Who read the file of one's own body, which part, what for; each can be objected to."""
    own = sa.and_(FileReading.subject_id == current_user.body_id, service.told(clock.today()))
    intro = _("认为没有正当理由的，打开该次查阅提出异议，由安全审计员审查并答复。")
    return _table(own, readers=False).respond(intro=intro)


@bp.get("/register")
@requires(P.READINGS_AUDIT)
def audit() -> ResponseReturnValue:
    """The readings of all bodies, for the auditor."""
    return _table(sa.true()).respond(intro=_("何人、何单位、凭何依据、为何事查阅谁的档案。"))


@bp.get("/consents")
@requires(P.READINGS_CONSENT)
def consents() -> ResponseReturnValue:
    """What waits for the second person, and what was decided."""
    waited = sa.or_(FileReading.state == ReadingState.ASKED, FileReading.consent_by_id.is_not(None))
    return _table(waited).respond()


def _table(which: sa.ColumnElement[bool], *, readers: bool = True) -> Table:
    subject, body = aliased(Subject), aliased(Subject)
    by = [Column("by", _("查阅人"), lambda row: row.asked_by_name)] if readers else []
    return Table(
        title=_("信用档案查阅登记"),
        name="file-readings",
        rows=sa.select(FileReading)
        .join(subject, subject.id == FileReading.subject_id)
        .join(body, body.id == FileReading.body_id)
        .where(which),
        options=(joinedload(FileReading.body), joinedload(FileReading.subject)),
        link=lambda row: url_for("readings.item", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("at", _("查阅时间"), lambda row: row.asked_at, _moment),
            Column("subject", _("被查阅单位"), lambda row: row.subject.name, sort=subject.name),
            Column("part", _("部分"), lambda row: PART_NAMES[row.part]),
            Column("body", _("查阅单位"), lambda row: row.body.name, sort=body.name),
            *by,
            Column("purpose", _("查阅用途"), lambda row: PURPOSE_NAMES[row.purpose]),
            Column("matter", _("办理事项和办件编号"), lambda row: row.matter),
            Column("document", _("查阅依据"), lambda row: row.document),
            Column("state", _("状态"), lambda row: STATE_NAMES[row.state]),
        ],
        search=(
            subject.name, subject.uscc, body.name, FileReading.matter, FileReading.document,
            *([FileReading.asked_by_name] if readers else []),
        ),
        filters=Filters,
        narrow={
            "part": lambda value: FileReading.part == value,
            "purpose": lambda value: FileReading.purpose == value,
            "state": lambda value: FileReading.state == value,
        },
        order=(FileReading.id.desc(),),
        empty=_("没有查阅。"),
    )  # fmt: skip


@bp.route("/ask", methods=["GET", "POST"])
@requires(P.READINGS_MAKE, lambda user: user.body_id)
def ask() -> ResponseReturnValue:
    """Ask for a part of somebody's file, with what for and on which word."""
    form = ReadingForm()

    def enter() -> str:
        made = service.ask(**answers(form), by=current_user, at=clock.now())
        return url_for("readings.item", number=made.id)

    return form_page(
        form, enter, frame="desk/frame.html", heading=_("查阅信用档案"), submit=_("登记并查阅"),
        intro=_(
            "公开部分不用登记，在单位的公开页面查看。共享部分是正在使用的、目录允许共享的信息，"
            "包括不公开的；限制部分是全部信息。谁在何时为何事查阅，被查阅的单位可以看到并提出异议。"
        ),
        back=url_for("readings.index"),
    )  # fmt: skip


@bp.get("/<int:number>")
@requires(P.DESK)
def item(number: int) -> ResponseReturnValue:
    """One reading: for who read, whose file it is, the custodian and the auditor."""
    found = _one(number)
    today = clock.today()
    waits = found.state is ReadingState.ASKED and current_user.can(P.READINGS_CONSENT)
    return render_template(
        "readings/item.html",
        reading=found,
        facts=_facts(found),
        looks=[event.at for event in log.history(found) if event.move == "look"],
        badges=[Badge(STATE_NAMES[found.state]), *badges(service.FLOW, found, today)],
        may_look=service.may_look(found, current_user, today),
        decide=url_for("readings.consent", number=found.id) if waits else None,
        acts=buttons(ACTS, service.FLOW, found, _acting(number)),
    )


def _acting(number: int) -> Callable[[str], str]:
    return lambda move: url_for("readings.act", number=number, move=move)


@bp.route("/<int:number>/consent", methods=["GET", "POST"])
@requires(P.READINGS_CONSENT)
def consent(number: int) -> ResponseReturnValue:
    """The second person decides."""
    found = _one(number)
    service.FLOW.check(found, "grant")
    back = url_for("readings.item", number=number)
    return perform(DECIDE, found, back, template="persons/decide.html", facts=_facts(found))


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.DESK)
def act(number: int, move: str) -> ResponseReturnValue:
    """Objecting to a reading, and the auditor's answer."""
    back = url_for("readings.item", number=number)
    return move_page(ACTS, service.FLOW, _one(number), move, back)


@bp.post("/<int:number>/look")
@requires(P.READINGS_MAKE)
def look(number: int) -> ResponseReturnValue:
    """The part of the file, to who asked; a post, because it is logged."""
    found = _one(number)
    demand(P.READINGS_MAKE, found)
    said = service.look(found, by=current_user, at=clock.now())
    part = PART_NAMES[found.part]
    return render_template("readings/file.html", reading=found, said=said, part=part)


def _one(number: int) -> FileReading:
    wanted = for_change(sa.select(FileReading).filter_by(id=number), FileReading)
    found = db.session.scalars(wanted).first()
    if found is None or not (_reads(found) or _is_told(found)):
        raise NotFound
    return found


def _reads(found: FileReading) -> bool:
    wide = current_user.can(P.READINGS_CONSENT) or current_user.can(P.READINGS_AUDIT)
    mine = current_user.body_id == found.body_id and current_user.can(P.READINGS_MAKE)
    return bool(wide or mine)


def _is_told(found: FileReading) -> bool:
    """Whether it is somebody's of whose file it is, and they are told of it."""
    if current_user.body_id != found.subject_id or not current_user.can(P.READINGS_CONTEST):
        return False
    wanted = sa.select(FileReading.id).where(
        FileReading.id == found.id, service.told(clock.today())
    )
    return db.session.scalar(wanted) is not None


def _facts(found: FileReading) -> list[tuple[Any, Any]]:
    reads = _reads(found)
    return [
        (_("编号"), found.ref),
        (_("查阅时间"), i18n.moment(found.asked_at)),
        (_("被查阅单位"), found.subject.name),
        (_("部分"), PART_NAMES[found.part]),
        (_("查阅单位"), found.body.name),
        (_("查阅人"), found.asked_by_name if reads else ""),
        (_("查阅用途"), PURPOSE_NAMES[found.purpose]),
        (_("办理事项和办件编号"), found.matter),
        (_("查阅依据"), found.document),
        (_("同意或者不同意的人"), found.consent_by_name if reads else ""),
        (_("同意或者不同意的理由"), found.consent_why if reads else ""),
        (_("可以查看到"), i18n.day(found.open_until) if found.open_until else ""),
        (_("被查阅单位的异议"), found.contested_why),
        (_("审查答复"), found.why),
        (_("处理"), found.consequence),
        (_("答复人"), found.answered_by_name if reads else ""),
    ]


def _moment(row: FileReading) -> str:
    return i18n.moment(row.asked_at)
