"""上级下发名单: cases that the city or the province hands down, and what is answered to each.

A row is known here if its number is that of a case; what is not known a person decides.
"""

import enum
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.pages.fields import DAY, FILE, MONEY, Field, differences, heads, read, text, written
from integrity.streams.courts.errors import WrongCase
from integrity.streams.courts.models import CourtCase
from integrity.streams.courts.numbers import key
from integrity.streams.courts.permissions import CourtsPermission


class Decision(enum.StrEnum):
    """What a person decided of a row whose number is not known here."""

    LINKED = "linked"  # it is a case here, under another number
    NOT_OURS = "not_ours"


DECISION_NAMES = {
    Decision.LINKED: _l("人工对应"),
    Decision.NOT_OURS: _l("经核不属本区案件"),
}


class HandedDown(Model):
    """One row of a list: its number and day, by whom, until when it is to be answered."""

    id: Mapped[int] = mapped_column(primary_key=True)
    list_no: Mapped[str] = mapped_column(sa.String(60))
    handed_by: Mapped[str]
    handed_on: Mapped[date]
    answer_by: Mapped[date | None]
    case_no: Mapped[str]
    key: Mapped[str] = mapped_column(sa.String(80), index=True)
    body_name: Mapped[str]
    amount: Mapped[Decimal | None]
    decision: Mapped[Decision | None]
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("court_case.id"))
    words: Mapped[str] = mapped_column(default="")

    __table_args__ = (sa.UniqueConstraint("list_no", "key"),)


# fmt: off
FIELDS = (
    Field(
        "list_no", _l("名单号"), text(60), FILE, help=_l("下发名单的文号或者批次号。"),
        required=FILE,
    ),
    Field("handed_by", _l("下发单位"), text(100), FILE, required=FILE),
    Field("handed_on", _l("下发日期"), DAY, FILE, required=FILE),
    Field("answer_by", _l("反馈期限"), DAY, FILE),
    Field("case_no", _l("案号"), text(60), FILE, required=FILE),
    Field("body_name", _l("被执行单位"), text(100), FILE, required=FILE),
    Field("amount", _l("执行标的"), MONEY, FILE),
)
# fmt: on


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """What is known of the lists of a batch."""
    lists = {row["list_no"] for row in rows}
    known = db.session.scalars(sa.select(HandedDown).where(HandedDown.list_no.in_(lists)))
    return {"rows": {(found.list_no, found.key): found for found in known}}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Take one row of a list, once; raises BadValue."""
    said = read(FIELDS, row)
    if said["handed_on"] > local_day(at):
        raise BadValue("handed_on", _("日期 %(day)s 还没有到。", day=said["handed_on"]))
    number = key(said["case_no"])
    known = row.known["rows"].get((said["list_no"], number))
    if known is None:
        made = HandedDown(key=number, **said)
        db.session.add(made)
        db.session.flush()
        audit.write(made, "import", by=by, at=at)
        row.known["rows"][made.list_no, number] = made
        return Loaded.ADDED
    changed = [f.name for f in differences(FIELDS, known, said, row) if f.name != "case_no"]
    for name in changed:
        setattr(known, name, said[name])
    if changed:
        audit.write(known, "update", by=by, at=at, changed=changed)
    return Loaded.UPDATED if changed else Loaded.UNCHANGED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every row, with the columns in which it can be imported again."""
    return (written(FIELDS, row) for row in db.session.scalars(sa.select(HandedDown)))


def rows() -> sa.Select[Any]:
    """Every row with its case: by its number, or as a person decided."""
    same = sa.and_(HandedDown.key == CourtCase.key, CourtCase.stands())
    linked = HandedDown.case_id == CourtCase.id
    by_number = sa.and_(HandedDown.decision.is_(None), same)
    both: list[Any] = [HandedDown, CourtCase]
    return sa.select(*both).outerjoin(CourtCase, sa.or_(linked, by_number))


def open_() -> sa.ColumnElement[bool]:
    """The condition for rows of which nobody knows yet what they are."""
    return sa.and_(HandedDown.decision.is_(None), CourtCase.id.is_(None))


def decide(row: HandedDown, case_no: str, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A person says which case it is, or, with no number, that it is not ours; raises WrongCase."""
    case = None
    if case_no.strip():
        wanted = sa.select(CourtCase).where(CourtCase.key == key(case_no), CourtCase.stands())
        case = db.session.scalars(wanted).first()
        if case is None:
            raise WrongCase(_("没有案号为 %(number)s 的案件。", number=case_no))
    row.decision = Decision.LINKED if case else Decision.NOT_OURS
    row.case_id, row.words = (case.id if case else None), why
    audit.write(row, "decide", by=by, at=at, why=why, decision=row.decision)


IMPORTER = Importer(
    heads=heads(FIELDS),
    load=load,
    key=("list_no", "case_no"),
    called=("case_no", "body_name"),
    prepare=prepare,
    dump=dump,
    title=_l("上级下发名单"),
    permission=CourtsPermission.ASSIGN,
)
