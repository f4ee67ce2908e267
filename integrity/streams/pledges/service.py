"""What may be done with a pledge: report that it is kept, check it, find it broken, withdraw it."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.states import Flow, Move
from integrity.casework.deadlines import day_after
from integrity.casework.steps import Side, Step, own
from integrity.casework.streams import breach
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.records.service import is_public as is_published
from integrity.people.subjects.models import Subject
from integrity.streams.pledges.errors import NotYours, Recorded, WrongDay
from integrity.streams.pledges.models import Pledge, PledgeOutcome
from integrity.streams.pledges.models import PledgeState as S
from integrity.streams.pledges.permissions import PledgesPermission
from integrity.streams.pledges.registrations import attach, declare, organisation, register

__all__ = ["declare", "register"]

CHECK = PledgesPermission.CHECK
FLOW = Flow(
    steps={
        S.REGISTERED: own(Side.OWING),
        S.REPORTED: Step(Side.FINDER, "LOCAL-VERIFY"),
    },
    free={
        S.CHECKED: "kept; only new facts change that",
        S.ENDED: "over; only a wrong finding is taken back",
    },
    report=Move({S.REGISTERED}, S.REPORTED, PledgesPermission.REPORT),
    confirm=Move({S.REGISTERED, S.REPORTED}, S.CHECKED, CHECK),
    send_back=Move({S.REPORTED}, S.REGISTERED, CHECK),
    find_broken=Move({S.REGISTERED, S.REPORTED, S.CHECKED}, S.ENDED, CHECK),
    withdraw=Move({S.REGISTERED, S.REPORTED}, S.ENDED, CHECK),
    reopen=Move({S.ENDED}, S.REGISTERED, CHECK),
)


def report(
    item: Pledge,
    kept_on: date,
    text: str,
    *,
    by: Any,
    at: datetime,
    evidence: FileStorage | None = None,
    evidence_public: bool = False,
) -> None:
    """Who pledged says that it is kept; until somebody else has looked this is only a report.

    Raises NotYours.
    """
    if by.body_id != item.subject_id:
        raise NotYours(_("只能报告本单位的承诺。"))
    _check_day(item, kept_on, at)
    FLOW.go(item, "report", by=by, at=at, why=text, organisation=organisation(by, item))
    item.report = text
    item.claim(kept_on, local_day(at))
    if evidence:
        attach(item, evidence, evidence_public, by=by, at=at)


def confirm(
    item: Pledge, fact_on: date, second_source: str, why: str, *, by: Any, at: datetime
) -> None:
    """Somebody else found that it was kept, on which day, from which source."""
    _find(item, "confirm", PledgeOutcome.KEPT, fact_on, second_source, why, by, at)
    item.closed_on = fact_on


def send_back(item: Pledge, why: str, *, by: Any, at: datetime) -> None:
    """The report does not show that it is kept: the pledge runs on, with its old day."""
    _demand_other(item, by)
    FLOW.go(item, "send_back", by=by, at=at, why=why, organisation=organisation(by, item))
    item.deny_claim()


def find_broken(
    item: Pledge, fact_on: date, second_source: str, why: str, *, by: Any, at: datetime
) -> None:
    """It was broken on a day; the breach goes the one path, with notice and objection."""
    _find(item, "find_broken", PledgeOutcome.BROKEN, fact_on, second_source, why, by, at)
    item.closed_on = local_day(at)


def withdraw(item: Pledge, second_source: str, why: str, *, by: Any, at: datetime) -> None:
    """It ends lawfully before it was kept or broken: on what ground (`second_source`), and why."""
    today = local_day(at)
    _find(item, "withdraw", PledgeOutcome.WITHDRAWN, today, second_source, why, by, at)
    item.closed_on = today


def reopen(item: Pledge, why: str, *, by: Any, at: datetime) -> None:
    """A finding was wrong: the pledge runs again. Raises Recorded while a record stands on it.

    A record that was withdrawn stays where it is, and no second one is made of the same pledge.
    """
    _demand_other(item, by)
    stands = sa.exists().where(*_records(), CreditRecord.state != RecordState.WITHDRAWN)
    if db.session.scalar(sa.select(Pledge.id).where(Pledge.id == item.id, stands)):
        raise Recorded(_("已经生成信用记录。认定有误的，由承诺人提出异议，记录撤销后再更正。"))
    FLOW.go(item, "reopen", by=by, at=at, why=why, organisation=organisation(by, item))
    item.deny_claim()
    item.outcome = item.fact_on = item.checked_on = None
    item.checked_by_name = item.second_source = item.reasons = ""


def breaches(on: date) -> sa.Select[Any]:
    """Every pledge with a day that was not kept by it, and every one found broken."""
    late = (
        Pledge.late(on)
        .where(_runs_or_kept())
        .with_only_columns(
            *breach(
                "pledges",
                "overdue",
                Pledge.id,
                Pledge.subject_id,
                day_after(Pledge.due_on),
                sa.literal("信用承诺逾期未证明已履行：") + Pledge.title,
            )
        )
    )
    broken = sa.select(
        *breach(
            "pledges",
            "broken",
            Pledge.id,
            Pledge.subject_id,
            Pledge.fact_on,
            sa.literal("违背信用承诺：") + Pledge.title,
        )
    ).where(Pledge.outcome == PledgeOutcome.BROKEN, Pledge.checked_on <= on)
    found = sa.union_all(late, broken).subquery()
    return sa.select(*found.c)


def is_public() -> sa.ColumnElement[bool]:
    """The condition for what everybody may read.

    A broken one is public exactly as long as its record is: not before the record is confirmed,
    and not after it was repaired, withdrawn or expired.
    """
    unbroken = sa.or_(Pledge.outcome.is_(None), Pledge.outcome != PledgeOutcome.BROKEN)
    published = sa.exists().where(*_records(), is_published())
    return sa.and_(Pledge.public, Pledge.subject.has(Subject.public), unbroken | published)


def _records() -> tuple[sa.ColumnElement[bool], ...]:
    """The condition for the record that a pledge led to by being broken."""
    return (
        CreditRecord.stream == "pledges",
        CreditRecord.rule == "broken",
        CreditRecord.item_id == Pledge.id,
    )


def _runs_or_kept() -> sa.ColumnElement[bool]:
    """One that was broken or withdrawn is no longer waited for."""
    return sa.or_(Pledge.outcome.is_(None), Pledge.outcome == PledgeOutcome.KEPT)


def _find(
    item: Pledge,
    move: str,
    outcome: PledgeOutcome,
    fact_on: date,
    second_source: str,
    why: str,
    by: Any,
    at: datetime,
) -> None:
    _demand_other(item, by)
    _check_day(item, fact_on, at)
    facts = {"outcome": outcome, "fact_on": str(fact_on), "second_source": second_source}
    FLOW.go(item, move, by=by, at=at, why=why, organisation=organisation(by, item), **facts)
    item.outcome, item.fact_on = outcome, fact_on
    item.checked_on, item.checked_by_name = local_day(at), organisation(by, item)
    item.second_source, item.reasons = second_source, why


def _demand_other(item: Pledge, by: Any) -> None:
    if getattr(by, "body_id", None) == item.subject_id:
        raise NotYours(_("不能核查本单位自己的承诺。"))


def _check_day(item: Pledge, day: date, at: datetime) -> None:
    if day > local_day(at):
        raise WrongDay(_("日期 %(day)s 还没有到。", day=day))
    if day < item.pledged_on:
        raise WrongDay(_("日期不能早于承诺日期 %(day)s。", day=item.pledged_on))
