"""What an inspection found: entered by the office, told to the body, and put right by an order."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework.key_fields import KeyField
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.rectifications.models import Inspection, InspectionFinding, Rectification


class WrongFinding(Refused):
    """It is of no public body, or its day has not come."""

    title = _l("检查发现有误")


def enter(
    inspection: Inspection,
    subject: Subject,
    place: str,
    found_on: date,
    inspectors: str,
    what: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> InspectionFinding:
    """Enter what was found; raises WrongFinding."""
    if subject.kind is not SubjectKind.BODY:
        raise WrongFinding(_("限期整改只用于机关事业单位。"))
    if found_on > local_day(at):
        raise WrongFinding(_("日期 %(day)s 还没有到。", day=found_on))
    made = InspectionFinding(
        inspection=inspection,
        subject_id=subject.id,
        place=place,
        found_on=found_on,
        inspectors=inspectors,
        what=what,
        entered_at=at,
        entered_by_name=by.name,
    )
    db.session.add(made)
    audit.write(made, "enter_finding", by=by, at=at, why=what)
    return made


def visible(user: Any) -> sa.ColumnElement[bool]:
    """The condition for findings that a person may read: those of the own body, or all."""
    condition: sa.ColumnElement[bool] = user.reaches(InspectionFinding.subject_id)
    return condition


def key_field(finding: InspectionFinding) -> KeyField | None:
    """The field in which it was found, as far as the inspection tells."""
    return KeyField.ENVIRONMENT if finding.inspection is Inspection.ENVIRONMENT else None


def order_from(finding: InspectionFinding) -> Rectification | None:
    """The order that it led to."""
    wanted = sa.select(Rectification).where(Rectification.finding_id == finding.id)
    return db.session.scalars(wanted).first()
