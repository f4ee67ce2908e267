"""The three separated powers (三员分立): none switches another off alone, and none to the last.

Who makes accounts asks for it; somebody of another power than the asker agrees or declines.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.audit import service as audit
from integrity.base.db import Model, db
from integrity.base.errors import Forbidden, NotAllowed
from integrity.people.accounts import service
from integrity.people.accounts.models import AccountState, User
from integrity.people.accounts.service import POWERS


class LastOfPower(NotAllowed):
    """Without this account nobody would hold the power."""

    title = _l("不能停用")


class SwitchOff(Model):
    """That an account of one of the three powers be disabled: who asked, and who decided."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    why: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    agreed: Mapped[bool | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])

    __table_args__ = (
        sa.Index(
            "ix_switch_off_open",
            "user_id",
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        ),
        sa.CheckConstraint("decided_by_id <> asked_by_id", name="two_people"),
    )


def ask(user: User, why: str, *, by: User, at: datetime) -> SwitchOff:
    """Propose to disable it; raises LastOfPower, NotAllowed if that was proposed already."""
    _demand_another(user)
    if db.session.scalars(waiting().where(SwitchOff.user_id == user.id)).first():
        raise NotAllowed(_("已经提请停用，等待另一方同意。"))
    made = SwitchOff(user_id=user.id, why=why, asked_by_id=by.id, asked_at=at)
    db.session.add(made)
    audit.write(user, "ask_disable", by=by, at=at, why=why)
    return made


def decide(asked: SwitchOff, agreed: bool, *, by: User, at: datetime) -> None:
    """Agree, and the account ends at once; or decline, and nothing changes.

    Raises Forbidden, NotAllowed.
    """
    if not may_decide(by, asked):
        raise Forbidden(_("须由另一方安全管理角色决定，提请人和被停用的人不能决定。"))
    taken = sa.update(SwitchOff).where(SwitchOff.id == asked.id, SwitchOff.decided_at.is_(None))
    values = {"decided_by_id": by.id, "decided_at": at, "agreed": agreed}
    if not db.session.execute(taken.values(**values)).rowcount:  # type: ignore[attr-defined]
        raise NotAllowed(_("已经作出决定。"))
    if not agreed:
        audit.write(asked.user, "keep_enabled", by=by, at=at, why=asked.why)
        return
    _demand_another(asked.user)
    service.disable(asked.user, by=by, at=at, why=asked.why, agreed=True)


def may_decide(user: User, asked: SwitchOff) -> bool:
    """Somebody of another power than the asker's, and not the person concerned."""
    return (
        user.role in POWERS
        and user.role is not asked.asked_by.role
        and user.id not in (asked.user_id, asked.asked_by_id)
    )


def waiting() -> sa.Select[SwitchOff]:
    """What nobody has decided yet."""
    return sa.select(SwitchOff).where(SwitchOff.decided_at.is_(None)).order_by(SwitchOff.id)


def done(since: datetime) -> Sequence[SwitchOff]:
    """What was agreed to since then, so that the others hear of it."""
    wanted = sa.select(SwitchOff).where(SwitchOff.agreed.is_(True), SwitchOff.decided_at >= since)
    return db.session.scalars(wanted.order_by(SwitchOff.id)).all()


def _demand_another(user: User) -> None:
    """Somebody else must hold the power; those who do are locked, so that two ends wait."""
    wanted = sa.select(User).where(User.role == user.role, User.state == AccountState.ACTIVE)
    holders = db.session.scalars(wanted.order_by(User.id).with_for_update(of=User)).all()
    if not [holder for holder in holders if holder.id != user.id]:
        raise LastOfPower(_("这是该角色最后一个可用的账号，请先为他人创建并授权。"))
