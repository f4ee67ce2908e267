"""What somebody without an account objects to, and who that is; an objection once it is checked."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.permissions import Permission
from integrity.base.states import HasSteps
from integrity.casework.informants.receipts import HasReceipt
from integrity.credit.objections.models import NewEvidence, Objection
from integrity.files.attached import HasFiles
from integrity.people.accounts.models import User


class PetitionState(enum.StrEnum):
    HANDED_IN = "handed-in"
    ADMITTED = "admitted"
    RETURNED = "returned"


class Party(enum.StrEnum):
    """As whom somebody objects."""

    UNIT = "unit"
    ONESELF = "oneself"


class Shortfall(enum.StrEnum):
    """Why it is returned; the same may be handed in again at once."""

    NO_MATCH = "no-match"
    NO_PROOF = "no-proof"
    NO_POWER = "no-power"
    NOT_NOW = "not-now"


STATE_NAMES = {
    PetitionState.HANDED_IN: _l("待核验身份"),
    PetitionState.ADMITTED: _l("身份已核验，转入异议办理"),
    PetitionState.RETURNED: _l("已退回"),
}
TONES = {
    PetitionState.HANDED_IN: "soon",
    PetitionState.ADMITTED: "good",
    PetitionState.RETURNED: "closed",
}
PARTY_NAMES = {Party.UNIT: _l("以单位名义"), Party.ONESELF: _l("本人（自然人）")}
SHORTFALL_NAMES = {
    Shortfall.NO_MATCH: _l("编号与名称、代码或者证件号码对不上"),
    Shortfall.NO_PROOF: _l("材料不能证明身份"),
    Shortfall.NO_POWER: _l("没有有效的授权委托书"),
    Shortfall.NOT_NOW: _l("现在不能提出异议"),
}


class Petition(HasReceipt, HasSteps, HasFiles, Model):
    """Whoever hands it in, `sealed`: names, number and telephone; only who checks it opens them.

    `about`: the number on a paper or a page, as it was typed; what it is of is looked up when it is
    admitted, so that nobody learns by a number what there is about whom. `checked`: how somebody
    of the office made sure who it is.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[PetitionState] = mapped_column(default=PetitionState.HANDED_IN, index=True)
    about: Mapped[str] = mapped_column(sa.String(40))
    party: Mapped[Party]
    sealed: Mapped[str]
    statement: Mapped[str]
    new_evidence: Mapped[NewEvidence | None]
    objection_id: Mapped[int | None] = mapped_column(sa.ForeignKey("objection.id"), unique=True)
    shortfall: Mapped[Shortfall | None]
    checked: Mapped[str] = mapped_column(default="")
    checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    closed_on: Mapped[date | None]

    objection: Mapped[Objection | None] = relationship()
    checked_by: Mapped[User | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "(state = 'admitted') = (objection_id IS NOT NULL)", name="admitted_is_an_objection"
        ),
        sa.CheckConstraint(
            "state = 'handed-in' OR checked_by_id IS NOT NULL", name="somebody_checked_it"
        ),
    )

    @property
    def title(self) -> str:
        return self.about

    @property
    def parties(self) -> set[int]:
        """Nobody's but the office's, until it is an objection."""
        return set()

    def shows(self, file: object, user: User) -> bool:
        """What proves who it is is read by who checks it."""
        return bool(user.is_authenticated and user.can(Permission.OBJECTIONS_ADMIT))
