"""Nominations for the lists, by hand and by night; people decide what becomes of them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.audit import service as audit
from integrity.audit.models import AuditEvent
from integrity.db import changed, db, insert_ignore
from integrity.errors import Refused
from integrity.sanctions import exclusions
from integrity.sanctions.models import ALIVE, GOOD, LIVE, Ground, ListEntry, ListKind
from integrity.sanctions.models import EntryState as S
from integrity.subjects.models import Subject

THING = ListEntry.__tablename__
BASIS = "济高信用办〔2019〕7号 三（三）4"
TEXTS = ("statement", "first_reasons", "second_reasons", "until_basis", "removed_why")


class WrongGround(Refused):
    """Grounds of the red list and of the other two do not mix."""


def nominate(
    record_id: int | None,
    subject: Subject,
    kind: ListKind,
    ground: Ground,
    reasons: str,
    *,
    by: audit.Actor,
    at: datetime,
    legal_basis: str = BASIS,
) -> ListEntry:
    """Propose a subject for a list; the same record on the same list gives the first entry.

    Raises WrongGround, OnThatList, NotHonourable.
    """
    if (ground in GOOD) is not (kind is ListKind.RED):
        raise WrongGround(_("列入事由与名单种类不符。"))
    known = _entry_of(record_id, kind)
    if known:
        return known
    exclusions.demand_once(subject.id, kind)
    exclusions.demand_honourable(subject.id, kind)
    entry = ListEntry(
        kind=kind,
        subject=subject,
        record_id=record_id,
        ground=ground,
        reasons=reasons,
        legal_basis=legal_basis,
        state=S.NOMINATED,
        nominated_by=by.name,
        nominated_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except sa.exc.IntegrityError:  # somebody nominated it at the same moment
        raise exclusions.twice(kind) from None
    audit.write(entry, "nominate", by=by, at=at, target=S.NOMINATED, why=reasons)
    return entry


def nominate_all(
    rows: sa.Select[Any],
    *,
    at: datetime,
    ground: Ground = Ground.NOT_PUT_RIGHT,
    legal_basis: str = BASIS,
    by: audit.Actor = audit.SYSTEM,
) -> int:
    """Nominate every row of (record_id, subject_id, list, reasons) once; returns how many.

    A subject with several records is nominated for the first; when that entry ends and another
    record still counts, a later night nominates for that one.
    """
    found = rows.subquery()
    values = {
        "kind": found.c.list,
        "record_id": found.c.record_id,
        "subject_id": found.c.subject_id,
        "reasons": found.c.reasons,
        "ground": sa.literal(ground.value, sa.String(40)),
        "legal_basis": sa.literal(legal_basis, sa.Text),
        "state": sa.literal(S.NOMINATED.value, sa.String(40)),
        "nominated_by": sa.literal(by.name, sa.Text),
        "nominated_at": sa.literal(at, ListEntry.nominated_at.type),
        "disputed": sa.literal(False, sa.Boolean),
        **dict.fromkeys(TEXTS, sa.literal("", sa.Text)),
    }
    alive = sa.and_(ListEntry.subject_id == found.c.subject_id, ListEntry.state.in_(LIVE))
    known = sa.exists().where(
        ListEntry.kind == found.c.list,
        sa.or_(ListEntry.record_id == found.c.record_id, alive),
    )
    fresh = sa.select(*values.values()).where(~known)
    key = ("kind", "subject_id")
    insert = insert_ignore(ListEntry.__table__, list(values), fresh, key, within=ALIVE)
    if not (count := changed(insert)):
        return 0
    ids = sa.select(ListEntry.id).where(
        ListEntry.state == S.NOMINATED, ListEntry.nominated_at == at, ~logged("nominate")
    )
    audit.write_all(ids, THING, "nominate", source="", target=S.NOMINATED, by=by, at=at)
    return count


def _entry_of(record_id: int | None, kind: ListKind) -> ListEntry | None:
    if record_id is None:
        return None
    wanted = sa.select(ListEntry).where(ListEntry.record_id == record_id, ListEntry.kind == kind)
    return db.session.scalars(wanted).first()


def logged(move: str) -> sa.Exists:
    return sa.exists().where(
        AuditEvent.thing == THING, AuditEvent.thing_id == ListEntry.id, AuditEvent.move == move
    )
