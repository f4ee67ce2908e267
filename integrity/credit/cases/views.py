"""Typical cases: what everybody reads, what was sent in, and the acts of all three sides."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db, number
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons
from integrity.casework.steps import badges
from integrity.credit.cases import service
from integrity.credit.cases.forms import BulletinForm, NewForm, TextForm
from integrity.credit.cases.models import KIND_NAMES, STATE_NAMES, CaseState, TypicalCase
from integrity.credit.cases.visibility import published, visible
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.visibility import visible as visible_records
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.sanctions.visibility import visible as visible_entries
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, PostForm, WhyForm
from integrity.pages.items import Badge, Button, Event, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

bp = Blueprint("cases", __name__, url_prefix="/cases")
P = Permission
ACTS = {
    "publish": Act(_l("公布"), service.publish, WhyForm, _l("公布后任何人都可以查看。")),
    "notify": Act(_l("征求点名单位同意"), service.ask_consent),
    "send_back": Act(_l("退回修改"), service.send_back, WhyForm),
    "expire": Act(
        _l("按没有同意办理"), service.expire, PostForm, _l("逾期没有答复的，不视为同意。")
    ),
    "grant": Act(_l("同意点名公布"), service.consent, PostForm, _l("同意后可以随时撤回。")),
    "refuse": Act(_l("不同意点名"), service.refuse, WhyForm),
    "withdraw": Act(
        _l("撤回同意"), service.withdraw, WhyForm, _l("撤回后立即从网页上撤下。"), danger=True
    ),
    "remove": Act(_l("撤下"), service.remove, WhyForm, danger=True),
}


class Filters(FilterForm):
    kind = SelectField(_l("种类"), choices=lambda: choices(KIND_NAMES), default="")


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """The published ones, the newest first."""
    columns = [*_columns(), Column("on", _("公布日期"), lambda case: case.published_on)]
    links = [Button(_("报送和办理"), url_for("cases.sent"))] if _takes_part() else []
    return _table(_("典型案例和诚信典型"), published(), columns).respond(
        acts=links,
        intro=_("由各单位报送，点名的都经本单位同意；没有点名的，名称已经隐去。每月通报一次。"),
    )


@bp.get("/sent")
@requires(P.CASES_READ)
def sent() -> ResponseReturnValue:
    """What this person's body sent in or is named in; the office sees all."""
    columns = [
        *_columns(),
        Column("state", _("状态"), lambda case: STATE_NAMES[case.state], sort=TypicalCase.state),
        Column("due", _("办理期限"), lambda case: case.step_due_on, sort=TypicalCase.step_due_on),
    ]
    offered = [
        (P.CASES_SEND, _("报送案例"), "cases.new"),
        (P.CASES_REVIEW, _("编制本月通报"), "cases.bulletin"),
    ]
    links = [
        Button(label, url_for(page), primary=True)
        for permission, label, page in offered
        if current_user.can(permission)
    ]
    return _table(_("案例报送"), visible(current_user), columns).respond(acts=links)


@bp.route("/new", methods=["GET", "POST"])
@requires(P.CASES_SEND, lambda user: user.body_id)
def new() -> ResponseReturnValue:
    """Send one in, freely or from a record or an entry that one may read."""
    record = _about(CreditRecord, "record", visible_records)
    entry = _about(ListEntry, "entry", _entries)
    thing = record or entry
    form = NewForm(data={"subject": thing.subject} if thing else {})

    def send() -> str:
        made = service.send(
            **answers(form), record=record, entry=entry, by=current_user, at=clock.now()
        )
        return url_for("cases.item", number=made.id)

    return form_page(
        form, send, heading=_("报送案例"), submit=_("报送"), back=url_for("cases.sent")
    )


@bp.get("/<int:number>")
@public
def item(number: int) -> ResponseReturnValue:
    """One case; how it came about is for those who take part."""
    case = _one(number)
    inside = _takes_part() and (current_user.body_id in case.parties or _is_office())
    return render_template(
        "cases/item.html",
        case=case,
        kind=KIND_NAMES[case.kind],
        facts=_facts(case, inside),
        badges=_badges(case) if inside else [],
        acts=_buttons(case),
        timeline=_events(case) if inside else [],
    )


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.CASES_READ)
def act(number: int, move: str) -> ResponseReturnValue:
    """Review, consent, publish, take down."""
    back = url_for("cases.item", number=number)
    if move == "withdraw":  # it may be gone for who took it back
        back = url_for("cases.sent")
    return acts.move_page(ACTS, service.FLOW, _one(number), move, back)


@bp.route("/<int:number>/resend", methods=["GET", "POST"])
@requires(P.CASES_SEND)
def resend(number: int) -> ResponseReturnValue:
    """Send it in again with other words."""
    case = _one(number)
    if current_user.body_id != case.sent_by_id:
        raise NotFound
    service.FLOW.check(case, "submit")
    form = TextForm(data={n: getattr(case, n) for n in ("title", "text", "subject", "is_named")})
    return form_page(
        form,
        lambda: service.resend(case, **answers(form), by=current_user, at=clock.now()),
        heading=_("修改后重新报送"),
        submit=_("报送"),
        back=url_for("cases.item", number=number),
    )


@bp.route("/bulletin", methods=["GET", "POST"])
@requires(P.CASES_REVIEW)
def bulletin() -> ResponseReturnValue:
    """Draft the bulletin of a month; it is reviewed, issued and sent like every paper."""
    form = BulletinForm()

    def draft() -> str:
        service.circulate(form.month.data, by=current_user, at=clock.now())
        return url_for("documents.index")

    return form_page(
        form,
        draft,
        heading=_("编制典型案例通报"),
        intro=_("生成通报草稿；由另一人核稿、签发后送达各单位。"),
        submit=_("生成草稿"),
        back=url_for("cases.sent"),
        done=_("已生成通报草稿。"),
    )


def _table(title: Any, rows: Any, columns: list[Column]) -> Table:
    return Table(
        title=title,
        name="cases",
        rows=sa.select(TypicalCase).where(rows),
        link=lambda case: url_for("cases.item", number=case.id),
        columns=columns,
        search=(TypicalCase.title, TypicalCase.text),
        filters=Filters,
        narrow={"kind": lambda value: TypicalCase.kind == value},
        order=(TypicalCase.published_on.desc(), TypicalCase.id.desc()),
        empty=_("还没有案例。"),
        options=(joinedload(TypicalCase.sent_by), joinedload(TypicalCase.subject)),
    )


def _columns() -> list[Column]:
    return [
        Column("title", _("标题"), lambda case: case.title),
        Column("kind", _("种类"), lambda case: KIND_NAMES[case.kind]),
        Column("subject", _("涉及的单位"), _whom),
        Column("sender", _("报送单位"), lambda case: case.sent_by.name),
    ]


def _whom(case: TypicalCase) -> str:
    return case.subject.name if case.is_named and case.subject else ""


def _facts(case: TypicalCase, inside: bool) -> Any:
    seen = inside and (_is_office() or current_user.body_id == case.sent_by_id)
    about = case.subject.name if seen and case.subject and not case.is_named else None
    return known(
        (_("编号"), case.ref),
        (_("报送单位"), case.sent_by.name),
        (_("涉及的单位"), _whom(case)),
        (_("涉及的单位（不公开）"), about),
        (_("公布日期"), i18n.day(case.published_on) if case.published_on else None),
        (_("信用记录"), case.record.ref if seen and case.record else None),
    )


def _badges(case: TypicalCase) -> list[Badge]:
    return [Badge(STATE_NAMES[case.state]), *badges(service.FLOW, case, clock.today())]


def _buttons(case: TypicalCase) -> list[Button]:
    if not _takes_part():
        return []
    mine = _moves(case)
    found = buttons(
        {name: act for name, act in ACTS.items() if name in mine},
        service.FLOW,
        case,
        lambda move: url_for("cases.act", number=case.id, move=move),
    )
    if case.state in (CaseState.REFUSED, CaseState.RETURNED) and "submit" in mine:
        address = url_for("cases.resend", number=case.id)
        found.append(Button(_("修改后重新报送"), address, primary=True))
    return found


def _moves(case: TypicalCase) -> set[str]:
    """The moves that are for this person's side."""
    others = set(service.FLOW.moves) - {*service.OF_NAMED, *service.OF_SENDER}
    if case.needs_consent:
        others -= {"publish"} if case.state is CaseState.SENT else set()
    else:
        others -= {"notify"}
    named = case.is_named and current_user.body_id == case.subject_id
    sender = current_user.body_id == case.sent_by_id and current_user.can(P.CASES_SEND)
    return (
        others | set(service.OF_NAMED if named else ()) | set(service.OF_SENDER if sender else ())
    )


def _events(case: TypicalCase) -> list[Event]:
    """What was done, why and when, newest first; by whom stands in the log."""
    return [Event(move_name(e.move), at=e.at, why=e.why or "") for e in audit.history(case)]


def _takes_part() -> bool:
    return bool(current_user.is_authenticated and current_user.can(P.CASES_READ))


def _is_office() -> bool:
    return bool(current_user.can(P.CASES_REVIEW))


def _about(model: Any, name: str, seen: Any) -> Any:
    wanted = request.args.get(name, 0, type=number)
    found = sa.select(model).where(model.id == wanted, seen(current_user))
    return db.session.scalars(found.join(Subject, Subject.id == model.subject_id)).first()


def _entries(user: Any) -> sa.ColumnElement[bool]:
    return sa.or_(ListEntry.state == EntryState.LISTED, visible_entries(user))


def _one(number: int) -> TypicalCase:
    return to_move(TypicalCase, number, visible(current_user))
