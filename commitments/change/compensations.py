"""What a change owes to whom it harms: the body reports a payment, and somebody else confirms it.

Who is harmed speaks first; who has no account here, or does not answer within LOCAL-COMP-CONFIRM,
leaves it to the office, which compares the bank's slip within LOCAL-VERIFY.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from commitments.change_models import (
    COMPENSATION_NAMES,
    ChangeRequest,
    ChangeState,
    Compensation,
)
from commitments.change_models import CompensationState as S
from commitments.models import Commitment
from commitments.permissions import CommitmentsPermission
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed, Refused
from integrity.base.states import Flow, Move
from integrity.casework.deadlines import day_after
from integrity.casework.steps import Side, Step, own
from integrity.casework.streams import breach
from integrity.files import attached
from integrity.people.accounts import service as accounts
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject, SubjectKind

P = CommitmentsPermission
FLOW = Flow(
    steps={
        S.OWED: own(Side.OWING),
        S.REPORTED: Step(Side.OWED, "LOCAL-COMP-CONFIRM"),
        S.LEFT: Step(Side.OFFICE, "LOCAL-VERIFY"),
    },
    report=Move({S.OWED}, S.REPORTED, P.REPORT),
    leave=Move({S.REPORTED}, S.LEFT),
    confirm=Move({S.REPORTED, S.LEFT}, S.PAID, P.COMPENSATION_CONFIRM),
    deny=Move({S.REPORTED, S.LEFT}, S.OWED, P.COMPENSATION_CONFIRM),
    find_paid=Move({S.LEFT}, S.PAID, P.VERIFY),
    find_unpaid=Move({S.LEFT}, S.OWED, P.VERIFY),
)
FLOW.names.update(COMPENSATION_NAMES)


class WrongCompensation(Refused):
    """A day or a sum that cannot be, or no voucher."""

    title = _l("补偿有误")


class NotYours(Forbidden):
    """The body that owes reports, who is harmed answers, the office decides; nobody for another."""

    title = _l("须由他人办理")


@dataclass(frozen=True)
class Harm:
    """Who is harmed by a change, how, and what is paid for it by which day."""

    subject_id: int | None
    harmed: str
    loss: str
    amount: Decimal
    due_on: date


def unsaved(harm: Harm) -> Compensation:
    """What a request to change promises to somebody; raises WrongCompensation for a public body."""
    subject = db.session.get(Subject, harm.subject_id) if harm.subject_id else None
    if subject is not None and subject.kind is SubjectKind.BODY:
        raise WrongCompensation(_("受损害的是企业、组织和个人，不能是国家机关和事业单位。"))
    made = Compensation(
        subject_id=harm.subject_id, harmed=harm.harmed, loss=harm.loss, amount=harm.amount
    )
    made.run_until(harm.due_on, _("承诺变更申请"))
    return made


def report(
    row: Compensation,
    paid_on: date,
    amount: Decimal,
    *,
    by: User,
    at: datetime,
    slip: str | None = "",
    said: str | None = "",
    document: FileStorage | None = None,
) -> None:
    """The body says that it has paid all of it: it changes nothing that was known before today.

    Raises NotAllowed, NotYours, WrongCompensation.
    """
    body, today, slip = row.change.commitment.subject_id, local_day(at), (slip or "").strip()
    if by.body_id != body:
        raise NotYours(_("只有承诺单位可以报告支付补偿。"))
    if row.change.state is not ChangeState.GRANTED:
        raise NotAllowed(_("这笔补偿不待支付。"))
    if amount != row.amount:
        raise WrongCompensation(
            _("应补偿 %(sum)s 元，须足额支付；分次支付的，付清后报告总额。", sum=row.amount)
        )
    if not slip and not document:
        raise WrongCompensation(_("请填写银行回单编号，或者上传银行回单。"))
    _check_day(row, paid_on, at)
    facts = {"paid_on": str(paid_on), "amount": str(amount), "slip": slip}
    FLOW.go(row, "report", by=by, at=at, why=(said or "").strip(), **facts)
    row.slip, row.said, row.answer, row.answered_by_name = slip, (said or "").strip(), "", ""
    row.claim(paid_on, today)
    if document:
        attached.save(document, row, public=False, by=by, at=at, body_id=body, note=slip)
    _tell(row, "compensate", by, at)
    if not has_account(row.subject_id):
        FLOW.go(row, "leave", by=audit.SYSTEM, at=at)


def confirm(
    row: Compensation, arrived_on: date | None, *, by: User, at: datetime, why: str = ""
) -> None:
    """Who is harmed has the money: since the day of the report, or another one it names."""
    _harmed_only(row, by)
    _end(row, "confirm", arrived_on or row.claim_received_on, why, by, at)


def deny(row: Compensation, why: str, *, by: User, at: datetime) -> None:
    """Who is harmed has not got it: owed as if nothing had been said."""
    _harmed_only(row, by)
    _reopen(row, "deny", why, by, at)


def find_paid(row: Compensation, arrived_on: date, why: str, *, by: User, at: datetime) -> None:
    """The office has seen by the bank's slip when the money arrived."""
    _not_the_body(row, by)
    _end(row, "find_paid", arrived_on, why, by, at)


def find_unpaid(row: Compensation, why: str, *, by: User, at: datetime) -> None:
    """The office has not found it proven."""
    _not_the_body(row, by)
    _reopen(row, "find_unpaid", why, by, at)


def leave_unanswered(*, on: date, at: datetime) -> int:
    """Leave to the office what nobody answered within the term; returns how many."""
    return FLOW.go_all(Compensation, "leave", Compensation.step_due_on < on, by=audit.SYSTEM, at=at)


def has_account(subject_id: int | None) -> bool:
    """Whether somebody can speak here for who is harmed."""
    return accounts.somebody_may(P.COMPENSATION_CONFIRM, subject_id)


def breaches(on: date) -> sa.Select[Any]:
    """Every commitment whose change owes somebody a compensation that was late by this day."""
    return (
        sa.select(
            *breach(
                "commitments",
                "compensation-late",
                Commitment.id,
                Commitment.subject_id,
                day_after(sa.func.min(Compensation.due_on)),
                sa.literal("承诺变更的补偿逾期未支付：") + Commitment.title,
            )
        )
        .join(ChangeRequest, ChangeRequest.commitment_id == Commitment.id)
        .join(Compensation, Compensation.change_id == ChangeRequest.id)
        .where(ChangeRequest.state == ChangeState.GRANTED, Compensation.is_late(on))
        .group_by(Commitment.id, Commitment.subject_id, Commitment.title)
    )


def _end(
    row: Compensation, move: str, day: date | None, why: str, by: audit.Actor, at: datetime
) -> None:
    FLOW.check(row, move)
    if day is not None:
        _check_day(row, day, at)
    FLOW.go(row, move, by=by, at=at, why=why, arrived_on=str(day))
    row.confirm_claim(day)
    row.answer, row.answered_by_name = why, by.name
    _tell(row, "compensation_confirmed", by, at)


def _reopen(row: Compensation, move: str, why: str, by: audit.Actor, at: datetime) -> None:
    FLOW.go(row, move, by=by, at=at, why=why)
    row.deny_claim()
    row.answer, row.answered_by_name = why, by.name
    _tell(row, "compensation_denied", by, at)


def _tell(row: Compensation, word: str, by: audit.Actor, at: datetime) -> None:
    """The same in the history of the commitment, which everybody reads: who and how much only."""
    audit.write(row.change.commitment, word, by=by, at=at, why=row.title)


def _check_day(row: Compensation, day: date, at: datetime) -> None:
    asked = local_day(row.change.requested_at)
    if day > local_day(at):
        raise WrongCompensation(_("日期 %(day)s 还没有到。", day=day))
    if day < asked:
        raise WrongCompensation(_("支付日期不能早于申请变更的 %(day)s。", day=asked))


def _harmed_only(row: Compensation, by: User) -> None:
    if row.subject_id is None or by.body_id != row.subject_id:
        raise NotYours(_("只有受损害的单位可以确认或者否认。"))


def _not_the_body(row: Compensation, by: User) -> None:
    if by.body_id == row.change.commitment.subject_id:
        raise NotYours(_("不能认定本单位支付的补偿。"))
