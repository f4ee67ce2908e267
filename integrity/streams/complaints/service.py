"""The procedure of a complaint, from its acceptance to its end; what was not answered in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotAllowed, Refused
from integrity.base.states import Flow, Move
from integrity.casework import extensions, streams
from integrity.casework.deadlines import day_after
from integrity.casework.extensions import Extension
from integrity.casework.informants import evidence, numbers
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side as By
from integrity.casework.steps import Step, own
from integrity.people.subjects.models import Subject
from integrity.streams.complaints.models import Complaint, ComplaintMessage, Refusal, Side
from integrity.streams.complaints.models import ComplaintOutcome as Outcome
from integrity.streams.complaints.models import ComplaintState as S
from integrity.streams.complaints.permissions import ComplaintsPermission

FLOW = Flow(
    steps={
        S.RECEIVED: Step(By.OFFICE, "LOCAL-CMP-ACCEPT"),
        S.ACCEPTED: own(By.OWING),
        S.DISPUTED: own(By.OWING),
        S.ANSWERED: Step(By.OWED),
        S.ESCALATED: Step(By.OFFICE, "LOCAL-CMP-DECIDE"),
    },
    free=dict.fromkeys((S.CONFIRMED, S.SILENT), "settled; a breach that is seen may be found"),
    accept=Move({S.RECEIVED}, S.ACCEPTED, ComplaintsPermission.HANDLE),
    readdress=Move({S.ACCEPTED}, S.ACCEPTED, ComplaintsPermission.HANDLE, corrects=True),
    refuse=Move({S.RECEIVED}, S.REFUSED, ComplaintsPermission.HANDLE),
    answer=Move({S.ACCEPTED, S.DISPUTED}, S.ANSWERED, ComplaintsPermission.ANSWER),
    pass_on=Move({S.RECEIVED, S.ACCEPTED}, S.PASSED_ON, ComplaintsPermission.HANDLE),
    ask_extension=Move({S.ACCEPTED}, S.ACCEPTED, ComplaintsPermission.EXTEND),
    confirm=Move({S.ANSWERED}, S.CONFIRMED),
    dispute=Move({S.ANSWERED}, S.DISPUTED),
    escalate=Move({S.ANSWERED}, S.ESCALATED),
    fall_silent=Move({S.ANSWERED}, S.SILENT),
    decide=Move({S.ESCALATED}, S.CLOSED, ComplaintsPermission.HANDLE),
    uphold=Move({S.CONFIRMED, S.SILENT}, S.CLOSED, ComplaintsPermission.HANDLE),
)

EXTENDED = "CMP-BIZ-EXT"


class NoEarlierOne(Refused):
    """The same matter again needs the number of the earlier complaint about the same body."""

    title = _l("请填写同一单位此前投诉举报的受理编号")


@dataclass(frozen=True)
class Figures:
    """A body's complaints: accepted; those whose answer was due or given, and of these in time;
    confirmed by the complainant; disputed at least once."""

    accepted: int = 0
    due: int = 0
    in_time: int = 0
    confirmed: int = 0
    disputed: int = 0


def accept(item: Complaint, body: Subject | None, *, by: audit.Actor, at: datetime) -> None:
    """The office takes it on and hands it to the body that must answer; the clock starts."""
    number = body.id if body else item.subject_id
    FLOW.go(item, "accept", by=by, at=at, body=number)
    item.subject_id = number
    item.accepted_on = local_day(at)
    item.run_from("CMP-BIZ", item.accepted_on)


def settle_anew(item: Complaint, on: date) -> None:
    """Another body answers: its term runs from the day it was given the complaint."""
    item.run_from("CMP-BIZ", on)


def refuse(
    item: Complaint,
    code: str,
    why: str,
    earlier: str | None = None,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Not taken on, for one of the coded reasons, which the complainant reads.

    The same matter again is linked to the earlier complaint. NoEarlierOne.
    """
    if Refusal(code) is Refusal.DUPLICATE:
        item.duplicate_of = _earlier(item, earlier or "")
    FLOW.go(item, "refuse", by=by, at=at, code=code)
    item.refusal, item.outcome = Refusal(code), Outcome.OUT_OF_SCOPE
    item.closed_on = local_day(at)
    say(item, Side.OFFICE, why, by=by, at=at)


def pass_on(item: Complaint, to: str, why: str, *, by: audit.Actor, at: datetime) -> None:
    """About the conduct of staff, or another's business: handed over, not investigated here."""
    FLOW.go(item, "pass_on", by=by, at=at, to=to)
    item.passed_to, item.outcome = to, Outcome.OUT_OF_SCOPE
    item.closed_on = local_day(at)
    say(item, Side.OFFICE, why, by=by, at=at)


def answer(
    item: Complaint,
    finding: str,
    text: str,
    upload: FileStorage | None = None,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The body answers, with a file if it has one; raises what keeping a file may raise.

    Its finding counts when the complainant agrees or says nothing.
    """
    FLOW.go(item, "answer", by=by, at=at, finding=finding)
    item.finding = Outcome(finding)
    item.closed_on = local_day(at)
    if item.answered_on is None and item.accepted_on:
        item.answered_on = item.closed_on
        item.answer_days = (item.closed_on - item.accepted_on).days
    item.silent_on = rules.due("LOCAL-SILENT", item.closed_on).due_on
    say(item, Side.BODY, text, [evidence.keep(upload)] if upload else (), by=by, at=at)


def ask_extension(
    item: Complaint, until: date, why: str, *, by: audit.Actor, at: datetime
) -> Extension:
    """The head of the body agrees to ask for more time, at most CMP-BIZ-EXT from the first day."""
    FLOW.check(item, "ask_extension")
    maximum = rules.due(EXTENDED, item.first_due_on or until).due_on
    asked = extensions.propose(
        "complaints", item, until, EXTENDED, why, maximum=maximum, by=by, at=at
    )
    FLOW.go(item, "ask_extension", by=by, at=at, why=why, until=str(until))
    return asked


def grant_extension(
    asked: Extension, item: Complaint, why: str, *, by: audit.Actor, at: datetime
) -> None:
    """The office grants it, and the complainant is told until when and why."""
    FLOW.check(item, "ask_extension")
    extensions.grant(asked, item, why, by=by, at=at)
    words = _("答复期限延长到 %(day)s。理由：%(why)s", day=asked.new_due_on, why=asked.why)
    say(item, Side.BODY, words, by=by, at=at)


def confirm(item: Complaint, *, at: datetime) -> None:
    """The complainant is content; only now the finding is an outcome that somebody checked."""
    FLOW.go(item, "confirm", by=audit.PUBLIC, at=at)
    item.outcome, item.confirmed_on, item.silent_on = item.finding, local_day(at), None


def dispute(item: Complaint, text: str, files: Iterable[str] = (), *, at: datetime) -> None:
    """The complainant is not content: once back to the body, then to the leading group."""
    again = item.disputes > 0
    FLOW.go(item, "escalate" if again else "dispute", by=audit.PUBLIC, at=at)
    item.disputes += 1
    item.disputed_on = item.disputed_on or local_day(at)
    item.silent_on = None
    say(item, Side.COMPLAINANT, text, files, by=audit.PUBLIC, at=at)
    if not again:
        _start_again(item, local_day(at))


def decide(item: Complaint, outcome: str, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The leading group ends what was disputed twice."""
    FLOW.go(item, "decide", by=by, at=at, outcome=outcome)
    item.outcome, item.decided_on = Outcome(outcome), local_day(at)
    say(item, Side.OFFICE, why, by=by, at=at)


def uphold(item: Complaint, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A promise was not kept, though the matter itself is settled: a breach follows.

    Not of the body that answers when somebody else promised (a pledge of an enterprise).
    Raises NotAllowed.
    """
    about = streams.registered().get(item.about_stream or "")
    if about and not about.figures.of_bodies:
        raise NotAllowed(_("这项承诺不是本单位作出的；违背承诺的，请在该项承诺中认定。"))
    FLOW.go(item, "uphold", by=by, at=at)
    item.outcome, item.decided_on = Outcome.UPHELD, local_day(at)
    say(item, Side.OFFICE, why, by=by, at=at)


def say(
    item: Complaint,
    side: Side,
    text: str,
    files: Iterable[str] = (),
    *,
    by: audit.Actor,
    at: datetime,
    **more: bool,
) -> None:
    """Keep words and files with the complaint; they never enter the log, which others may read."""
    said = ComplaintMessage(side=side, text=text, by_name=by.name, at=at, **more)
    item.messages.append(said)
    db.session.flush()
    evidence.claim(item, files, by=by, at=at, message=said)


def close_silent(*, on: date, at: datetime) -> int:
    """End every answered complaint of which nothing was heard by its day; a few statements."""
    silent = Complaint.silent_on < on
    ended: dict[str, Any] = {"outcome": Complaint.finding}
    return FLOW.go_all(Complaint, "fall_silent", silent, by=audit.SYSTEM, at=at, **ended)


def breaches(on: date) -> sa.Select[Any]:
    """Every complaint not answered by its day, also before it was disputed; every upheld one."""
    unanswered = sa.select(
        *streams.breach(
            "complaints",
            "unanswered",
            Complaint.id,
            Complaint.subject_id,
            day_after(sa.func.coalesce(Complaint.missed_on, Complaint.due_on)),
            sa.literal("投诉举报逾期未答复"),
        )
    ).where(sa.or_(Complaint.is_late(on), Complaint.missed_on < on))
    upheld = sa.select(
        *streams.breach(
            "complaints",
            "upheld",
            Complaint.id,
            Complaint.subject_id,
            Complaint.decided_on,
            sa.literal("投诉举报经查属实，承诺未兑现"),
        )
    ).where(Complaint.outcome == Outcome.UPHELD, Complaint.decided_on <= on)
    return sa.select(sa.union_all(unanswered, upheld).subquery())


def figures(body_ids: Iterable[int], on: date) -> dict[int, Figures]:
    """What the public may know of these bodies' complaints, in one query.

    As it stood when the last month closed: what was answered counts by its first answer.
    """
    month = on.replace(day=1)
    first_due_on = sa.func.coalesce(Complaint.missed_on, Complaint.due_on)
    answered = Complaint.answered_on < month
    in_time = sa.case(  # a dispute started another clock, and kept the day missed before
        (Complaint.disputes > 0, Complaint.missed_on.is_(None)),
        else_=Complaint.answered_on <= Complaint.due_on,
    )
    counted = [
        sa.func.count().filter(condition)
        for condition in (
            sa.true(),
            sa.or_(answered, first_due_on < month),
            sa.and_(answered, in_time),
            Complaint.confirmed_on < month,
            Complaint.disputed_on < month,
        )
    ]
    rows = db.session.execute(
        sa.select(Complaint.subject_id, *counted)
        .where(Complaint.subject_id.in_(list(body_ids)), Complaint.told(on))
        .group_by(Complaint.subject_id)
    )
    return {body: Figures(*numbers) for body, *numbers in rows}


def _earlier(item: Complaint, ref: str) -> Complaint:
    wanted = sa.select(Complaint).where(
        Complaint.ref == numbers.as_typed(ref),
        Complaint.subject_id == item.subject_id,
        Complaint.id != item.id,
    )
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NoEarlierOne
    return found


def _start_again(item: Complaint, on: date) -> None:
    """A new clock for the same body; a day it missed before stays missed."""
    if item.due_on and item.days_late(on):
        item.missed_on = item.missed_on or item.due_on
    item.closed_on, item.finding = None, None
    item.run_from("CMP-BIZ", on)
