"""The stages of a suit, as the court tells them; what the department finds of it."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db, one_at_a_time
from integrity.base.errors import Forbidden, NotAllowed, NotFound
from integrity.base.states import Flow, Move
from integrity.casework.deadlines import day_after
from integrity.casework.sides import Only
from integrity.casework.steps import Side, own
from integrity.casework.streams import breach
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.courts import numbers
from integrity.streams.courts.errors import Conflict, WrongCase, WrongDay
from integrity.streams.courts.models import CreditorKind
from integrity.streams.lawsuits.models import Lawsuit, Stage, SuitOutcome
from integrity.streams.lawsuits.permissions import LawsuitsPermission as P

_court_only = Only("court_id", _l("只有推送本案的法院可以办理此事项。"))
OPEN = (Stage.SUED, Stage.LOST, Stage.URGED)
FLOW = Flow(
    steps={Stage.LOST: own(Side.OWING), Stage.URGED: own(Side.OWING)},
    free={Stage.SUED: "the court tries it; nobody owes anything yet"},
    lose=Move({Stage.SUED}, Stage.LOST, P.TELL),
    urge=Move({Stage.LOST}, Stage.URGED, P.TELL),
    enforce=Move({Stage.LOST, Stage.URGED}, Stage.ENFORCED, P.TELL),
    end=Move(OPEN, Stage.ENDED, P.TELL),
)


@dataclass(frozen=True)
class Suit:
    """What a court says of a suit; no field names a natural person."""

    case_no: str
    body: Subject
    cause: str
    creditor_kind: CreditorKind
    amount: Decimal
    sued_on: date


def bring(court: Subject, suit: Suit, *, by: audit.Actor, at: datetime) -> Lawsuit:
    """A suit was brought; the same again is the same suit. Raises Conflict, WrongCase, WrongDay."""
    _check(suit, local_day(at))
    number = numbers.key(suit.case_no)
    one_at_a_time(f"suit {number}")
    found = db.session.scalars(sa.select(Lawsuit).where(Lawsuit.key == number)).first()
    if found:
        same = found.court_id == court.id and found.subject_id == suit.body.id
        if not same or (found.cause, found.amount) != (suit.cause, suit.amount):
            raise Conflict(_("案号 %(number)s 已经以其他内容推送。", number=suit.case_no))
        return found
    made = Lawsuit(
        ref=secrets.token_hex(8),
        key=number,
        court_id=court.id,
        state=Stage.SUED,
        subject_id=suit.body.id,
        **{n: getattr(suit, n) for n in ("case_no", "cause", "creditor_kind", "amount", "sued_on")},
    )
    FLOW.begin(made, local_day(at))
    db.session.add(made)
    db.session.flush()
    made.ref = f"SS-{made.id:08d}"
    audit.write(made, "bring", by=by, at=at, target=made.state)
    return made


def by_case_no(court: Subject, case_no: str) -> Lawsuit:
    """This court's suit with this number, in whatever brackets; raises NotFound."""
    known = (Lawsuit.key == numbers.key(case_no), Lawsuit.court_id == court.id)
    found = db.session.scalars(sa.select(Lawsuit).where(*known)).first()
    if found is None:
        raise NotFound
    return found


def lose(
    suit: Lawsuit, lost_on: date, until: date, *, by: Any, at: datetime, why: str = ""
) -> None:
    """The judgment binds since a day and says by when to perform: an indicator, no breach.

    Raises WrongDay.
    """
    _court_only(suit, by)
    _past(suit, lost_on, at)
    if until < lost_on:
        raise WrongDay(_("履行期限不能早于裁判生效之日。"))
    suit.lost_on = lost_on
    FLOW.go(suit, "lose", by=by, at=at, why=why, lost_on=str(lost_on), until=str(until))
    suit.run_until(until, _("生效裁判确定的履行期限"))


def urge(suit: Lawsuit, *, by: Any, at: datetime, why: str = "") -> None:
    """The court urges before it enforces; the window is that of LOCAL-COURT-URGE."""
    _court_only(suit, by)
    FLOW.go(suit, "urge", by=by, at=at, why=why)
    suit.run_from("LOCAL-COURT-URGE", local_day(at))


def enforce(suit: Lawsuit, case_no: str, *, by: Any, at: datetime, why: str = "") -> None:
    """执行立案: from here a court case of its own has the clock; raises WrongCase."""
    _court_only(suit, by)
    numbers.parse(case_no, local_day(at).year)
    FLOW.go(suit, "enforce", by=by, at=at, why=why, case_no=case_no)
    suit.enforced_as = case_no
    suit.outcome, suit.closed_on = SuitOutcome.ENFORCED, local_day(at)


def end(
    suit: Lawsuit,
    outcome: SuitOutcome | str,
    ended_on: date,
    *,
    by: Any,
    at: datetime,
    why: str = "",
) -> None:
    """It ended before it was enforced; raises WrongDay, WrongCase."""
    _court_only(suit, by)
    _past(suit, ended_on, at)
    if outcome == SuitOutcome.ENFORCED:
        raise WrongCase(_("已执行立案的，请办理执行立案。"))
    FLOW.go(suit, "end", by=by, at=at, why=why, outcome=str(outcome))
    suit.outcome, suit.closed_on = SuitOutcome(outcome), ended_on


def find(
    suit: Lawsuit, finding_no: str, found_on: date, finding: str, *, by: Any, at: datetime
) -> None:
    """The competent department found in writing that the body broke its word, once.

    Only this makes a record of a lost suit. Raises Forbidden, NotAllowed, WrongDay.
    """
    if getattr(by, "body_id", None) == suit.subject_id or not by.can(P.FIND, suit):
        raise Forbidden(_("只有登记的认定单位可以认定，且不能认定本单位。"))
    if not suit.lost_on or suit.outcome is SuitOutcome.WON or suit.found_on:
        raise NotAllowed(_("没有败诉的、已经认定的，不能认定。"))
    if found_on > local_day(at):
        raise WrongDay(_("日期 %(day)s 还没有到。", day=found_on))
    suit.finding_no, suit.found_on, suit.finding = finding_no, found_on, finding
    audit.write(suit, "find_breach", by=by, at=at, why=finding, document=finding_no)


def breaches(on: date) -> sa.Select[Any]:
    """Only what the department found in writing: a lost suit alone is none."""
    return sa.select(
        *breach(
            "lawsuits",
            "found-in-breach",
            Lawsuit.id,
            Lawsuit.subject_id,
            day_after(Lawsuit.found_on),
            sa.literal("败诉案件经认定构成违约失信：") + Lawsuit.case_no,
        )
    ).where(Lawsuit.found_on < on)


def _check(suit: Suit, today: date) -> None:
    numbers.parse(suit.case_no, today.year)
    if suit.body.kind is not SubjectKind.BODY:
        raise WrongCase(_("被告不是机关事业单位。"))
    if not suit.cause.strip():
        raise WrongCase(_("请填写案由。"))
    if suit.amount < 0:
        raise WrongCase(_("金额不能为负数。"))
    if suit.sued_on > today:
        raise WrongDay(_("日期 %(day)s 还没有到。", day=suit.sued_on))


def _past(suit: Lawsuit, day: date, at: datetime) -> None:
    if not suit.sued_on <= day <= local_day(at):
        raise WrongDay(_("日期应在立案之日和今天之间。"))
