"""Take in, hand to the competent department, and what it does with it before it looks closer.

The department owes an answer by a day; it cannot end that by itself: what it refuses or finds, the
reporter may dispute, and then the leading group's office decides. No report records anything.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.casework.deadlines import day_after
from integrity.casework.informants import evidence
from integrity.casework.rules import service as rules
from integrity.casework.sides import Only
from integrity.casework.streams import breach
from integrity.people.subjects.models import FIRMS, Subject, SubjectKind
from integrity.streams.tips.errors import NotYours, WrongTip
from integrity.streams.tips.flow import FLOW
from integrity.streams.tips.models import Refusal, Side, Tip, TipMessage
from integrity.streams.tips.models import TipOutcome as Outcome

department_only = Only("subject_id", _l("只有承办的主管部门可以办理此事项。"), NotYours)


def send(item: Tip, department: Subject, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office hands it to the competent department; its clock runs. Raises WrongTip."""
    _send(item, "send", department, why, by, at)


def resend(item: Tip, department: Subject, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It was sent to the wrong one; the next one's time counts from now. Raises WrongTip."""
    _send(item, "resend", department, why, by, at)


def accept(item: Tip, *, by: Any, at: datetime) -> None:
    """The department takes it on; its day was set when it was sent."""
    department_only(item, by)
    FLOW.go(item, "accept", by=by, at=at)


def refuse(item: Tip, code: str, why: str, *, by: Any, at: datetime) -> None:
    """Not taken on, for one of the coded reasons; the reporter reads them, and may dispute it."""
    department_only(item, by)
    FLOW.check(item, "refuse")
    item.refusal, item.outcome = Refusal(code), Outcome.REFUSED
    answered(item, local_day(at))
    FLOW.go(item, "refuse", by=by, at=at, code=code)
    say(item, Side.BODY, why, by=by, at=at)


def pass_on(item: Tip, why: str, *, by: Any, at: datetime) -> None:
    """It is another department's: the office names which. Not after its day: NotAllowed."""
    department_only(item, by)
    FLOW.check(item, "pass_on")
    if item.days_late(local_day(at)):
        raise NotAllowed(_("已经超过办理期限，不能再转出。"))
    FLOW.go(item, "pass_on", by=by, at=at)
    say(item, Side.BODY, why, by=by, at=at, office_only=True)
    item.subject = item.time_limit = item.starts_on = None
    item.run_until(None, "")


def confirm(item: Tip, *, at: datetime) -> None:
    """The reporter is content."""
    FLOW.go(item, "confirm", by=audit.PUBLIC, at=at)
    item.silent_on, item.ended_on = None, local_day(at)


def dispute(item: Tip, text: str, files: Iterable[str] = (), *, at: datetime) -> None:
    """The reporter is not content: the leading group's office decides, once. Raises NotAllowed."""
    FLOW.check(item, "dispute")
    if item.disputes:
        raise NotAllowed(_("领导小组办公室已经决定过一次；仍不认可的，请依法通过其他途径反映。"))
    item.disputes, item.silent_on = 1, None
    FLOW.go(item, "dispute", by=audit.PUBLIC, at=at)
    say(item, Side.REPORTER, text, files, by=audit.PUBLIC, at=at)


def uphold(item: Tip, why: str, *, by: audit.Actor, at: datetime) -> None:
    """What the department found or refused stands."""
    FLOW.go(item, "uphold", by=by, at=at)
    item.ended_on = local_day(at)
    say(item, Side.OFFICE, why, by=by, at=at)


def send_back(item: Tip, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The department must look again: a new clock; a day it missed before stays missed."""
    FLOW.check(item, "send_back")
    today = local_day(at)
    if item.due_on and item.days_late(today):
        item.missed_on = item.missed_on or item.due_on
    item.outcome = item.refusal = item.closed_on = item.found_on = None
    item.finding = ""
    item.run_from("LOCAL-TIP-FIND", today)
    FLOW.go(item, "send_back", by=by, at=at)
    say(item, Side.OFFICE, why, by=by, at=at)


def close_silent(*, on: date, at: datetime) -> int:
    """End every answered report of which nothing was heard by its day. Returns how many."""
    silent = Tip.silent_on < on
    return FLOW.go_all(Tip, "fall_silent", silent, by=audit.SYSTEM, at=at, ended_on=on)


def answered(item: Tip, on: date) -> None:
    """The department's clock stops, and the reporter may say what it thinks of it."""
    item.closed_on = on
    item.silent_on = rules.due("LOCAL-TIP-SILENT", on).due_on


def say(
    item: Tip,
    side: Side,
    text: str,
    files: Iterable[str] = (),
    *,
    by: audit.Actor,
    at: datetime,
    **more: bool,
) -> None:
    """Keep words and files with the report; they never enter the log, which others may read."""
    said = TipMessage(side=side, text=text.strip(), by_name=by.name, at=at, **more)
    item.messages.append(said)
    db.session.flush()
    evidence.claim(item, files, by=by, at=at, message=said)


def breaches(on: date) -> sa.Select[Any]:
    """Every report that the department did not answer by its day, also before a dispute."""
    columns = breach(
        "tips",
        "unhandled",
        Tip.id,
        Tip.subject_id,
        day_after(sa.func.coalesce(Tip.missed_on, Tip.due_on)),
        sa.literal("失信举报逾期未办结"),
    )
    late = sa.or_(Tip.is_late(on), Tip.missed_on < on)
    return sa.select(*columns).where(late, Tip.subject_id.is_not(None))


def begin(item: Tip, department: Subject, on: date) -> None:
    """This department owes the answer from a day on."""
    item.subject = department
    item.run_from("LOCAL-TIP-FIND", on)


def _send(
    item: Tip, move: str, department: Subject, why: str, by: audit.Actor, at: datetime
) -> None:
    if department.kind is not SubjectKind.BODY or department.id == item.reported_id:
        raise WrongTip(_("请选择对该行为有权查处的主管部门。"))
    FLOW.check(item, move)
    begin(item, department, local_day(at))
    FLOW.go(item, move, by=by, at=at, department=department.id)
    say(item, Side.OFFICE, why, by=by, at=at, office_only=True)


def is_firm(subject: Subject | None) -> bool:
    """Whether a report can be about it: never a public body, never a person."""
    return subject is not None and subject.kind in FIRMS
