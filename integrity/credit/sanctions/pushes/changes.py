"""What happens to an entry while it is listed is told to every body that has it."""

import enum
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, changed, db, insert_ignore
from integrity.base.states import read_again
from integrity.casework.rules import service as rules
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.models import EntryOutcome, ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind
from integrity.people.subjects.models import Subject


class Change(enum.StrEnum):
    """What is told; of an end also by the removal, which is confirmed and not noted."""

    EXPIRED = "expired"
    REPAIRED = "repaired"
    REVOKED = "revoked"
    FORFEITED = "forfeited"
    LEFT_OUT = "left-out"
    DISPUTED = "disputed"
    MAINTAINED = "maintained"
    MEASURE_ENDED = "measure-ended"
    CORRECTED = "corrected"
    REVIEWED = "reviewed"
    SUED = "sued"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CONCLUDED = "concluded"
    SHIELDED = "shielded"
    UNSHIELDED = "unshielded"


CHANGE_NAMES = {
    Change.EXPIRED: _l("期限届满，已移出"),
    Change.REPAIRED: _l("信用修复，已移出"),
    Change.REVOKED: _l("认定被撤销，已移出"),
    Change.FORFEITED: _l("已退出守信名单"),
    Change.LEFT_OUT: _l("新的名单没有列入，已退出守信名单"),
    Change.DISPUTED: _l("当事人提出异议，处理中，不停止执行"),
    Change.MAINTAINED: _l("异议不成立，继续执行"),
    Change.MEASURE_ENDED: _l("一项措施期限届满，停止执行"),
    Change.REVIEWED: _l("所依据的决定正在行政复议，不停止执行"),
    Change.SUED: _l("所依据的决定正在诉讼，不停止执行"),
    Change.SUSPENDED: _l("复议机关或者法院决定停止执行，请停止执行"),
    Change.RESUMED: _l("停止执行已经解除，恢复执行"),
    Change.CONCLUDED: _l("复议或者诉讼已有结果，不再标注"),
    Change.SHIELDED: _l("人民法院批准重整计划，屏蔽期间停止公示、共享和执行"),
    Change.UNSHIELDED: _l("重整屏蔽已经解除，恢复公示、共享和执行"),
    Change.CORRECTED: _l("据以列入的信用记录已更正，请按更正后的内容执行"),
}


ENDS = tuple(Change(outcome.value) for outcome in EntryOutcome)
"""What a removal tells of, by the outcome of the entry; each has one end."""
IS_END = sa.text("kind IN ({})".format(", ".join(f"'{kind}'" for kind in ENDS)))
NOTING = "LOCAL-CHANGE-NOTE"
"""Within which term a change is taken note of."""


TOLD_BY = {
    Change.DISPUTED: "the subject's own objection; its answer tells the rest",
    Change.MAINTAINED: "objection-answer",
    Change.REVOKED: "removal-decision",
    Change.REPAIRED: "removal-decision",
    Change.FORFEITED: "removal-decision",
    Change.LEFT_OUT: "removal-decision",
    Change.CORRECTED: "record-correction",
    Change.SHIELDED: "shielding-decision",
    Change.UNSHIELDED: "shielding-decision",
}
"""The paper of its own by which the subject hears of a change; of all others a notice is made."""
NOTICED = tuple(kind for kind in Change if kind not in TOLD_BY)
IS_OPEN = sa.text(
    "noticed_on IS NULL AND kind IN ({})".format(", ".join(f"'{kind}'" for kind in NOTICED))
)


class EntryChange(Model):
    """One change of an entry; `measure` is the one that ended, where one did.

    Those of an entry are numbered in their order. Who has the entry takes note by `due_on`; None:
    nobody has to, as with an end, whose removal is confirmed. `noticed_on`: when the notice of it
    to the subject was drafted, where no other paper says it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"), index=True)
    kind: Mapped[Change]
    at: Mapped[datetime]
    due_on: Mapped[date | None]
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id"))
    noticed_on: Mapped[date | None]

    entry: Mapped[ListEntry] = relationship()
    measure: Mapped[Measure | None] = relationship(lazy="joined")

    __table_args__ = (
        sa.Index(
            "uq_entry_change_end",
            "entry_id",
            unique=True,
            sqlite_where=IS_END,
            postgresql_where=IS_END,
        ),
        sa.Index("ix_entry_change_open", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )

    @property
    def subject(self) -> Subject:
        return self.entry.subject

    @property
    def subject_id(self) -> int:
        return self.entry.subject_id

    @property
    def parties(self) -> set[int]:
        return self.entry.parties

    @property
    def words(self) -> str:
        """What is told, with the measure that it is about."""
        said = str(CHANGE_NAMES[self.kind])
        return f"{said}{_('：')}{self.measure.name}" if self.measure else said


NOTICE = sa.and_(EntryChange.noticed_on.is_(None), EntryChange.kind.in_(NOTICED))
"""The changes of which the notice to the subject is still to be drafted."""


def tell(entries: Sequence[ListEntry], kind: Change, *, at: datetime) -> None:
    """Tell every body that has these entries, which takes note, and the subjects by a paper."""
    ids = [entry.id for entry in entries]
    pushes = (Push.entry_id.in_(ids), Push.kind == PushKind.APPLY)
    told = audit.write_all(
        sa.select(Push.id).where(*pushes),
        Push.__tablename__,
        "change",
        target=None,
        by=audit.SYSTEM,
        at=at,
    )
    due, listed = noted_by(local_day(at)), [entry.id for entry in entries if entry.listed_on]
    db.session.add_all(EntryChange(entry_id=one, kind=kind, at=at, due_on=due) for one in listed)
    if told:
        changed(sa.update(Push).where(*pushes).values(changed_at=at))
        read_again(Push, "changed_at")


def tell_ended(entries: sa.Select[Any], at: datetime) -> int:
    """Number the end of entries among what was told of each, once; returns how many."""
    columns_of: list[Any] = [ListEntry.id, ListEntry.outcome, sa.literal(at, EntryChange.at.type)]
    rows = sa.select(*columns_of).where(ListEntry.id.in_(entries), ListEntry.outcome.is_not(None))
    columns = ["entry_id", "kind", "at"]
    return changed(
        insert_ignore(EntryChange.__table__, columns, rows, ("entry_id",), within=IS_END)
    )


def noted_by(on: date) -> date:
    """By when what is told on a day is taken note of."""
    return rules.due(NOTING, on).due_on


def of_entries(ids: Iterable[int]) -> dict[int, list[EntryChange]]:
    """What was told of each of several entries, the oldest first; one query."""
    found: dict[int, list[EntryChange]] = {number: [] for number in ids}
    wanted = sa.select(EntryChange).where(EntryChange.entry_id.in_(found))
    for change in db.session.scalars(wanted.order_by(EntryChange.at, EntryChange.id)):
        found[change.entry_id].append(change)
    return found
