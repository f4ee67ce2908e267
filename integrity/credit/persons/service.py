"""Registering persons, asking about one, a second person's consent, and looking at the answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission, Role
from integrity.base.states import Flow, Move
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.credit.checks import lookups
from integrity.credit.persons.models import (
    RESTRICTED,
    STATE_NAMES,
    Authorisation,
    PersonInquiry,
    Purpose,
)
from integrity.credit.persons.models import PersonInquiryState as S
from integrity.credit.relations import service as relations
from integrity.people.accounts.models import User
from integrity.people.subjects import competence, identifiers, persons
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject

P = Permission
FLOW = Flow(
    steps={S.ASKED: Step(Side.OFFICE, "LOCAL-PERSON-CONSENT")},
    grant=Move({S.ASKED}, S.OPEN, P.PERSONS_CONSENT),
    refuse=Move({S.ASKED}, S.REFUSED, P.PERSONS_CONSENT),
)
FLOW.names.update(STATE_NAMES)


class WrongPerson(Refused):
    """The number is none of a resident, the name is missing, or somebody else has the number."""

    correctable = True
    title = _l("姓名和身份证号码不符")


class NotAuthorised(Refused):
    """Nothing allows this query, or somebody else is charged with it."""

    status = 403
    correctable = True
    title = _l("没有查询的依据")


class NotOpen(Refused):
    """Nobody consented, the time is over, or somebody else asked."""

    status = 403
    title = _l("不能查看查询结果")


def register(
    name: str, identifier: str, document: str, *, by: audit.Actor, at: datetime
) -> Subject:
    """Add a person, sealed at once, on the paper that decided about them. Raises WrongPerson.

    The log says who registered somebody on which paper, and not whom.
    """
    number = _number(name, identifier)
    known = subjects.by_identifier(number)
    if known is not None and not persons.is_called(known, name):
        raise WrongPerson(_("姓名和身份证号码不符，请核对。"))
    person = known or subjects.register_person(name, number)
    if known is None:
        audit.write(person, "register_person", by=by, at=at, why=document.strip())
    return person


def ask(
    name: str,
    identifier: str,
    purpose: Purpose,
    authorisation: Authorisation,
    authorised_by: str,
    case_no: str,
    *,
    by: User,
    at: datetime,
) -> PersonInquiry:
    """Ask about one person by whole number and name; registered whoever it finds.

    What is restricted waits for a second person. Raises WrongPerson, NotAuthorised.
    """
    number, purpose = _number(name, identifier), Purpose(purpose)
    _demand_may_ask(purpose, by)
    if by.body_id is None or not authorised_by.strip() or not case_no.strip():
        raise NotAuthorised(_("须写明授权或者依据的文书和办件编号。"))
    person = _meant(number, name)
    asked = PersonInquiry(
        digest=identifiers.digest(number),
        subject_id=person and person.id,
        state=S.ASKED if purpose in RESTRICTED else S.OPEN,
        purpose=purpose,
        authorisation=Authorisation(authorisation),
        authorised_by=authorised_by.strip(),
        case_no=case_no.strip(),
        body_id=by.body_id,
        asked_by_id=by.id,
        asked_by_name=by.name,
        asked_at=at,
    )
    _store(asked, by, at)
    return asked


def _store(asked: PersonInquiry, by: User, at: datetime) -> None:
    """Register a query; the log says whether it waits for somebody."""
    waits = asked.state is S.ASKED
    FLOW.begin(asked, local_day(at))
    asked.open_until = None if waits else _last_day(local_day(at))
    db.session.add(asked)
    db.session.flush()
    move = "ask_about" if waits else "ask_freely"
    audit.write(asked, move, by=by, at=at, target=asked.state, purpose=asked.purpose)


def grant(inquiry: PersonInquiry, why: str, *, by: User, at: datetime) -> None:
    """A second person consents: who asked may look for a few days. Raises NotOpen."""
    inquiry.open_until = _last_day(local_day(at))
    _decide(inquiry, "grant", why, by, at)


def refuse(inquiry: PersonInquiry, why: str, *, by: User, at: datetime) -> None:
    """A second person does not consent; the reasons stay with the query. Raises NotOpen."""
    _decide(inquiry, "refuse", why, by, at)


def may_look(inquiry: PersonInquiry, user: User, on: date) -> bool:
    """Whether the answer is open to a person: to who asked, for its days."""
    until = inquiry.open_until if inquiry.state is S.OPEN else None
    return until is not None and inquiry.asked_by_id == user.id and on <= until


def look(inquiry: PersonInquiry, *, by: User, at: datetime) -> lookups.Found:
    """What is on record of the person today, to who asked; every look is logged. NotOpen."""
    today = local_day(at)
    if not may_look(inquiry, by, today):
        raise NotOpen(_("只有查询人在有效期内可以查看。"))
    audit.write(inquiry, "look", by=by, at=at)
    number = inquiry.subject_id
    found = lookups.on_record([number] if number else [], today, today)
    return replace(found, records={}) if is_withheld(inquiry, today) else found


def is_withheld(inquiry: PersonInquiry, on: date) -> bool:
    """Whether the records stay closed: those of staff are for who appoints, and for themselves."""
    number, open_to = inquiry.subject_id, RESTRICTED | {Purpose.OWN}
    return bool(number and inquiry.purpose not in open_to and relations.staff([number], on))


def others(inquiry: PersonInquiry) -> Sequence[PersonInquiry]:
    """Every query about the same person, newest first: what the person is told of who asked."""
    wanted = sa.select(PersonInquiry).where(PersonInquiry.digest == inquiry.digest)
    wanted = wanted.options(joinedload(PersonInquiry.body))
    return db.session.scalars(wanted.order_by(PersonInquiry.id.desc())).all()


def _number(name: str, identifier: str) -> str:
    number = identifiers.normalised(identifier)
    if not name.strip() or not identifiers.is_resident_identifier(number):
        raise WrongPerson(_("请同时填写完整的姓名和身份证号码。"))
    return number


def _meant(number: str, name: str) -> Subject | None:
    """The person whom number and name both name."""
    known = subjects.by_identifier(number)
    return known if known is not None and persons.is_called(known, name) else None


def _demand_may_ask(purpose: Purpose, user: User) -> None:
    if purpose in RESTRICTED and competence.body_of(purpose.value) != user.body_id:
        raise NotAuthorised(_("这类查询只由登记的主管单位提出。"))
    if purpose is Purpose.OWN and user.role is not Role.OFFICE:
        raise NotAuthorised(_("本人查询在领导小组办公室当面办理。"))


def _last_day(on: date) -> date:
    return rules.due("LOCAL-PERSON-LOOK", on).due_on


def _decide(inquiry: PersonInquiry, move: str, why: str, by: User, at: datetime) -> None:
    if inquiry.asked_by_id == by.id:
        raise NotOpen(_("申请人不能审批自己的申请。"))
    inquiry.why = why.strip()
    inquiry.decided_by_id, inquiry.decided_by_name, inquiry.decided_at = by.id, by.name, at
    FLOW.go(inquiry, move, by=by, at=at)
