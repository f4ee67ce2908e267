"""Who receives pushes, and what each of them executes; the office says so, and the log keeps it."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.credit.measures import executors
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.pushes import service
from integrity.credit.sanctions.pushes.models import Receiver
from integrity.people.subjects.models import Subject, SubjectKind


class NothingToReceive(Refused):
    """The body would receive nothing, or a measure is named that nobody can attach."""


class NotReceiving(Refused):
    """The body receives nothing already."""

    status = 409


def receive(
    body: Subject,
    measures: Sequence[str] = (),
    everything: bool = False,
    note: str = "",
    *,
    by: audit.Actor,
    at: datetime,
) -> Receiver:
    """Push to a body what it executes (by code), or everything; it gets what is in force at once.

    What it received before stays as it is. Raises NothingToReceive.
    """
    found = _chosen(measures)
    if body.kind is SubjectKind.PERSON:
        raise NothingToReceive(_("自然人不能作为接收单位。"))
    if not found and not everything:
        raise NothingToReceive(_("请选择该单位执行的措施，或者选择接收全部名单。"))
    on, receiver = local_day(at), db.session.get(Receiver, body.id)
    if receiver is None:
        receiver = Receiver(body_id=body.id, active=False)
        db.session.add(receiver)
    if not receiver.active:
        receiver.active, receiver.since, receiver.ended_on = True, on, None
    receiver.everything, receiver.note = everything, note.strip()
    db.session.flush()
    executors.assign(body.id, found, on=on)
    codes = [measure.code for measure in found]
    audit.write(receiver, "set_receiver", by=by, at=at, everything=everything, measures=codes)
    service.catch_up(body.id, at=at)
    return receiver


def take_all(body: Subject, yes: bool, *, by: audit.Actor, at: datetime) -> Receiver:
    """Push everything to a body, whatever it executes, or nothing more.

    Raises NothingToReceive, NotReceiving.
    """
    known = db.session.get(Receiver, body.id)
    if yes:
        codes = [measure.code for measure in executors.of_body(body.id)]
        return receive(body, codes, True, known.note if known else "", by=by, at=at)
    if known is None:
        raise NotReceiving(_("该单位没有接收推送。"))
    stop(known, "", by=by, at=at)
    return known


def stop(receiver: Receiver, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Push nothing more to a body; what it has already received it must still answer and drop.

    Raises NotReceiving.
    """
    if not receiver.active:
        raise NotReceiving(_("该单位已经停止接收。"))
    receiver.active, receiver.ended_on = False, local_day(at)
    executors.assign(receiver.body_id, [], on=local_day(at))
    audit.write(receiver, "stop_receiving", by=by, at=at, why=why)


def assignable() -> Sequence[Measure]:
    """The measures that can be attached to an entry, by code: none that an authority of its own
    decides, and none for no list."""
    wanted = sa.select(Measure).where(can_be_attached())
    return db.session.scalars(wanted.order_by(Measure.code)).all()


def can_be_attached() -> sa.ColumnElement[bool]:
    """The condition for them: the newest version of each."""
    return sa.and_(Measure.is_current(), Measure.organ == "", Measure.lists != "")


def _chosen(codes: Sequence[str]) -> list[Measure]:
    known = {measure.code: measure for measure in assignable()} if codes else {}
    for code in codes:
        if code not in known:
            raise NothingToReceive(_("措施清单中没有可用的措施 %(code)s。", code=code))
    return [known[code] for code in dict.fromkeys(codes)]
