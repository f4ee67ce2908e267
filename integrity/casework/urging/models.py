"""What was urged: one step against one body (or, circulated, against several), about which things.

What the paper says and who received it when stands with the paper (casework/documents).
"""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject


class UrgingKind(enum.StrEnum):
    """The steps of urging, the mildest first."""

    REMINDER = "reminder"
    LETTER = "letter"
    INQUIRY = "inquiry"
    TALK = "talk"
    CIRCULAR = "circular"


class UrgingState(enum.StrEnum):
    PREPARED = "prepared"  # its paper is not yet with whom it concerns
    SENT = "sent"  # the body must answer
    SUMMONED = "summoned"  # the talk is to be held
    ANSWERED = "answered"  # the office must look at the answer
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


K, S = UrgingKind, UrgingState
KIND_NAMES = {
    K.REMINDER: _l("催办"),
    K.LETTER: _l("督办函"),
    K.INQUIRY: _l("函询"),
    K.TALK: _l("约谈"),
    K.CIRCULAR: _l("通报"),
}
STATE_NAMES = {
    S.PREPARED: _l("文书待送达"),
    S.SENT: _l("待答复"),
    S.SUMMONED: _l("待约谈"),
    S.ANSWERED: _l("已答复，待审核"),
    S.CLOSED: _l("已办结"),
    S.WITHDRAWN: _l("已撤回"),
}
TALK_NAMES = {
    "hour": _l("约谈时间"),
    "place": _l("约谈地点"),
    "invited": _l("约谈对象"),
    "host": _l("主持人"),
}
"""What a summons says besides the day."""
MINUTES_NAMES = {
    "present": _l("被约谈人"),
    "recorder": _l("记录人"),
    "problems": _l("指出的问题"),
    "explanation": _l("单位的说明"),
    "demands": _l("提出的要求"),
    "promises": _l("单位的承诺和完成时限"),
}
"""What the record of a talk says."""
ANSWERED_BY_DAY = frozenset({K.LETTER, K.INQUIRY})
"""The steps that name a day by which the body answers."""


class Urging(HasFiles, HasSteps, Model):
    """One step of urging.

    subject: the body that is urged; None where several are circulated in one paper.
    answer_until: by when it answers. talk_on: the day of the talk; talk: at what hour, where, who
    leads it and who must come. minutes: who was there, what was said.
    note: between the people of the office; on no paper and for no other eyes.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[UrgingKind]
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    state: Mapped[UrgingState] = mapped_column(default=S.PREPARED, index=True)
    demand: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    answer_until: Mapped[date | None]
    talk_on: Mapped[date | None]
    talk: Mapped[dict[str, Any]] = mapped_column(default=dict)
    minutes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None]
    made_by_name: Mapped[str]

    subject: Mapped[Subject | None] = relationship()
    items: Mapped[list["UrgedItem"]] = relationship(order_by="UrgedItem.id")

    @property
    def parties(self) -> set[int]:
        """The bodies that it urges."""
        return {item.subject_id for item in self.items}

    @property
    def title(self) -> str:
        """What the log and the page call it."""
        return f"{KIND_NAMES[self.kind]} {self.ref}"


class UrgedItem(Model):
    """One overdue thing of a stream that a step of urging was about, and who owed it then."""

    id: Mapped[int] = mapped_column(primary_key=True)
    urging_id: Mapped[int] = mapped_column(sa.ForeignKey("urging.id"))
    stream: Mapped[str] = mapped_column(sa.String(40))
    item_id: Mapped[int]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    due_on: Mapped[date]

    urging: Mapped[Urging] = relationship(back_populates="items")

    __table_args__ = (
        sa.UniqueConstraint("urging_id", "stream", "item_id"),
        sa.Index("ix_urged_item_stream_item_id", "stream", "item_id"),
    )
