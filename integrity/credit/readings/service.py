"""Asking for a part of a file, a second person's consent, reading it, and objecting to a reading.

Whoever read a file does not judge whether it might: whose file it is objects, the auditor finds.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.credit.readings import parts
from integrity.credit.readings.models import (
    RESTRICTED,
    STATE_NAMES,
    FileReading,
    Part,
    ReadingPurpose,
)
from integrity.credit.readings.models import ReadingState as S
from integrity.people.accounts.models import User
from integrity.people.subjects import competence
from integrity.people.subjects.models import Subject, SubjectKind

P = Permission
FLOW = Flow(
    steps={
        S.ASKED: Step(Side.OFFICE, "LOCAL-PERSON-CONSENT"),
        S.CONTESTED: Step(Side.OFFICE, "LOCAL-READING-ANSWER"),
    },
    free={S.OPEN: "whose file was read objects whenever it wants"},
    grant=Move({S.ASKED}, S.OPEN, P.READINGS_CONSENT),
    refuse=Move({S.ASKED}, S.REFUSED, P.READINGS_CONSENT),
    contest_reading=Move({S.OPEN}, S.CONTESTED, P.READINGS_CONTEST),
    find_improper=Move({S.CONTESTED}, S.IMPROPER, P.READINGS_AUDIT),
    find_proper=Move({S.CONTESTED}, S.PROPER, P.READINGS_AUDIT),
)
FLOW.names.update(STATE_NAMES)


class NotForReading(Refused):
    """The part is not for this purpose, somebody else is charged with it, or it is a person's."""

    status = 403
    correctable = True
    title = _l("不能查阅")


class NotOpen(Refused):
    """Nobody consented, the time is over, somebody else asked, or it was found improper."""

    status = 403
    title = _l("不能查阅")


def ask(
    subject: Subject,
    part: Part,
    purpose: ReadingPurpose,
    matter: str,
    document: str,
    *,
    by: User,
    at: datetime,
) -> FileReading:
    """Ask for a part of a file: the shared one is open at once, the restricted one by consent.

    Raises NotForReading.
    """
    part, purpose = Part(part), ReadingPurpose(purpose)
    _demand_may_ask(subject, part, purpose, by)
    waits = part is Part.RESTRICTED
    reading = FileReading(
        subject=subject,
        part=part,
        state=S.ASKED if waits else S.OPEN,
        purpose=purpose,
        matter=matter.strip(),
        document=document.strip(),
        body_id=by.body_id,
        asked_by_id=by.id,
        asked_by_name=by.name,
        asked_at=at,
        open_until=None if waits else _last_day(local_day(at)),
    )
    FLOW.begin(reading, local_day(at))
    db.session.add(reading)
    db.session.flush()
    move = "ask_to_read" if waits else "open_file"
    said = {"part": part, "purpose": purpose}
    audit.write(reading, move, by=by, at=at, target=reading.state, **said)
    return reading


def grant(reading: FileReading, why: str, *, by: User, at: datetime) -> None:
    """A second person consents: who asked may look for a few days. Raises NotOpen."""
    _consent(reading, why, by)
    reading.open_until = _last_day(local_day(at))
    FLOW.go(reading, "grant", by=by, at=at)


def refuse(reading: FileReading, why: str, *, by: User, at: datetime) -> None:
    """A second person does not consent; the reasons stay with the query. Raises NotOpen."""
    _consent(reading, why, by)
    FLOW.go(reading, "refuse", by=by, at=at)


def may_look(reading: FileReading, user: User, on: date) -> bool:
    """Whether the part is open to a person: to who asked, for its days, while nobody doubts it."""
    until = reading.open_until if reading.state in (S.OPEN, S.PROPER) else None
    return until is not None and reading.asked_by_id == user.id and on <= until


def look(reading: FileReading, *, by: User, at: datetime) -> dict[str, Any]:
    """The part of the file as it is today, to who asked; every look is logged. Raises NotOpen."""
    today = local_day(at)
    if not may_look(reading, by, today):
        raise NotOpen(_("只有查阅人在有效期内可以查看。"))
    audit.write(reading, "look", by=by, at=at)
    return parts.of(reading.subject, reading.part, today)


def contest(reading: FileReading, why: str, *, by: User, at: datetime) -> None:
    """Whose file was read says that there was no reason to; no more looks until it is answered."""
    reading.contested_why = why.strip()
    FLOW.go(reading, "contest_reading", by=by, at=at)


def find_improper(
    reading: FileReading, why: str, consequence: str, *, by: User, at: datetime
) -> None:
    """The auditor finds that there was no reason to read it, and says what follows for who did."""
    reading.why, reading.consequence = why.strip(), consequence.strip()
    reading.answered_by_name = by.name
    FLOW.go(reading, "find_improper", by=by, at=at)


def find_proper(reading: FileReading, why: str, *, by: User, at: datetime) -> None:
    """The auditor finds that it might be read for this purpose, and says why."""
    reading.why, reading.answered_by_name = why.strip(), by.name
    FLOW.go(reading, "find_proper", by=by, at=at)


def told(on: date) -> sa.ColumnElement[bool]:
    """Which readings the subject is told of: all that were open; of an inquiry after its days."""
    opened = FileReading.open_until.is_not(None)
    secret = FileReading.purpose == ReadingPurpose.DISCIPLINE
    return sa.and_(opened, sa.or_(sa.not_(secret), FileReading.open_until < on))


def _consent(reading: FileReading, why: str, by: User) -> None:
    if reading.asked_by_id == by.id:
        raise NotOpen(_("申请人不能审批自己的申请。"))
    FLOW.check(reading, "grant")
    reading.consent_why = why.strip()
    reading.consent_by_id, reading.consent_by_name = by.id, by.name


def _demand_may_ask(subject: Subject, part: Part, purpose: ReadingPurpose, user: User) -> None:
    if subject.kind is SubjectKind.PERSON:
        raise NotForReading(_("自然人的信息只通过自然人查询。"))
    if user.body_id is None:
        raise NotForReading(_("查阅须由单位提出。"))
    if (part is Part.RESTRICTED) != (purpose in RESTRICTED):
        raise NotForReading(_("限制部分只为考核任用、监督执纪查阅；其他用途查阅共享部分。"))
    if purpose in RESTRICTED and competence.body_of(purpose.value) != user.body_id:
        raise NotForReading(_("这类查阅只由登记的主管单位提出。"))


def _last_day(on: date) -> date:
    return rules.due("LOCAL-READING-LOOK", on).due_on
