"""The register of evaluators and of their interests, and what each has shown of itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from evaluations.agency_models import Agency, EvaluatorObjection, EvaluatorObjectionState, Interest
from evaluations.models import Assignment, Round, RoundState, Score
from evaluations.objection_models import ScoreObjection, ScoreObjectionState
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Role
from integrity.people.accounts.models import User
from integrity.people.subjects import identifiers
from integrity.people.subjects.models import Subject


class NotRegistered(Refused):
    """Only an agency whose contract lasts is given bodies."""

    title = _l("评价机构没有登记，或者合同不在有效期内")


class NotIndependent(Refused):
    """Nobody evaluates itself, nor whom it is tied to, and the office evaluates nobody."""


class WrongContract(Refused):
    """A contract ends after it began, and an agency is registered once."""

    correctable = True


@dataclass(frozen=True)
class Standing:
    """What an evaluator has shown of itself: counts of assignments, and what they came to."""

    assigned: int = 0
    late: int = 0
    recused: int = 0
    objected: int = 0
    upheld: int = 0
    challenged: int = 0
    removed: int = 0


def register(
    subject: Subject,
    contract: str,
    contract_from: date,
    contract_until: date,
    contact: str = "",
    *,
    by: audit.Actor,
    at: datetime,
) -> Agency:
    """Enter an agency, or its next contract; raises WrongContract."""
    if contract_until < contract_from:
        raise WrongContract(_("合同的截止日期不能早于开始日期。"))
    made = db.session.scalars(sa.select(Agency).where(Agency.subject_id == subject.id)).first()
    made = made or Agency(subject=subject)
    made.contract, made.contract_from = contract.strip(), contract_from
    made.contract_until = contract_until
    made.contact_sealed = identifiers.seal(contact.strip()) if contact.strip() else ""
    made.registered_by_name, made.registered_at = by.name, at
    db.session.add(made)
    db.session.flush()
    facts = {"contract": contract, "until": contract_until.isoformat()}
    audit.write(made, "register_agency", by=by, at=at, subject=subject.id, **facts)
    return made


def add_interest(
    evaluator: Subject,
    body: Subject,
    what: str,
    since: date,
    until: date | None = None,
    *,
    by: audit.Actor,
    at: datetime,
) -> Interest:
    """Enter what ties an evaluator to a body; raises WrongContract."""
    if until is not None and until < since:
        raise WrongContract(_("截止日期不能早于开始日期。"))
    made = Interest(
        evaluator=evaluator,
        body=body,
        what=what.strip(),
        since=since,
        until=until,
        declared_by_name=by.name,
        declared_at=at,
    )
    db.session.add(made)
    db.session.flush()
    audit.write(made, "declare_interest", by=by, at=at, evaluator=evaluator.id, body=body.id)
    return made


def demand_fit(evaluator: Subject, bodies: Iterable[Subject], on: date) -> None:
    """Raise NotRegistered or NotIndependent unless an evaluator may score these bodies on a day."""
    if not db.session.scalar(sa.select(_under_contract(evaluator, on).exists())):
        raise NotRegistered(_("请先在评价机构名录中登记“%(name)s”的合同。", name=evaluator.name))
    office = sa.exists().where(User.body_id == evaluator.id, User.role == Role.OFFICE)
    if db.session.scalar(sa.select(office)):
        raise NotIndependent(_("领导小组办公室不能承担评价。"))
    tied = {one.body_id: one for one in db.session.scalars(interests(evaluator.id, on))}
    for body in bodies:
        if body.id == evaluator.id:
            raise NotIndependent(_("评价机构不能评价自己。"))
        if one := tied.get(body.id):
            said = _("%(body)s与该机构有利害关系：%(what)s", body=body.name, what=one.what)
            raise NotIndependent(said)


def interests(evaluator_id: int, on: date | None = None) -> sa.Select[Any]:
    """What ties an evaluator to bodies, on a day or ever."""
    wanted = sa.select(Interest).where(Interest.evaluator_id == evaluator_id)
    if on is not None:
        lasting = sa.or_(Interest.until.is_(None), Interest.until >= on)
        wanted = wanted.where(Interest.since <= on, lasting)
    return wanted.order_by(Interest.id)


def standings(evaluator_ids: Iterable[int], on: date) -> dict[int, Standing]:
    """The record of each of these evaluators by a day, in a constant number of queries."""
    ids = list(evaluator_ids)
    found: dict[int, dict[str, int]] = {number: {} for number in ids}
    for wanted in (_assigned(on), _objections(), _challenges()):
        for row in db.session.execute(wanted.where(Assignment.evaluator_id.in_(ids))):
            said = dict(row._mapping)
            found[said.pop("evaluator_id")] |= {name: int(said[name] or 0) for name in said}
    return {number: Standing(**said) for number, said in found.items()}


def contact_of(agency: Agency) -> str:
    return identifiers.unseal(agency.contact_sealed) if agency.contact_sealed else ""


def _under_contract(evaluator: Subject, on: date) -> sa.Select[Any]:
    return sa.select(Agency.id).where(
        Agency.subject_id == evaluator.id,
        Agency.contract_from <= on,
        Agency.contract_until >= on,
    )


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _assigned(on: date) -> sa.Select[int, int, int, int]:
    """Late is who handed in after the last day, or has not, though it is over."""
    waits = sa.and_(Assignment.submitted_at.is_(None), Round.state == RoundState.OPEN)
    late = sa.or_(Assignment.handed_in_late, sa.and_(waits, Round.score_until < on))
    return (
        sa.select(
            Assignment.evaluator_id,
            sa.func.count().label("assigned"),
            _count(sa.and_(Assignment.recused_at.is_(None), late)).label("late"),
            _count(Assignment.recused_at.is_not(None)).label("recused"),
        )
        .join(Assignment.round)
        .where(Round.state != RoundState.PLANNED)
        .group_by(Assignment.evaluator_id)
    )


def _objections() -> sa.Select[int, int, int]:
    return (
        sa.select(
            Assignment.evaluator_id,
            sa.func.count().label("objected"),
            _count(ScoreObjection.state == ScoreObjectionState.UPHELD).label("upheld"),
        )
        .select_from(ScoreObjection)
        .join(ScoreObjection.score)
        .join(Score.assignment)
        .group_by(Assignment.evaluator_id)
    )


def _challenges() -> sa.Select[int, int, int]:
    return (
        sa.select(
            Assignment.evaluator_id,
            sa.func.count().label("challenged"),
            _count(EvaluatorObjection.state == EvaluatorObjectionState.UPHELD).label("removed"),
        )
        .select_from(EvaluatorObjection)
        .join(EvaluatorObjection.assignment)
        .group_by(Assignment.evaluator_id)
    )
