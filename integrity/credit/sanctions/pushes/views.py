"""What other bodies must apply or drop, and the form to say what was done."""

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import demand, requires, to_move
from integrity.casework.acts import Act, move_page
from integrity.casework.urging import on_items
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import answers, contents, described, notes, service, urged
from integrity.credit.sanctions.pushes.forms import AssignForm, ConfirmForm, answer_form
from integrity.credit.sanctions.pushes.models import (
    PUSH_KIND_NAMES,
    PUSH_OUTCOME_NAMES,
    PUSH_STATE_NAMES,
    Push,
    PushKind,
)
from integrity.files import attached
from integrity.pages.form_pages import form_page
from integrity.pages.forms import FilterForm, PostForm, WhyForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.accounts.models import User
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.models import Subject


class PushFilters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(PUSH_STATE_NAMES), default="")
    kind = SelectField(_l("种类"), choices=lambda: choices(PUSH_KIND_NAMES), default="")
    body = SubjectField(_l("接收单位"))
    outcome = SelectField(_l("反馈"), choices=lambda: choices(PUSH_OUTCOME_NAMES), default="")


WHOLE = (
    joinedload(Push.entry).joinedload(ListEntry.subject),
    joinedload(Push.body),
    joinedload(Push.assigned_to),
)
SEND_BACK = Act(_l("退回重新反馈"), service.send_back, WhyForm)


def _answers_or_decides(user: User) -> bool:
    """Whether pushes are this person's business."""
    return any(map(user.can, (Permission.PUSHES_ANSWER, Permission.SANCTIONS_DECIDE)))


@bp.get("/pushes/")
@requires(Permission.DESK, also=_answers_or_decides)
def push_index() -> ResponseReturnValue:
    """Pushes to the body of the person logged in; the office sees those of all bodies."""
    wanted = sa.select(Push).join(ListEntry).join(Subject, Subject.id == ListEntry.subject_id)
    if not current_user.can(Permission.SANCTIONS_DECIDE):
        wanted = wanted.where(Push.body_id == (current_user.body_id or 0))
    return Table(
        title=_("联合奖惩推送"),
        name="pushes",
        rows=wanted,
        columns=[
            Column("what", _("推送"), lambda p: p.title, _linked),
            Column("body", _("接收单位"), lambda p: p.body.name),
            Column("state", _("状态"), lambda p: PUSH_STATE_NAMES[p.state], sort=Push.state),
            Column("outcome", _("反馈"), described.outcome),
            Column("due", _("反馈截止"), lambda p: p.due_on, sort=Push.due_on),
            Column("late", _("逾期天数"), described.days_late, align="right"),
            Column("assigned", _("由谁办理"), lambda p: p.assigned_to and p.assigned_to.name),
            *_choosing(),
        ],
        search=(Subject.name, Subject.uscc),
        filters=PushFilters,
        narrow={
            "state": lambda value: Push.state == value,
            "kind": lambda value: Push.kind == value,
            "body": lambda body: Push.body_id == body.id,
            "outcome": lambda value: Push.outcome == value,
        },
        order=(Push.closed_on.is_not(None), Push.due_on, Push.id),
        empty=_("没有需要反馈的推送。"),
        options=WHOLE,
    ).respond(
        "sanctions/pushes.html",
        may_answer=current_user.can(Permission.PUSHES_ANSWER),
        intro=_("名单列入后须在期限内反馈执行情况；名单移出后须确认停止措施。"),
    )


@bp.route("/pushes/<int:number>", methods=["GET", "POST"])
@requires(Permission.DESK)
def push(number: int) -> ResponseReturnValue:
    """One push and the form to answer it."""
    found = of_number(number)
    removal = found.kind is PushKind.REMOVE
    form = ConfirmForm() if removal else answer_form(found)
    move = "confirm" if removal else "answer"
    return form_page(
        form,
        lambda: _answer(found, form),
        template="sanctions/push.html",
        back=url_for("sanctions.push_index"),
        done=_("已反馈。"),
        push=found,
        facts=described.facts(found),
        measures=contents.measures(found, clock.today()),
        lines=described.lines(found),
        open=service.FLOW.may(current_user, found, move),
        acts=[*_acts(found), *urged.ways(found)],
        urgings=on_items.events("pushes", found.id),
        changes=described.told_changes(found),
    )


def _answer(found: Push, form: Any) -> None:
    """Keep what was typed, with the files; of each measure one may send one."""
    demand(Permission.PUSHES_ANSWER, found)
    at = clock.now()
    if found.kind is PushKind.REMOVE:
        answers.confirm(found, form.cleared, form.why.data or "", by=current_user, at=at)
        return
    answers.answer(found, form.said, by=current_user, at=at)
    known = answers.current(found)
    for number, upload in form.uploads.items():
        if number not in known:
            raise answers.WrongAnswer(_("请先选择办理结果，再提交证据文件。"))
        more: dict[str, Any] = {"by": current_user, "at": at, "body_id": found.body_id}
        attached.save(upload, known[number], public=False, **more)


@bp.route("/pushes/<int:number>/assign", methods=["GET", "POST"])
@requires(Permission.PUSHES_ANSWER)
def assign_push(number: int) -> ResponseReturnValue:
    """Leave a push to a colleague."""
    found = of_number(number)
    demand(Permission.PUSHES_ANSWER, found)
    colleagues = {str(user.id): user for user in _colleagues(found)}
    known = str(found.assigned_to_id) if found.assigned_to_id else ""
    form = AssignForm(list(colleagues.values()), person=known)

    def assign() -> None:
        person = colleagues.get(form.person.data or "")
        service.assign(found, person, by=current_user, at=clock.now())

    return form_page(
        form,
        assign,
        heading=_("交给同事办理"),
        intro=found.title,
        submit=_("交给同事办理"),
        back=url_for("sanctions.push", number=number),
        done=_("已交办。"),
    )


@bp.route("/pushes/<int:number>/back", methods=["GET", "POST"])
@requires(Permission.SANCTIONS_DECIDE)
def send_push_back(number: int) -> ResponseReturnValue:
    """The office does not accept an answer."""
    back = url_for("sanctions.push", number=number)
    return move_page({"send_back": SEND_BACK}, service.FLOW, of_number(number), "send_back", back)


@bp.route("/pushes/<int:number>/note", methods=["GET", "POST"])
@requires(Permission.PUSHES_ANSWER)
def note_push(number: int) -> ResponseReturnValue:
    """Take note of everything that changed."""
    found, form = of_number(number), PostForm()
    demand(Permission.PUSHES_ANSWER, found)
    return form_page(
        form,
        lambda: notes.take(found, by=current_user, at=clock.now()) and None,
        heading=_("知悉名单变动"),
        intro=found.title,
        submit=_("知悉名单变动"),
        back=url_for("sanctions.push", number=number),
        done=_("已登记知悉。"),
    )


def of_number(number: int) -> Push:
    """A push that the person logged in may open, locked where it is changed; raises NotFound."""
    found = to_move(Push, number)
    if not may_open(found):
        raise NotFound
    return found


def _colleagues(found: Push) -> list[User]:
    wanted = sa.select(User).where(User.body_id == found.body_id).order_by(User.name, User.id)
    return [user for user in db.session.scalars(wanted) if service.is_colleague(found, user)]


def _acts(found: Push) -> list[Button]:
    acts = []
    if found.kind is PushKind.APPLY and service.FLOW.may(current_user, found, "send_back"):
        address = url_for("sanctions.send_push_back", number=found.id)
        acts.append(Button(_("退回重新反馈"), address))
    if current_user.can(Permission.PUSHES_ANSWER, found) and notes.is_waiting(found):
        address = url_for("sanctions.note_push", number=found.id)
        acts.append(Button(_("知悉名单变动"), address))
    if found.state in service.WAITING and current_user.can(Permission.PUSHES_ANSWER, found):
        address = url_for("sanctions.assign_push", number=found.id)
        acts.append(Button(_("交给同事办理"), address))
    return acts


def may_open(found: Push) -> bool:
    """Whether the person logged in is of the receiving body, of who led the listing, or of the
    office."""
    granted = current_user.can(Permission.PUSHES_ANSWER, found)
    return (
        granted
        or urged.leads(current_user, found)
        or (current_user.role in REACH_ALL and current_user.can(Permission.SANCTIONS_DECIDE))
    )


def _choosing() -> list[Column]:
    """A box for each push that may be answered with others, for who answers."""
    if not current_user.can(Permission.PUSHES_ANSWER):
        return []
    return [Column("choose", _("选择"), lambda found: found.id, _box)]


def _box(found: Push) -> Markup | str:
    if found.kind is PushKind.REMOVE or found.state not in service.WAITING:
        return ""
    label = _("选择：%(title)s", title=found.title)
    return Markup(
        '<input type="checkbox" form="answer" name="item" value="{}" aria-label="{}">'
    ).format(found.id, label)


def _linked(found: Push) -> Markup:
    address = url_for("sanctions.push", number=found.id)
    return Markup('<a href="{}">{}</a>').format(address, found.title)
