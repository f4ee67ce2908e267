"""Substitutes (代理人): who gets the messages of somebody absent as well, from a day to a day.

It is told what the absent person would be told, as far as its own role may open the page: nobody
may do more by being one. Until whoever was named has agreed nothing is told to them.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from integrity.base import i18n
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db, one_at_a_time
from integrity.base.errors import Forbidden, NotAllowed, Refused
from integrity.base.permissions import Permission
from integrity.people.accounts.models import AccountState, User
from integrity.people.messages.tells import Source, Whom, at_once, daily

POWERS = (Permission.ACCOUNTS_CREATE, Permission.ACCOUNTS_GRANT)
"""Who has one of these names a substitute for somebody else."""


class WrongSubstitute(Refused):
    """This person cannot stand in, the days are wrong, or there is one already."""

    title = _l("不能设定代理人")


class Substitute(Model):
    """Who stands in for whom; in force once confirmed and until ended, on the days between."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    substitute_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    set_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    person: Mapped[User] = relationship(foreign_keys=[person_id])
    substitute: Mapped[User] = relationship(foreign_keys=[substitute_id])

    __table_args__ = (
        sa.CheckConstraint("person_id <> substitute_id", name="somebody_else"),
        sa.CheckConstraint("from_on <= until_on", name="days_in_order"),
    )


Standing = aliased(Substitute)
"""The row that joins who stands in to who is absent, whatever else is asked for."""


def manages(user: User) -> bool:
    """Whether this person names substitutes for others, and ends that."""
    return any(user.can(power) for power in POWERS)


def colleagues(person: User) -> sa.Select[User]:
    """Who may stand in: people in use of the same body; where there is none, of the same role."""
    near = User.body_id == person.body_id
    if person.body_id is None:
        near = sa.and_(User.body_id.is_(None), User.role == person.role)
    wanted = sa.select(User).where(User.state == AccountState.ACTIVE, User.id != person.id, near)
    return wanted.order_by(User.name, User.id)


def name(
    person: User, other: User | None, from_on: date, until_on: date, *, by: User, at: datetime
) -> Substitute:
    """Somebody stands in for a person, once they agree; raises WrongSubstitute, Forbidden."""
    if by.id != person.id and not manages(by):
        raise Forbidden(_("只能为自己设定代理人。"))
    if other is None or other not in db.session.scalars(colleagues(person)).all():
        raise WrongSubstitute(_("代理人须是同一单位在用账号的另一人；没有单位的，须是同一角色。"))
    if not max(from_on, local_day(at)) <= until_on:
        raise WrongSubstitute(_("结束日期不能早于开始日期，也不能早于今天。"))
    one_at_a_time("substitute")
    _refuse_another(person, from_on, until_on)
    made = Substitute(
        person_id=person.id, substitute_id=other.id, from_on=from_on, until_on=until_on, set_at=at
    )
    db.session.add(made)
    audit.write(made, "name_substitute", by=by, at=at, person=person.id, substitute=other.id)
    return made


def confirm(found: Substitute, *, by: User, at: datetime) -> None:
    """Whoever was named agrees; raises Forbidden, NotAllowed."""
    if by.id != found.substitute_id:
        raise Forbidden(_("须由代理人本人确认。"))
    if found.confirmed_at or found.ended_at or found.until_on < local_day(at):
        raise NotAllowed(_("已经确认、停止或者到期。"))
    found.confirmed_at = at
    audit.write(found, "confirm_substitute", by=by, at=at)


def end(found: Substitute, *, by: User, at: datetime) -> None:
    """It is over, or declined: by either of the two, or by who manages.

    Raises Forbidden, NotAllowed."""
    if by.id not in (found.person_id, found.substitute_id) and not manages(by):
        raise Forbidden(_("须由本人、代理人或者管理员停止。"))
    if found.ended_at:
        raise NotAllowed(_("已经停止。"))
    found.ended_at = at
    audit.write(found, "end_substitute", by=by, at=at)


def of(user: User) -> sa.Select[Substitute]:
    """Those that a person may see: their own, those for whom they stand in; all who manages."""
    mine = sa.or_(Substitute.person_id == user.id, Substitute.substitute_id == user.id)
    return sa.select(Substitute).where(sa.true() if manages(user) else mine)


def in_force(on: date) -> sa.ColumnElement[bool]:
    """The condition for those that count on a day."""
    agreed = sa.and_(Standing.confirmed_at.is_not(None), Standing.ended_at.is_(None))
    return sa.and_(agreed, Standing.from_on <= on, Standing.until_on >= on)


def standing_in(absent: Any, on: date) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """The conditions that join who stands in (User) to somebody absent, an alias of User."""
    theirs = sa.and_(Standing.person_id == absent.id, in_force(on))
    still = (User.state == AccountState.ACTIVE, User.body_id.is_not_distinct_from(absent.body_id))
    return theirs, sa.and_(User.id == Standing.substitute_id, *still)


def is_any(on: date) -> bool:
    """Whether anybody stands in for anybody on a day."""
    return bool(db.session.scalar(sa.select(sa.exists().where(in_force(on)))))


def _refuse_another(person: User, from_on: date, until_on: date) -> None:
    """One at a time: nobody has to guess who reads what."""
    overlap = (Substitute.from_on <= until_on, Substitute.until_on >= from_on)
    theirs = (Substitute.person_id == person.id, Substitute.ended_at.is_(None))
    known = db.session.scalars(sa.select(Substitute).where(*theirs, *overlap)).first()
    if known:
        days = {"first": i18n.day(known.from_on), "last": i18n.day(known.until_on)}
        raise WrongSubstitute(_("%(first)s 至 %(last)s 已有代理人，请先停止。", **days))


PERSON, OTHER = Whom(None, Substitute.person_id), Whom(None, Substitute.substitute_id)
ENDED = _l("消息代理（第 %(ref)s 号）已停止。")
SUBSTITUTES = Source(
    Substitute,
    {
        "name_substitute": at_once(_l("您被设为消息代理人（第 %(ref)s 号），请确认。"), OTHER)
        + daily(_l("已为您设定消息代理人（第 %(ref)s 号），待其确认。"), PERSON),
        "confirm_substitute": daily(_l("您的消息代理人（第 %(ref)s 号）已确认。"), PERSON),
        "end_substitute": daily(ENDED, PERSON) + daily(ENDED, OTHER),
    },
    "messages.substitutes",
    "",
    Substitute.id,
)
