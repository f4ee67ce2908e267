"""The yearly disclosure (第十八条): live until it is published, then fixed and corrected openly."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arrears import figures
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, add_once, db, for_change
from integrity.base.errors import Refused
from integrity.casework.documents.scans import StampedScan
from integrity.files.attached import HasFiles
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject


class NotPublishable(Refused):
    """The year is not over, or its figures were published before."""

    status = 409


class WrongCorrection(Refused):
    """Nothing would change, or there is nothing published to correct."""


class Disclosure(HasFiles, Model):
    """The figures of one year as a named person published them."""

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    published_on: Mapped[date]
    published_by_name: Mapped[str]
    published_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    @property
    def title(self) -> str:
        return _("%(year)d 年度逾期未付款项", year=self.year)

    corrections: Mapped[list["Correction"]] = relationship(order_by="Correction.id.desc()")


class DisclosureLine(Model):
    """What one body owed at the year's end: contracts and yuan."""

    id: Mapped[int] = mapped_column(primary_key=True)
    disclosure_id: Mapped[int] = mapped_column(sa.ForeignKey("disclosure.id"))
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    contracts: Mapped[int]
    amount: Mapped[Decimal]

    subject: Mapped[Subject] = relationship()

    __table_args__ = (sa.UniqueConstraint("disclosure_id", "subject_id"),)


class Correction(Model):
    """One line put right after publication: what it said, what it says, why, and who says so."""

    id: Mapped[int] = mapped_column(primary_key=True)
    disclosure_id: Mapped[int] = mapped_column(sa.ForeignKey("disclosure.id"), index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    old_contracts: Mapped[int]
    old_amount: Mapped[Decimal]
    new_contracts: Mapped[int]
    new_amount: Mapped[Decimal]
    why: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[datetime]

    subject: Mapped[Subject] = relationship()

    __tablename__ = "disclosure_correction"


def of_year(year: int) -> Disclosure | None:
    """What was published for a year; locked in an unsafe request."""
    wanted = sa.select(Disclosure).where(Disclosure.year == year)
    return db.session.scalars(for_change(wanted, Disclosure)).first()


def rows(year: int, on: date) -> sa.Select[str, str | None, int, Decimal]:
    """Per body: name, slug, contracts and yuan; as published, else as it stands on a day."""
    found = of_year(year)
    if found is None:
        return figures.disclosure(on)
    line = DisclosureLine
    return (
        sa.select(Subject.name, Subject.slug, line.contracts, line.amount)
        .join(line, line.subject_id == Subject.id)
        .where(line.disclosure_id == found.id, line.contracts > 0)
    )


def totals(year: int, on: date) -> tuple[int, Decimal]:
    """Contracts and yuan of all bodies, from the same rows."""
    return figures.total(rows(year, on))


def publish(year: int, *, by: User, at: datetime) -> Disclosure:
    """Fix the figures of a year that is over; raises NotPublishable."""
    if year >= local_day(at).year:
        raise NotPublishable(_("%(year)d 年还没有结束，不能公布。", year=year))
    made = Disclosure(
        year=year, published_on=local_day(at), published_by_name=by.name, published_by_id=by.id
    )
    add_once(made, NotPublishable(_("%(year)d 年的数据已经公布。", year=year)))
    found = figures.disclosure(date(year, 12, 31)).add_columns(Subject.id.label("id")).subquery()
    columns = ["disclosure_id", "subject_id", "contracts", "amount"]
    whole = sa.literal(made.id, sa.Integer)
    lines = sa.select(whole, found.c.id, found.c.contracts, found.c.amount)
    db.session.execute(sa.insert(DisclosureLine).from_select(columns, lines))
    audit.write(made, "publish", by=by, at=at, year=year)
    return made


def correct(
    found: Disclosure,
    body: Subject,
    contracts: int,
    amount: Decimal,
    why: str,
    *,
    by: User,
    at: datetime,
) -> Correction:
    """Put one body's line right, openly: the old figures stay beside; raises WrongCorrection."""
    line = _line(found, body.id)
    if (line.contracts, line.amount) == (contracts, amount):
        raise WrongCorrection(_("更正后的数据与已公布的相同。"))
    note = Correction(
        disclosure_id=found.id,
        subject_id=body.id,
        old_contracts=line.contracts,
        old_amount=line.amount,
        new_contracts=contracts,
        new_amount=amount,
        why=why,
        by_name=by.name,
        at=at,
    )
    line.contracts, line.amount = contracts, amount
    db.session.add(note)
    audit.write(found, "correct", by=by, at=at, why=why, subject=body.id)
    return note


def text(found: Disclosure) -> str:
    """The figures as they are signed: a line for each body that owes."""
    wanted = sa.select(DisclosureLine).where(DisclosureLine.disclosure_id == found.id)
    lines = db.session.scalars(wanted.order_by(DisclosureLine.subject_id))
    said = (f"{line.subject.name} {line.contracts} {line.amount:.2f}" for line in lines)
    return "\n".join([str(found.year), *said])


def sign_on_paper(found: Disclosure, scan: StampedScan, *, by: audit.Actor, at: datetime) -> None:
    """The published figures were signed and stamped, as a second person has seen."""
    audit.write(found, "sign", by=by, at=at, signer=scan.signer, day=str(scan.day))


def _line(found: Disclosure, subject_id: int) -> DisclosureLine:
    wanted = sa.select(DisclosureLine).where(
        DisclosureLine.disclosure_id == found.id, DisclosureLine.subject_id == subject_id
    )
    line = db.session.scalars(for_change(wanted, DisclosureLine)).first()
    if line is None:
        line = DisclosureLine(
            disclosure_id=found.id, subject_id=subject_id, contracts=0, amount=Decimal(0)
        )
        db.session.add(line)
    return line
