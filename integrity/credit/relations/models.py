"""A relation between a subject and who stands behind it, with its days and where it is known from;
which measures reach whom through it."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.people.subjects.models import Subject


class RelationRole(enum.StrEnum):
    """What somebody is to a subject; the last three are staff whose file is restricted."""

    LEGAL_REPRESENTATIVE = "legal-representative"
    PERSON_IN_CHARGE = "person-in-charge"
    CONTROLLER = "controller"
    RESPONSIBLE = "responsible"
    EXECUTIVE = "executive"
    SHAREHOLDER = "shareholder"
    CIVIL_SERVANT = "civil-servant"
    INSTITUTION_STAFF = "institution-staff"
    STATE_FIRM_STAFF = "state-firm-staff"


ROLE_NAMES = {
    RelationRole.LEGAL_REPRESENTATIVE: _l("法定代表人"),
    RelationRole.PERSON_IN_CHARGE: _l("负责人"),
    RelationRole.CONTROLLER: _l("实际控制人"),
    RelationRole.RESPONSIBLE: _l("直接责任人员"),
    RelationRole.EXECUTIVE: _l("董事、高级管理人员"),
    RelationRole.SHAREHOLDER: _l("股东"),
    RelationRole.CIVIL_SERVANT: _l("公务员"),
    RelationRole.INSTITUTION_STAFF: _l("事业单位工作人员"),
    RelationRole.STATE_FIRM_STAFF: _l("国有企业工作人员"),
}
STAFF = (
    RelationRole.CIVIL_SERVANT,
    RelationRole.INSTITUTION_STAFF,
    RelationRole.STATE_FIRM_STAFF,
)


class Held(enum.StrEnum):
    """When a relation must have held for a measure to reach somebody through it."""

    NOW = "now"  # who is it on the day of the check
    AT_ACT = "at-act"  # who was it on the day of the fact: its end changes nothing
    BOTH = "both"  # who was it then and still is: its end ends it


class Relation(Model):
    """What somebody is to a subject, from a day and until one, and the paper that says so."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    related_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    role: Mapped[RelationRole]
    since: Mapped[date]
    until: Mapped[date | None]
    source: Mapped[str]
    entered_at: Mapped[datetime]
    entered_by_name: Mapped[str]

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    related: Mapped[Subject] = relationship(foreign_keys=[related_id])

    __table_args__ = (
        sa.UniqueConstraint("subject_id", "related_id", "role", "since"),
        sa.CheckConstraint("subject_id <> related_id", name="of_two"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ends_after_it_begins"),
    )

    @property
    def title(self) -> str:
        """Whose it is and what: not who, for that may be a person."""
        return f"{self.subject.name} · {ROLE_NAMES[self.role]}"

    def held(self, on: date) -> bool:
        """Whether it held on a day."""
        return self.since <= on and (self.until is None or self.until >= on)

    def reaches(self, when: Held, on: date, act: date) -> bool:
        """Whether it held when a measure demands that it did: on a day, on that of the act."""
        days = {Held.NOW: (on,), Held.AT_ACT: (act,), Held.BOTH: (on, act)}[when]
        return all(self.held(day) for day in days)


class Reach(Model):
    """A measure that by its own text reaches who is, or was, this to the subject of an entry."""

    __tablename__ = "related_reach"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(sa.String(40))
    role: Mapped[RelationRole]
    held: Mapped[Held]

    __table_args__ = (sa.UniqueConstraint("measure", "role"),)
