"""What an objection and a repair have in common: filed against a record or a list entry."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from integrity.base.clock import local_day
from integrity.base.errors import Forbidden, Refused
from integrity.base.permissions import REACH_ALL, AnyPermission, Permission
from integrity.base.states import Flow, HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.initiated import OF_SUBJECT, SIDES
from integrity.credit.sanctions.models import ListEntry
from integrity.files.attached import Attachment
from integrity.people.accounts import service as accounts
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject


class NotYourOwn(Forbidden):
    """Who decided about a thing does not decide the remedy against it, and two people lift it."""

    title = _l("须由他人办理")


class NothingLate(Refused):
    """The body that must decide is not late."""

    status = 409


class WrongReceipt(Refused):
    """What was handed in on paper was received on a day that is yet to come."""


class Filed(HasDeadline, HasSteps):
    """Columns of a remedy: against what, what was stated by whom, and the reasons of who decided.

    `received_on` is the day on which it was handed in, in writing where `on_paper`. What takes two
    to impose takes two to lift: the first is `first_decider`, with reasons of their own.
    `deciding`: the body whose people decide it (谁认定谁负责); None: those of the office.
    """

    sides = {**dict.fromkeys(OF_SUBJECT, "subject_id"), **SIDES}

    record_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credit_record.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(sa.ForeignKey("list_entry.id"), index=True)
    statement: Mapped[str]
    filed_at: Mapped[datetime]
    filed_by: Mapped[str]
    on_paper: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    received_on: Mapped[date]
    deciding_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    first_decider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    first_reasons: Mapped[str] = mapped_column(default="", server_default="")
    reasons: Mapped[str] = mapped_column(default="")
    decided_by_name: Mapped[str | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    @declared_attr
    def record(cls) -> Mapped[CreditRecord | None]:  # noqa: N805
        return relationship()

    @declared_attr
    def entry(cls) -> Mapped[ListEntry | None]:  # noqa: N805
        return relationship()

    @declared_attr
    def deciding(cls) -> Mapped[Subject | None]:  # noqa: N805
        return relationship(foreign_keys=[cls.deciding_id])  # type: ignore[list-item]

    @declared_attr
    def first_decider(cls) -> Mapped[User | None]:  # noqa: N805
        return relationship(foreign_keys=[cls.first_decider_id])  # type: ignore[list-item]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        table: str = cls.__name__.lower()  # type: ignore[attr-defined]
        one = "(record_id IS NULL) <> (entry_id IS NULL)"
        is_open = sa.text("closed_on IS NULL")
        still: dict[str, Any] = {
            "unique": True,
            "sqlite_where": is_open,
            "postgresql_where": is_open,
        }
        return (
            sa.CheckConstraint(one, name="one_thing"),
            sa.Index(f"uq_{table}_open_record", "record_id", **still),
            sa.Index(f"uq_{table}_open_entry", "entry_id", **still),
        )

    @property
    def against(self) -> CreditRecord | ListEntry:
        """The record or the entry."""
        found = self.record or self.entry
        assert found is not None  # a constraint of the table
        return found

    @property
    def subject(self) -> Subject:
        return self.against.subject

    @property
    def subject_id(self) -> int:
        return self.against.subject_id

    @property
    def parties(self) -> set[int]:
        """The subject, who decides, and who decided the thing, though another decides now."""
        decided = {self.deciding_id, self.against.deciding_id}
        return self.against.parties | {body for body in decided if body}

    @property
    def title(self) -> str:
        return self.against.title

    def shows(self, file: Attachment, user: Any) -> bool:
        """Who reads what was handed in with it: the subject, and who decides."""
        if not user.is_authenticated or not user.can(Permission.RECORDS_READ):
            return False
        mine = {self.against.subject_id, self.deciding_id} - {None}
        return user.role in REACH_ALL or user.body_id in mine

    @property
    def barred(self) -> set[int]:
        """Who takes no part at all, because they decided it in the first instance."""
        return set()


def mine(model: Any, user: User) -> sa.ColumnElement[bool]:
    """The condition for remedies of a model that this person's side decides."""
    if user.role in REACH_ALL:
        return model.deciding_id.is_(None)  # type: ignore[no-any-return]
    return model.deciding_id == (user.body_id or 0)  # type: ignore[no-any-return]


def whose(model: Any) -> tuple[type[Subject], sa.ColumnElement[bool]]:
    """What joins the subject of the record or the entry that remedies of a model are against."""
    record = sa.select(CreditRecord.subject_id).where(CreditRecord.id == model.record_id)
    entry = sa.select(ListEntry.subject_id).where(ListEntry.id == model.entry_id)
    found = sa.func.coalesce(record.scalar_subquery(), entry.scalar_subquery())
    return Subject, Subject.id == found


def is_silent(filed: Filed, on: date) -> bool:
    """Whether a body that must decide has let its day pass, so that the office may."""
    return filed.deciding_id is not None and filed.step_days_late(on) > 0


def about(thing: CreditRecord | ListEntry, permission: AnyPermission) -> dict[str, Any]:
    """The column that names the thing, for a new row, and who will decide: the body that answers
    for it, or the office where that has nobody who may."""
    name = "record" if isinstance(thing, CreditRecord) else "entry"
    body = thing.deciding_id
    deciding = body if accounts.somebody_may(permission, body) else None
    return {name: thing, "deciding_id": deciding}


def received(on: date | None, at: datetime) -> date:
    """The day from which the answer is due: that of the filing, or of what came on paper.

    Raises WrongReceipt.
    """
    today = local_day(at)
    if on and on > today:
        raise WrongReceipt(_("收到书面材料的日期不能晚于今天。"))
    return on or today


def deciders(thing: CreditRecord | ListEntry) -> set[int]:
    """The people who decided about a thing."""
    names = ("decided_by_id", "first_decider_id", "second_decider_id")
    return {n for n in (getattr(thing, name, None) for name in names) if n}


def demand_other(filed: Filed, by: Any) -> None:
    """Whoever decided about the thing does not decide the remedy; raises NotYourOwn.

    Where somebody else has found that it should be lifted, one of them may be the second person:
    else an office of three could never lift what two of it had decided.
    """
    decided = set() if filed.first_decider_id else deciders(filed.against)
    if by.id in decided | filed.barred or by.body_id == filed.against.subject_id:
        raise NotYourOwn(_("作出原认定的人和当事单位的人不能办理，须由他人决定。"))


def agree(
    flow: Flow, filed: Filed, why: str, *, by: Any, at: datetime, move: str = "agree"
) -> None:
    """The first of two finds that it should be lifted, or the record corrected.

    Where the body has nobody else who may decide, the second person is one of the office.
    """
    demand_other(filed, by)
    flow.go(filed, move, by=by, at=at, why=why)
    filed.first_decider_id, filed.first_reasons = by.id, why
    permission = flow[move].permission
    assert permission is not None  # people decide
    if not accounts.somebody_may(permission, filed.deciding_id, besides=by.id):
        filed.deciding_id = None


def take_over(flow: Flow, filed: Filed, why: str, *, by: Any, at: datetime) -> None:
    """The office decides in place of a body that let its day pass; raises NothingLate."""
    if not is_silent(filed, local_day(at)):
        raise NothingLate(_("作出认定的单位还没有逾期，由该单位办理。"))
    flow.go(filed, "take_over", by=by, at=at, why=why, body=filed.deciding_id)
    filed.deciding_id = filed.first_decider_id = None
    filed.first_reasons = ""


def take_back(flow: Flow, filed: Filed, why: str, *, by: Any, at: datetime) -> None:
    """The second does not agree as it stands: back to where it was accepted."""
    flow.go(filed, "send_back", by=by, at=at, why=why)
    filed.first_decider_id, filed.first_reasons = None, ""


def decide(flow: Flow, filed: Filed, move: str, why: str, *, by: Any, at: datetime) -> None:
    """The decision; raises NotYourOwn for whoever was the first of two, or decided before."""
    demand_second(filed, by)
    flow.check(filed, move)
    filed.reasons, filed.decided_by_name, filed.decided_by_id = why, by.name, by.id
    flow.go(filed, move, by=by, at=at, why=why)
    filed.closed_on = local_day(at)


def demand_second(filed: Filed, by: Any) -> None:
    """Raise NotYourOwn for whoever was the first of two, or decided before."""
    demand_other(filed, by)
    if by.id is not None and by.id == filed.first_decider_id:
        raise NotYourOwn(_("提出意见的人不能同时复核，须由另一人决定。"))


def latest(model: Any, thing: CreditRecord | ListEntry) -> Any:
    """The last remedy of a kind against a thing, decided or not."""
    column = model.record_id if isinstance(thing, CreditRecord) else model.entry_id
    return sa.select(model).where(column == thing.id).order_by(model.id.desc()).limit(1)
