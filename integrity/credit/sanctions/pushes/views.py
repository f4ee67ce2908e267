"""What other bodies must apply or drop, and the form to say what was done."""

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import demand, requires
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import contents, service
from integrity.credit.sanctions.pushes.forms import AnswerForm
from integrity.credit.sanctions.pushes.models import (
    PUSH_KIND_NAMES,
    PUSH_OUTCOME_NAMES,
    PUSH_STATE_NAMES,
    Push,
    PushKind,
)
from integrity.pages.form_pages import form_page
from integrity.pages.forms import FilterForm
from integrity.pages.tables import Column, Table, choices
from integrity.people.accounts.models import User
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.models import Subject


class PushFilters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(PUSH_STATE_NAMES), default="")
    kind = SelectField(_l("种类"), choices=lambda: choices(PUSH_KIND_NAMES), default="")
    body = SubjectField(_l("接收单位"))


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
            Column("outcome", _("反馈"), _outcome),
            Column("due", _("反馈截止"), lambda p: p.due_on, sort=Push.due_on),
            Column("late", _("逾期天数"), _days_late, align="right"),
        ],
        search=(Subject.name, Subject.uscc),
        filters=PushFilters,
        narrow={
            "state": lambda value: Push.state == value,
            "kind": lambda value: Push.kind == value,
            "body": lambda body: Push.body_id == body.id,
        },
        order=(Push.closed_on.is_not(None), Push.due_on, Push.id),
        empty=_("没有需要反馈的推送。"),
        options=(joinedload(Push.entry).joinedload(ListEntry.subject), joinedload(Push.body)),
    ).respond(intro=_("名单列入后须在期限内反馈执行情况；名单移出后须确认停止措施。"))


@bp.route("/pushes/<int:number>", methods=["GET", "POST"])
@requires(Permission.DESK)
def push(number: int) -> ResponseReturnValue:
    """One push and the form to answer it."""
    found = db.session.get(Push, number)
    if found is None or not may_open(found):
        raise NotFound
    form = AnswerForm(found)

    def answer() -> None:
        demand(Permission.PUSHES_ANSWER, found)
        said = (form.outcome.data, form.why.data or "")
        service.answer(found, *said, by=current_user, at=clock.now())

    move = "confirm" if found.kind is PushKind.REMOVE else "answer"
    return form_page(
        form,
        answer,
        template="sanctions/push.html",
        back=url_for("sanctions.push_index"),
        done=_("已反馈。"),
        push=found,
        facts=_facts(found),
        measures=contents.measures(found, clock.today()),
        open=service.FLOW.may(current_user, found, move),
    )


def may_open(found: Push) -> bool:
    """Whether the person logged in is of the receiving body, or of the office."""
    granted = current_user.can(Permission.PUSHES_ANSWER, found)
    return granted or (
        current_user.role in REACH_ALL and current_user.can(Permission.SANCTIONS_DECIDE)
    )


def _facts(found: Push) -> list[tuple[object, object]]:
    entry, subject = found.entry, found.entry.subject
    return [
        (_("名单编号"), entry.ref),
        (_("主体"), subject.name),
        (_("统一社会信用代码"), subject.uscc or _("不显示")),
        (_("名单"), _linked_entry(entry)),
        (_("列入事由"), GROUND_NAMES[entry.ground]),
        (_("事实和理由"), entry.reasons),
        (_("列入依据"), entry.legal_basis),
        (_("决定书编号"), _paper(found)),
        (_("列入日期"), i18n.day(entry.listed_on)),
        (_("有效期至"), i18n.day(entry.until) or _("未定期限")),
        (_("要求"), PUSH_KIND_NAMES[found.kind]),
        (_("接收单位"), found.body.name),
        (_("状态"), PUSH_STATE_NAMES[found.state]),
        (_("反馈截止"), i18n.day(found.due_on)),
        (_("逾期天数"), _days_late(found) or _("没有逾期")),
        (_("反馈"), _outcome(found)),
        (_("说明"), found.why),
    ]


def _linked_entry(entry: ListEntry) -> Markup:
    address = url_for("sanctions.entry", number=entry.id)
    return Markup('<a href="{}">{}</a>').format(address, LIST_NAMES[entry.kind])


def _paper(found: Push) -> Markup | None:
    """The number of the decision, with the page on which anybody can check a print of it."""
    paper = contents.papers([found.entry_id]).get((found.entry_id, found.kind))
    if paper is None:
        return None
    address = url_for("documents.verify", token=paper.token)
    return Markup('<a href="{}">{}</a>').format(address, paper.ref)


def _outcome(found: Push) -> object:
    return PUSH_OUTCOME_NAMES[found.outcome] if found.outcome else None


def _days_late(found: Push) -> int | None:
    return found.days_late(clock.today()) or None


def _linked(found: Push) -> Markup:
    address = url_for("sanctions.push", number=found.id)
    return Markup('<a href="{}">{}</a>').format(address, found.title)
