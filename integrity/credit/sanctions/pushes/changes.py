"""What happens to an entry while it is listed is told to every body that has it."""

import enum
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.audit import service as audit
from integrity.base.db import Model, changed, db
from integrity.base.states import read_again
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind


class Change(enum.StrEnum):
    """What is told; that an entry ended is told by its removal, with the reason."""

    DISPUTED = "disputed"
    MAINTAINED = "maintained"
    MEASURE_ENDED = "measure-ended"
    CORRECTED = "corrected"


CHANGE_NAMES = {
    Change.DISPUTED: _l("当事人提出异议，处理中，不停止执行"),
    Change.MAINTAINED: _l("异议不成立，继续执行"),
    Change.MEASURE_ENDED: _l("一项措施期限届满，停止执行"),
    Change.CORRECTED: _l("据以列入的信用记录已更正，请按更正后的内容执行"),
}


class EntryChange(Model):
    """One change of an entry that was pushed; `measure` is the one that ended, where one did."""

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"), index=True)
    kind: Mapped[Change]
    at: Mapped[datetime]
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id"))

    measure: Mapped[Measure | None] = relationship(lazy="joined")

    @property
    def words(self) -> str:
        """What is told, with the measure that it is about."""
        said = str(CHANGE_NAMES[self.kind])
        return f"{said}{_('：')}{self.measure.name}" if self.measure else said


def tell(entries: Iterable[ListEntry], kind: Change, *, at: datetime) -> None:
    """Tell every body that has these entries; nobody has to answer."""
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
        known = set(db.session.scalars(sa.select(Push.entry_id).where(*pushes)))
        db.session.add_all(EntryChange(entry_id=n, kind=kind, at=at) for n in sorted(known))
        changed(sa.update(Push).where(*pushes).values(changed_at=at))
        read_again(Push, "changed_at")


def of_entries(ids: Iterable[int]) -> dict[int, list[EntryChange]]:
    """What was told of each of several entries, the oldest first; one query."""
    found: dict[int, list[EntryChange]] = {number: [] for number in ids}
    wanted = sa.select(EntryChange).where(EntryChange.entry_id.in_(found))
    for change in db.session.scalars(wanted.order_by(EntryChange.at, EntryChange.id)):
        found[change.entry_id].append(change)
    return found
