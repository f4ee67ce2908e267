"""Who leads a listing (发起部门): the department that decided what it stands on, or the office."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship, synonym

from integrity.base.permissions import Permission
from integrity.people.subjects.models import Subject

OF_SUBJECT = (Permission.SANCTIONS_DEFEND, Permission.OBJECTIONS_FILE, Permission.REPAIRS_FILE)
PROCEDURE = (Permission.SANCTIONS_NOMINATE, Permission.SANCTIONS_FIND)
DECIDING = (Permission.OBJECTIONS_DECIDE, Permission.REPAIRS_DECIDE, Permission.RECORDS_CORRECT)
SIDES = dict.fromkeys(DECIDING, "deciding_id")
"""Who decides a remedy or corrects is named by the thing itself, not by who is a party to it."""


class Initiated:
    """A row that a body initiated (None: the office), and in which a body must act now.

    `acting_id` is the initiating one; the office's (None) where that body has nobody who could
    decide a second time, and where it has proposed to take off what it listed.
    """

    sides = {
        **dict.fromkeys(OF_SUBJECT, "subject_id"),
        **dict.fromkeys(PROCEDURE, "acting_id"),
        **SIDES,
    }

    initiated_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    acting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)

    @declared_attr
    @classmethod
    def initiator(cls) -> Mapped[Subject | None]:
        return relationship(foreign_keys=[cls.initiated_by_id])  # type: ignore[list-item]

    @declared_attr
    @classmethod
    def issuer(cls) -> Mapped[Subject | None]:
        return relationship(foreign_keys=[cls.acting_id])  # type: ignore[list-item]

    @declared_attr
    @classmethod
    def issuer_id(cls) -> Mapped[int | None]:
        return synonym("acting_id")

    @property
    def deciding_id(self) -> int | None:
        """The body whose people decide the remedies against it (谁认定谁负责); None: the office."""
        return self.initiated_by_id
