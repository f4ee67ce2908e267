"""Entering and ending relations; whom an entry reaches through them, by which measures."""

from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework.rules.service import read
from integrity.credit.relations import spotting
from integrity.credit.relations.models import STAFF, Held, Reach, Relation, RelationRole
from integrity.people.subjects import identifiers, persons
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject

DATA = Path(__file__).parent / "data" / "reaches.csv"


class WrongRelation(Refused):
    """Nobody is named, the days are wrong, or a subject is related to itself."""

    title = _l("关联关系有误")


def related(name: str, code: str) -> Subject:
    """Who is meant: a person by number and name, sealed at once; others by a code that is known.

    Raises WrongRelation.
    """
    number = identifiers.normalised(code)
    if identifiers.is_resident_identifier(number):
        return _person(name, number)
    known = identifiers.is_uscc(number) or identifiers.kind_of(number)
    found = subjects.by_code(number) if known else None
    if found is None:
        raise WrongRelation(_("请填写身份证号码，或者已经登记的统一社会信用代码。"))
    return found


def enter(
    subject: Subject,
    other: Subject,
    role: RelationRole,
    since: date,
    until: date | None,
    source: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> tuple[Relation, bool]:
    """A relation as its source has it, and whether that is new; the same again may say its end.

    Raises WrongRelation.
    """
    if other.id == subject.id or (until and until < since) or since > local_day(at):
        raise WrongRelation(_("请核对起止日期；主体不能与自己关联。"))
    same = sa.select(Relation).filter_by(
        subject_id=subject.id, related_id=other.id, role=role, since=since
    )
    known = db.session.scalars(same).first()
    if known is not None and known.until == until:
        return known, False
    found = known or Relation(
        subject_id=subject.id, related_id=other.id, role=role, since=since,
        entered_at=at, entered_by_name=by.name,
    )  # fmt: skip
    found.until, found.source = until, source.strip()
    db.session.add(found)
    move = "relate" if known is None else "end_relation"
    audit.write(found, move, by=by, at=at, why=found.source)
    if known is not None:
        spotting.release(found.id, on=local_day(at), at=at)
    return found, True


def end(relation: Relation, until: date, source: str, *, by: audit.Actor, at: datetime) -> None:
    """The last day of a relation, and the paper that says so. Raises WrongRelation."""
    if until < relation.since or relation.until is not None:
        raise WrongRelation(_("已经结束，或者结束日期早于开始日期。"))
    relation.until = until
    audit.write(relation, "end_relation", by=by, at=at, why=source.strip(), until=str(until))
    db.session.flush()
    spotting.release(relation.id, on=local_day(at), at=at)


def staff(subject_ids: Collection[int], on: date) -> set[int]:
    """Who of them works for a public body, or a firm of the state, on a day."""
    wanted = sa.select(Relation.related_id).where(
        Relation.related_id.in_(subject_ids),
        Relation.role.in_(STAFF),
        Relation.since <= on,
        sa.or_(Relation.until.is_(None), Relation.until >= on),
    )
    return set(db.session.scalars(wanted)) if subject_ids else set()


def load() -> int:
    """Add what the product ships with; what is there already stays."""
    known = {(one.measure, one.role) for one in db.session.scalars(sa.select(Reach))}
    rows = [(row["measure"], RelationRole(row["role"]), Held(row["held"])) for row in read(DATA)]
    fresh = [
        Reach(measure=code, role=role, held=held)
        for code, role, held in rows
        if (code, role) not in known
    ]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def _person(name: str, number: str) -> Subject:
    known = subjects.by_identifier(number)
    if not name.strip() or (known is not None and not persons.is_called(known, name)):
        raise WrongRelation(_("姓名和身份证号码不符，请核对。"))
    return known or subjects.register_person(name, number)
