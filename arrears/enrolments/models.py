"""A firm or organisation that asks for an account, with what shows who speaks for it."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arrears.codes import Size
from arrears.permissions import ArrearsPermission
from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.accounts.models import User
from integrity.people.messages.codes import HasCode


class EnrolmentState(enum.StrEnum):
    ASKED = "asked"  # the contact has not been confirmed
    FILED = "filed"  # waits for the office
    ACCEPTED = "accepted"
    REFUSED = "refused"


class EnrolmentRefusal(enum.StrEnum):
    """Why there is no account; none of the reasons is that somebody complains."""

    NOT_THE_FIRM = "not_the_firm"
    NO_CONTRACT = "no_contract"
    NO_ATTORNEY = "no_attorney"
    UNREACHABLE = "unreachable"
    HAS_ONE = "has_one"


S = EnrolmentState
STATE_NAMES = {
    S.ASKED: _l("联系方式待确认"),
    S.FILED: _l("待审核"),
    S.ACCEPTED: _l("已通过"),
    S.REFUSED: _l("未通过"),
}
TONES = {S.FILED: "soon", S.ACCEPTED: "good", S.REFUSED: "closed"}
REFUSAL_NAMES = {
    EnrolmentRefusal.NOT_THE_FIRM: _l("名称与统一社会信用代码不是同一企业"),
    EnrolmentRefusal.NO_CONTRACT: _l("材料不能说明与机关、事业单位有合同往来"),
    EnrolmentRefusal.NO_ATTORNEY: _l("代办人没有有效的授权委托书"),
    EnrolmentRefusal.UNREACHABLE: _l("按登记的联系方式无法核实"),
    EnrolmentRefusal.HAS_ONE: _l("该企业已有账号，请使用原账号或者申请重置密码"),
}


class Enrolment(HasSteps, HasCode, Model):
    """Who asks, for which enterprise, and how they are reached; read by the office alone.

    `token`: who has it sees how it stands. `size`: what the enterprise declares itself to be
    (第三条). `attorney`: somebody else asks for it, with a power of attorney. `checked`: how the
    office made sure that it is the enterprise. `password_at`: when the account's password was set.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    token: Mapped[str] = mapped_column(sa.String(64), unique=True)
    state: Mapped[EnrolmentState] = mapped_column(default=S.ASKED, index=True)
    uscc: Mapped[str] = mapped_column(sa.String(18), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    size: Mapped[Size]
    person: Mapped[str] = mapped_column(sa.String(60))
    attorney: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    refusal: Mapped[EnrolmentRefusal | None]
    why: Mapped[str] = mapped_column(default="")
    checked: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    password_at: Mapped[datetime | None]

    user: Mapped[User | None] = relationship()

    @property
    def title(self) -> str:
        return self.name

    @property
    def parties(self) -> set[int]:
        """Nobody's but the office's."""
        return set()

    def shows(self, file: Any, user: Any) -> bool:
        """What was handed in with it is read by who checks it."""
        return bool(user.is_authenticated and user.can(ArrearsPermission.HANDLE))
