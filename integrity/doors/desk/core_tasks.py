"""Duties that belong to no stream: records, objections, repairs, lists, pushes, accounts."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL, Permission
from integrity.casework.rules import service as rules
from integrity.casework.steps import late_in
from integrity.casework.streams import registered
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.measures.lists import LIST_NAMES, ListKind
from integrity.credit.records import announcements, confirmations
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions.acts import ACTS as ENTRY_ACTS
from integrity.credit.sanctions.acts import REMOVING, open_acts
from integrity.credit.sanctions.flow import FLOW as ENTRY_FLOW
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.sanctions.pushes import notes
from integrity.credit.sanctions.pushes.models import PUSH_KIND_NAMES, Push, PushState
from integrity.doors.desk import (
    campaign_tasks,
    case_tasks,
    catalogue_tasks,
    check_tasks,
    exchange_tasks,
    extension_tasks,
    honour_tasks,
    measure_tasks,
    paper_tasks,
    people_tasks,
    publicity_tasks,
    related_tasks,
    remedy_tasks,
    reporting_tasks,
    urging_tasks,
)
from integrity.people.accounts.models import AccountState, User


def of_core(user: User) -> list[Task]:
    """What waits for this person in the core."""
    providers = (
        _records,
        _confirmations,
        _announcements,
        remedy_tasks.objections,
        remedy_tasks.appeals,
        remedy_tasks.repairs,
        remedy_tasks.corrections,
        remedy_tasks.incomplete,
        remedy_tasks.proceedings,
        remedy_tasks.shieldings,
        _entries,
        _removals,
        _listed,
        _pushes,
        people_tasks.duties,
        extension_tasks.duties,
        urging_tasks.duties,
        campaign_tasks.duties,
        case_tasks.duties,
        measure_tasks.duties,
        measure_tasks.settlings,
        measure_tasks.detachings,
        measure_tasks.offers,
        catalogue_tasks.duties,
        check_tasks.duties,
        exchange_tasks.duties,
        publicity_tasks.duties,
        honour_tasks.reviews,
        honour_tasks.tax_lists,
        related_tasks.reached,
        related_tasks.ordered,
        honour_tasks.hearings,
        honour_tasks.recommendations,
        paper_tasks.duties,
        reporting_tasks.duties,
    )
    return [duty for provider in providers for duty in provider(user)]


def _records(user: User) -> Iterable[Task]:
    """A record proposed to one's own body: object in time, or let it be confirmed."""
    if not user.can(Permission.OBJECTIONS_FILE) or user.role in REACH_ALL:
        return
    wanted = (
        sa.select(CreditRecord)
        .where(CreditRecord.state == RecordState.PROPOSED, CreditRecord.object_until.is_not(None))
        .where(CreditRecord.subject_id == (user.body_id or 0))
        .options(joinedload(CreditRecord.subject))
        .order_by(CreditRecord.object_until, CreditRecord.id)
        .limit(LIMIT)
    )
    for record in db.session.scalars(wanted):
        yield Task(
            day=record.object_until,
            kind=_("信用记录告知"),
            title=record.summary,
            body=record.subject.name,
            url=url_for("records.item", number=record.id),
            act=_("提出异议"),
            act_url=url_for("objections.new", record=record.id),
            key=f"record-{record.id}",
        )


def _confirmations(user: User) -> Iterable[Task]:
    """A batch of records that nobody objected to waits for a person of the finding body."""
    for batch in confirmations.batches(user, clock.today()):
        address = url_for("records.batch", stream=batch.stream, rule=batch.rule)
        rule = registered()[batch.stream].words.rules[batch.rule]
        yield Task(
            day=batch.due_on,
            kind=_("信用记录"),
            title=_("%(rule)s（%(number)d 条）", rule=rule, number=batch.number),
            body="",
            url=address,
            act=_("确认记录"),
            act_url=address,
            key=f"batch-{batch.stream}-{batch.rule}",
        )


def _announcements(user: User) -> Iterable[Task]:
    """A breach in procurement that is public is announced in the medium named for that."""
    if not user.can(Permission.RECORDS_DECIDE):
        return
    found = announcements.wanted().options(joinedload(CreditRecord.subject)).limit(LIMIT)
    for record in db.session.scalars(found):
        address = url_for("records.announce", number=record.id)
        yield Task(
            day=announcements.due_on(record),
            kind=_("政府采购公告"),
            title=record.summary,
            body=record.subject.name,
            url=url_for("records.item", number=record.id),
            act=_("登记政府采购公告"),
            act_url=address,
            key=f"announcement-{record.id}",
        )


def _entries(user: User) -> Iterable[Task]:
    """An entry on its way to a list: tell, hear, decide, decide again; or state one's defence."""
    moves = [name for name in ENTRY_ACTS if name != "reject" and name not in REMOVING]
    granted = {name: ENTRY_FLOW[name].permission for name in moves}
    mine = [name for name, permission in granted.items() if permission and user.can(permission)]
    if not mine:
        return
    wanted = (
        sa.select(ListEntry)
        .where(ListEntry.state.in_({s for name in mine for s in ENTRY_FLOW[name].sources}))
        .options(joinedload(ListEntry.subject))
        .order_by(ListEntry.step_day(), ListEntry.id)
        .limit(LIMIT)
    )
    for entry in db.session.scalars(wanted.where(_turn_of(user))):
        fit = open_acts(entry).keys() & mine
        open_ = [name for name in ENTRY_FLOW.open_to(user, entry) if name in fit]
        if not open_ or (entry.first_decider_id == user.id and "confirm" in open_):
            continue  # a second person decides
        yield Task(
            day=entry.statement_due if open_[0] == "defend" else entry.step_due_on,
            kind=LIST_NAMES[entry.kind],
            title=entry.reasons,
            body=entry.subject.name,
            url=url_for("sanctions.entry", number=entry.id),
            act=ENTRY_ACTS[open_[0]].label,
            act_url=url_for("sanctions.act", number=entry.id, move=open_[0]),
            key=f"entry-{entry.id}",
            warning=late_in(ENTRY_FLOW, entry, clock.today()) if open_[0] != "defend" else None,
        )


def _turn_of(user: User) -> sa.ColumnElement[bool]:
    """The condition for entries in which a person's body, or the office, must act or may speak."""
    if user.role in REACH_ALL:
        return ListEntry.acting_id.is_(None)
    body_id = user.body_id or 0
    heard = sa.and_(ListEntry.subject_id == body_id, ListEntry.state == EntryState.NOTIFIED)
    return sa.or_(ListEntry.acting_id == body_id, heard)


def _removals(user: User) -> Iterable[Task]:
    """A removal from a list that another person has proposed."""
    if not user.can(Permission.SANCTIONS_DECIDE):
        return
    wanted = (
        sa.select(ListEntry)
        .where(ListEntry.state == EntryState.LISTED, ListEntry.removal_by_id != user.id)
        .options(joinedload(ListEntry.subject))
        .order_by(ListEntry.id)
        .limit(LIMIT)
    )
    for entry in db.session.scalars(wanted):
        yield Task(
            day=entry.step_due_on,
            kind=LIST_NAMES[entry.kind],
            title=entry.removal_why,
            body=entry.subject.name,
            url=url_for("sanctions.entry", number=entry.id),
            act=ENTRY_ACTS["remove"].label,
            act_url=url_for("sanctions.act", number=entry.id, move="remove"),
            key=f"removal-{entry.id}",
            warning=late_in(ENTRY_FLOW, entry, clock.today()),
        )


def _listed(user: User) -> Iterable[Task]:
    """One's own body was put on a list: it is told, with what is open to it and until when."""
    if not user.can(Permission.OBJECTIONS_FILE) or user.role in REACH_ALL:
        return
    today = clock.today()
    wanted = (
        sa.select(ListEntry)
        .where(ListEntry.subject_id == (user.body_id or 0), ListEntry.kind != ListKind.RED)
        .where(ListEntry.state == EntryState.LISTED, ListEntry.listed_on.is_not(None))
        .order_by(ListEntry.id)
        .limit(LIMIT)
    )
    for entry in db.session.scalars(wanted):
        until = rules.due("REVIEW-APPLY", entry.listed_on or today).due_on
        if until >= today:
            yield Task(
                day=until,
                kind=LIST_NAMES[entry.kind],
                title=_("本单位已列入%(name)s", name=LIST_NAMES[entry.kind]),
                body=entry.subject.name,
                url=url_for("sanctions.entry", number=entry.id),
                act=_("提出异议或者申请复议"),
                act_url=url_for("sanctions.entry", number=entry.id),
                key=f"listed-{entry.id}",
            )


def _is_left_to(user: User) -> sa.ColumnElement[bool]:
    """The condition for pushes that no colleague in use was given in particular."""
    colleague = sa.exists().where(
        User.id == Push.assigned_to_id, User.id != user.id, User.state == AccountState.ACTIVE
    )
    return ~colleague.correlate(Push)


def _pushes(user: User) -> Iterable[Task]:
    """What one's own body must apply or drop, and say so."""
    if not user.can(Permission.PUSHES_ANSWER):
        return
    wanted = (
        sa.select(Push)
        .where(Push.body_id == (user.body_id or 0))
        .where(Push.state.in_((PushState.PENDING, PushState.DELIVERED)), _is_left_to(user))
        .options(joinedload(Push.entry).joinedload(ListEntry.subject), joinedload(Push.body))
        .order_by(Push.due_on, Push.id)
        .limit(LIMIT)
    )
    for push in db.session.scalars(wanted):
        address = url_for("sanctions.push", number=push.id)
        yield Task(
            day=push.due_on,
            kind=PUSH_KIND_NAMES[push.kind],
            title=push.entry.title,
            body=push.body.name,
            url=address,
            act=_("反馈"),
            act_url=address,
            key=f"push-{push.id}",
        )
    unnoted = notes.waiting(user.body_id or 0).where(_is_left_to(user)).order_by(Push.id)
    eager = (selectinload(Push.entry).joinedload(ListEntry.subject), selectinload(Push.body))
    for push, day in db.session.execute(unnoted.options(*eager).limit(LIMIT)):
        yield Task(
            day=day,
            kind=_("名单变动"),
            title=push.entry.title,
            body=push.body.name,
            url=url_for("sanctions.push", number=push.id),
            act=_("知悉名单变动"),
            act_url=url_for("sanctions.note_push", number=push.id),
            key=f"note-{push.id}",
        )
