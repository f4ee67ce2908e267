"""That a record or an entry is shielded, because a court approved the firm's reorganisation."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model, db
from integrity.base.permissions import Permission
from integrity.casework import streams
from integrity.credit.records.filings import Filed
from integrity.credit.records.models import CreditRecord
from integrity.people.accounts.models import User


class ShieldingState(enum.StrEnum):
    FILED = "filed"
    SHIELDED = "shielded"
    CONTESTED = "contested"  # who is owed says that the ruling does not cover it
    ENDING = "ending"  # the end of the reorganisation was entered, nobody has confirmed it
    REFUSED = "refused"
    ENDED = "ended"


STATE_NAMES = {
    ShieldingState.FILED: _l("待对照裁定书确认"),
    ShieldingState.SHIELDED: _l("重整期间屏蔽"),
    ShieldingState.CONTESTED: _l("权利人提出不应屏蔽，待决定"),
    ShieldingState.ENDING: _l("已录入重整终止，待确认"),
    ShieldingState.REFUSED: _l("不予屏蔽"),
    ShieldingState.ENDED: _l("已解除屏蔽"),
}


class Shielding(Filed, Model):
    """Asked for with the ruling `number` of a court, of `ruled_on`.

    Shielded since `shielded_on`, confirmed by `confirmed_by`. Who is owed is told (`told_id`, as it
    stood then) and contested it as `contested_why`. The court ended the reorganisation on
    `court_ended_on` by `end_document`.
    """

    sides = {**Filed.sides, Permission.SHIELDINGS_CONTEST: "owed_id"}

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ShieldingState] = mapped_column(default=ShieldingState.FILED, index=True)
    court: Mapped[str]
    number: Mapped[str]
    ruled_on: Mapped[date]
    shielded_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    contested_why: Mapped[str] = mapped_column(default="", server_default="")
    end_document: Mapped[str] = mapped_column(default="", server_default="")
    court_ended_on: Mapped[date | None]
    told_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)

    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])

    @property
    def owed_id(self) -> int | None:
        """To whom what was broken is owed, who may contest the shield; else who decided the thing.

        None: the office.
        """
        record = self.record
        if self.entry and self.entry.record_id:
            record = db.session.get(CreditRecord, self.entry.record_id)
        stream = record and streams.registered().get(record.stream)
        item = stream and db.session.get(stream.model, record.item_id) if record else None
        others = sorted(item.parties - {self.subject_id}) if item else []
        return others[0] if others else self.against.deciding_id

    @property
    def barred(self) -> set[int]:
        """Who confirmed the shield does not decide whether that was right."""
        contested = self.state is ShieldingState.CONTESTED
        return {self.confirmed_by_id} if contested and self.confirmed_by_id else set()

    @property
    def parties(self) -> set[int]:
        """Also who is owed: it reads what it may contest."""
        return super().parties | ({self.owed_id} if self.owed_id else set())
