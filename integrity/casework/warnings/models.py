"""An early warning: which rule, about which thing or body, on what figures, how it ended."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.people.subjects.models import Subject


class Rule(enum.StrEnum):
    """What warns; the numbers are rules of the table (LOCAL-WARN-*)."""

    SOON = "soon"
    REPEATED = "repeated"
    GROWING = "growing"
    CROWDED = "crowded"
    SILENCE = "silence"
    EXCUSE = "excuse"


class Ending(enum.StrEnum):
    DONE = "done"  # what was owed was done in time
    LATE = "late"  # what it warned of has come
    GONE = "gone"  # what made it warn is no more
    RULE = "rule"  # the rule was switched off, or its number changed


RULE_NAMES = {
    Rule.SOON: _l("临近期限"),
    Rule.REPEATED: _l("屡次逾期"),
    Rule.GROWING: _l("逾期增多"),
    Rule.CROWDED: _l("投诉集中"),
    Rule.SILENCE: _l("数据来源中断"),
    Rule.EXCUSE: _l("理由重复"),
}
ENDING_NAMES = {
    Ending.DONE: _l("已按期办结"),
    Ending.LATE: _l("已经逾期"),
    Ending.GONE: _l("原因已经消除"),
    Ending.RULE: _l("规则已经调整"),
}


class EarlyWarning(Model):
    """One warning; the nightly job raises, keeps and ends it, and nobody else.

    `key` names within the rule and the stream what it is about: a thing, a body, a body and the
    reason it gives. `subject`: who is warned. `counted`: the figure that met `threshold` within so
    many days (`within`); `day`: the due day, or the one on which a source was last heard of.
    `late_on`: since when what it warned of is so, whether or not it still stands.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[Rule]
    stream: Mapped[str] = mapped_column(sa.String(40))
    key: Mapped[str] = mapped_column(sa.String(120))
    item_id: Mapped[int | None]
    item_ref: Mapped[str] = mapped_column(sa.String(120))
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    counted: Mapped[int | None]
    threshold: Mapped[int]
    within: Mapped[int]
    day: Mapped[date | None]
    raised_on: Mapped[date]
    raised_at: Mapped[datetime]
    late_on: Mapped[date | None]
    ended_on: Mapped[date | None] = mapped_column(index=True)
    ending: Mapped[Ending | None]

    subject: Mapped[Subject | None] = relationship()

    __table_args__ = (
        sa.Index(
            "ux_early_warning_open",
            "rule",
            "stream",
            "key",
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        ),
        sa.Index("ix_early_warning_item", "stream", "item_id"),
    )

    @property
    def ref(self) -> str:
        return number(str(self.id))


def number(text: str) -> str:
    """How the number of a warning is written."""
    return f"YJ{int(text):08d}"
