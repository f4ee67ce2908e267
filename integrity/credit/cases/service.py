"""Send a case in, ask who is named, publish it, take it down; and circulate those of a month.

Silence is no consent: who has not answered in time is not named. Whoever agreed may take that back.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Forbidden, Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.documents import kinds, making
from integrity.casework.steps import Side, Step
from integrity.credit.cases.models import STATE_NAMES, CaseBulletin, CaseKind, TypicalCase
from integrity.credit.cases.models import CaseState as S
from integrity.credit.cases.visibility import published
from integrity.credit.measures.lists import ListKind
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions import exclusions
from integrity.credit.sanctions.models import ListEntry
from integrity.people.subjects import identifiers
from integrity.people.subjects.models import Subject
from integrity.people.subjects.names import key

P = Permission
FLOW = Flow(
    steps={
        S.SENT: Step(Side.OFFICE, "LOCAL-CASE-REVIEW"),
        S.ASKED: Step(Side.OWED, "LOCAL-CASE-CONSENT"),
        S.AGREED: Step(Side.OFFICE, "LOCAL-CASE-REVIEW"),
    },
    free={
        S.REFUSED: "who sent it may send it again without the name, or leave it",
        S.RETURNED: "who sent it may send it again, or leave it",
        S.PUBLISHED: "it stays until somebody takes it down",
    },
    publish=Move({S.SENT, S.AGREED}, S.PUBLISHED, P.CASES_REVIEW),
    notify=Move({S.SENT}, S.ASKED, P.CASES_REVIEW),
    send_back=Move({S.SENT, S.AGREED}, S.RETURNED, P.CASES_REVIEW),
    expire=Move({S.ASKED}, S.REFUSED, P.CASES_REVIEW),
    grant=Move({S.ASKED}, S.AGREED, P.CASES_CONSENT),
    refuse=Move({S.ASKED}, S.REFUSED, P.CASES_CONSENT),
    withdraw=Move({S.AGREED, S.PUBLISHED}, S.TAKEN_DOWN, P.CASES_CONSENT),
    submit=Move({S.REFUSED, S.RETURNED}, S.SENT, P.CASES_SEND),
    remove=Move({S.PUBLISHED}, S.TAKEN_DOWN, P.CASES_REVIEW),
)
FLOW.names.update(STATE_NAMES)
OF_NAMED, OF_SENDER = ("grant", "refuse", "withdraw"), ("submit",)
"""Moves of who is named, and of who sent it in."""
CODE = re.compile(r"[0-9A-Z]{18}")


class Named(Refused):
    """What names nobody says in no place who it is about."""

    title = _l("没有隐去名称")


class NotAgreed(Refused):
    """Who is named has not agreed."""

    title = _l("尚未同意")


class NotYours(Forbidden):
    """It is for somebody else to do."""

    title = _l("须由他人办理")


class NothingToCirculate(Refused):
    """The month is not over, was circulated, or nothing was published in it."""

    title = _l("没有可以通报的案例")


def send(
    kind: CaseKind,
    title: str,
    text: str,
    subject: Subject | None,
    is_named: bool,
    *,
    record: CreditRecord | None = None,
    entry: ListEntry | None = None,
    by: Any,
    at: datetime,
) -> TypicalCase:
    """Send one in, with the name of whom it is about or without; raises Named."""
    case = TypicalCase(
        kind=CaseKind(kind),
        state=S.SENT,
        sent_by_id=by.body_id,
        sent_by_name=by.name,
        sent_at=at,
        record=record,
        entry=entry,
    )
    _write(case, title, text, subject, is_named)
    FLOW.begin(case, local_day(at))
    db.session.add(case)
    db.session.flush()
    audit.write(case, "submit", by=by, at=at, target=S.SENT)
    return case


def resend(
    case: TypicalCase,
    title: str,
    text: str,
    subject: Subject | None,
    is_named: bool,
    *,
    by: Any,
    at: datetime,
) -> None:
    """Send it in again with other words; raises NotYours, Named, NotAgreed."""
    if by.body_id != case.sent_by_id:
        raise NotYours(_("由报送单位修改。"))
    if case.must_hide and is_named:
        raise NotAgreed(_("该单位没有同意点名，只能隐去名称后再报送。"))
    about = case.subject if case.must_hide else subject
    _write(case, title, text, about, is_named)
    case.sent_at = at
    FLOW.go(case, "submit", by=by, at=at)


def ask_consent(case: TypicalCase, *, by: audit.Actor, at: datetime) -> None:
    """Ask who is named; raises NotAgreed where nobody else than the sender is."""
    if not case.needs_consent:
        raise NotAgreed(_("没有点名其他单位，不需要征得同意。"))
    FLOW.go(case, "notify", by=by, at=at)


def consent(case: TypicalCase, *, by: Any, at: datetime) -> None:
    """Who is named agrees to these words; raises NotYours."""
    _demand_named(case, by)
    FLOW.go(case, "grant", by=by, at=at)


def refuse(case: TypicalCase, why: str, *, by: Any, at: datetime) -> None:
    """Who is named does not agree, and will not be named; raises NotYours."""
    _demand_named(case, by)
    _hide(case)
    FLOW.go(case, "refuse", by=by, at=at, why=why)


def expire(case: TypicalCase, *, by: audit.Actor, at: datetime) -> None:
    """The time to answer is over: nobody agreed. Raises NotAgreed before that."""
    if case.step_due_on and local_day(at) <= case.step_due_on:
        raise NotAgreed(_("答复期限到 %(day)s 届满。", day=case.step_due_on))
    _hide(case)
    FLOW.go(case, "expire", by=by, at=at)


def publish(case: TypicalCase, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Publish it; raises NotAgreed, Named, and NotHonourable for a model with a public breach."""
    if case.needs_consent and case.state is not S.AGREED:
        raise NotAgreed(_("点名的单位还没有同意，请先征求同意，或者退回隐去名称。"))
    if case.kind is CaseKind.MODEL and case.subject_id:
        exclusions.demand_honourable(case.subject_id, ListKind.RED)
    if not case.is_named and case.subject:
        _demand_hidden(case, case.subject)
    case.published_on = local_day(at)
    FLOW.go(case, "publish", by=by, at=at, why=why)


def send_back(case: TypicalCase, why: str, *, by: audit.Actor, at: datetime) -> None:
    FLOW.go(case, "send_back", by=by, at=at, why=why)


def withdraw(case: TypicalCase, why: str, *, by: Any, at: datetime) -> None:
    """Who is named takes its consent back: it is gone at once; raises NotYours."""
    _demand_named(case, by)
    FLOW.go(case, "withdraw", by=by, at=at, why=why)


def remove(case: TypicalCase, why: str, *, by: audit.Actor, at: datetime) -> None:
    FLOW.go(case, "remove", by=by, at=at, why=why)


def circulate(month: date, *, by: audit.Actor, at: datetime) -> CaseBulletin:
    """Draft the bulletin of a month that is over; another person issues it. NothingToCirculate."""
    first = month.replace(day=1)
    if first >= local_day(at).replace(day=1):
        raise NothingToCirculate(_("这个月还没有结束。"))
    if db.session.scalar(sa.select(CaseBulletin.id).where(CaseBulletin.month == first)):
        raise NothingToCirculate(_("这个月的案例已经通报。"))
    after = (first + timedelta(days=31)).replace(day=1)
    of_month = (TypicalCase.published_on >= first, TypicalCase.published_on < after)
    found = db.session.scalars(sa.select(TypicalCase).where(published(), *of_month)).all()
    if not found:
        raise NothingToCirculate(_("这个月没有公布案例。"))
    made = CaseBulletin(month=first, made_at=at, made_by_name=by.name, cases=list(found))
    db.session.add(made)
    db.session.flush()
    db.session.refresh(made)
    making.draft(kinds.named("case-bulletin"), [made], by=by, at=at)
    return made


def _write(
    case: TypicalCase, title: str, text: str, subject: Subject | None, is_named: bool
) -> None:
    if is_named and subject is None:
        raise Named(_("点名的，请填写是哪个单位。"))
    case.title, case.text = title.strip(), text.strip()
    case.subject, case.subject_id = subject, subject.id if subject else None
    case.is_named = is_named
    _demand_no_person(case)
    if subject and not is_named:
        _demand_hidden(case, subject)


def _hide(case: TypicalCase) -> None:
    case.is_named, case.must_hide = False, True


def _demand_hidden(case: TypicalCase, subject: Subject) -> None:
    said = f"{case.title}\n{case.text}"
    names = [subject.name, *(former.name for former in subject.former_names)]
    keys = [key(name) for name in names]
    bare = key(said)
    if (subject.uscc and subject.uscc in said) or any(k and k in bare for k in keys):
        raise Named(_("标题或者正文中有该单位的名称或者代码，请隐去。"))


def _demand_no_person(case: TypicalCase) -> None:
    said = identifiers.normalised(f"{case.title} {case.text}")
    if any(map(identifiers.is_resident_identifier, CODE.findall(said))):
        raise Named(_("标题和正文中不能有身份证号码。"))


def _demand_named(case: TypicalCase, by: Any) -> None:
    if not case.is_named or by.body_id != case.subject_id:
        raise NotYours(_("由点名的单位答复。"))
