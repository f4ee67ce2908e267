"""What happens to an entry while it is listed is told to every body that has it."""

import enum
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, changed, db
from integrity.base.states import read_again
from integrity.casework.rules import service as rules
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind


class Change(enum.StrEnum):
    """What is told; of an end also by the removal, which is confirmed and not noted."""

    EXPIRED = "expired"
    REPAIRED = "repaired"
    REVOKED = "revoked"
    FORFEITED = "forfeited"
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


ENDS = (Change.EXPIRED, Change.REPAIRED, Change.REVOKED, Change.FORFEITED)
"""What a removal tells of, by the outcome of the entry."""
NOTING = "LOCAL-CHANGE-NOTE"
"""Within which term a change is taken note of."""


class EntryChange(Model):
    """One change of an entry that was pushed; `measure` is the one that ended, where one did.

    Those of an entry are numbered in their order. Who has the entry takes note by `due_on`; None:
    nobody has to, as with an end, whose removal is confirmed.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"), index=True)
    kind: Mapped[Change]
    at: Mapped[datetime]
    due_on: Mapped[date | None]
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id"))

    measure: Mapped[Measure | None] = relationship(lazy="joined")

    @property
    def words(self) -> str:
        """What is told, with the measure that it is about."""
        said = str(CHANGE_NAMES[self.kind])
        return f"{said}{_('：')}{self.measure.name}" if self.measure else said


def tell(entries: Iterable[ListEntry], kind: Change, *, at: datetime) -> None:
    """Tell every body that has these entries; each of them takes note."""
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
    if told:
        values = {"kind": kind.value, "at": at, "due_on": noted_by(local_day(at))}
        columns = EntryChange.__table__.c
        extra = [sa.literal(value, columns[name].type) for name, value in values.items()]
        rows = sa.select(Push.entry_id, *extra).where(*pushes).distinct()
        changed(sa.insert(EntryChange).from_select(["entry_id", *values], rows))
        changed(sa.update(Push).where(*pushes).values(changed_at=at))
        read_again(Push, "changed_at")


def tell_ended(entries: sa.Select[Any], at: datetime) -> int:
    """Number the end of entries among what was told of each, once; returns how many."""
    known = sa.exists().where(EntryChange.entry_id == ListEntry.id, EntryChange.kind.in_(ENDS))
    pushed = sa.exists().where(Push.entry_id == ListEntry.id)
    rows = sa.select(ListEntry.id, ListEntry.outcome, sa.literal(at, EntryChange.at.type)).where(
        ListEntry.id.in_(entries), ListEntry.outcome.is_not(None), pushed, ~known
    )
    return changed(sa.insert(EntryChange).from_select(["entry_id", "kind", "at"], rows))


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
