"""The paper that tells a listed subject what changed without a decision of its own: 变动告知书."""

from datetime import date, datetime

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework.documents import making
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.kinds import named as kind_named
from integrity.casework.documents.terms import cited, lasting
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.papers.usual import nothing, to_the_office
from integrity.credit.proceedings.models import Proceeding
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import changes
from integrity.credit.sanctions.pushes.changes import NOTICE, Change, EntryChange
from integrity.credit.sanctions.pushes.models import Push

CHUNK = 1000
"""Notices that are drafted at a time."""
EFFECTS = {
    Change.EXPIRED: "该名单信息停止公示、共享和使用，依据该名单采取的措施全部解除；"
    "法律、行政法规对一项措施另定期限的，该项措施执行至所定期限届满。",
    Change.MEASURE_ENDED: "不再对你（单位）采取该项措施，名单事项的其他内容不变。",
    Change.REVIEWED: "名单信息标注“行政复议期间”，复议期间不停止执行；"
    "复议机关决定停止执行的，自接到决定之日起停止。",
    Change.SUED: "名单信息标注“诉讼期间”，诉讼期间不停止执行；"
    "人民法院裁定停止执行的，自接到裁定之日起停止。",
    Change.SUSPENDED: "依据该名单采取的措施停止执行，至停止执行的决定或者裁定解除之日。",
    Change.RESUMED: "依据该名单采取的措施恢复执行，名单的届满日期不变。",
    Change.CONCLUDED: "名单信息不再标注复议或者诉讼；"
    "所依据的决定被撤销的，名单事项同时移出，另行送达移出决定书。",
}
"""What holds from then on, by what changed."""
ANNOTATIONS = frozenset(EFFECTS) - {Change.EXPIRED, Change.MEASURE_ENDED}
DUTIES = {
    Change.EXPIRED: "停止措施、清除信息并反馈",
    Change.MEASURE_ENDED: "停止该项措施",
    Change.SUSPENDED: "停止执行",
    Change.RESUMED: "恢复执行",
}
"""What its receivers do about it; of all else they take note."""


def _pending(change: EntryChange) -> Proceeding | None:
    """The review or the lawsuit that is meant: the last one of the entry or of its record."""
    entry = change.entry
    of_entry = Proceeding.entry_id == entry.id
    whose = sa.or_(of_entry, Proceeding.record_id == entry.record_id)
    wanted = sa.select(Proceeding).where(whose if entry.record_id else of_entry)
    return db.session.scalars(wanted.order_by(Proceeding.id.desc()).limit(1)).first()


def _document(change: EntryChange) -> str | None:
    found = _pending(change) if change.kind in ANNOTATIONS else None
    if found is None:
        return None
    if change.kind in (Change.REVIEWED, Change.SUED):
        return f"{found.organ}{found.number}"
    return found.outcome_document if change.kind is Change.CONCLUDED else found.suspended_by


def _receivers(change: EntryChange) -> str | None:
    """What who received the entry does about it, and by when; nothing where nobody did."""
    wanted = sa.select(sa.func.count(sa.distinct(Push.body_id)))
    count = db.session.scalar(wanted.where(Push.entry_id == change.entry_id))
    if not count:
        return None
    family = "LOCAL-REMOVE" if change.kind is Change.EXPIRED else changes.NOTING
    term, duty = lasting(family, local_day(change.at)), DUTIES.get(change.kind, "知悉")
    return f"变动已经通知曾接收该名单信息的全部单位（共{count}家），各单位应当在{term}内{duty}。"


def _until(change: EntryChange) -> date | None:
    return change.entry.until if change.kind is Change.EXPIRED else None


def draft_notices(*, at: datetime) -> int:
    """Draft the notice of every change that no decision told its subject of; returns how many.

    A named person signs them, one by one or as a batch.
    """
    kind, count = kind_named("entry-change-notice"), 0
    wanted = sa.select(EntryChange).where(NOTICE).options(*kind.load).order_by(EntryChange.id)
    while found := db.session.scalars(wanted.limit(CHUNK)).all():
        count += len(making.draft(kind, found, by=audit.SYSTEM, at=at))
        for change in found:
            change.noticed_on = local_day(at)
        db.session.flush()
    return count


PAPERS = (
    PaperKind(
        name="entry-change-notice",
        title=_l("名单事项变动告知书"),
        mark="BD",
        model=EntryChange,
        issuer=lambda change: change.entry.initiated_by_id,
        url=lambda change: url_for("sanctions.entry", number=change.entry_id),
        fields={
            "单位名称": lambda change: change.subject.name,
            "名单名称": lambda change: LIST_NAMES[change.entry.kind],
            "名单编号": lambda change: change.entry.ref,
            "列入日期": lambda change: change.entry.listed_on,
            "列入依据": lambda change: cited(change.entry.legal_basis),
            "本地依据": nothing,
            "变动日期": lambda change: local_day(change.at),
            "变动事项": lambda change: change.words,
            "变动文书": _document,
            "届满日期": _until,
            "变动效力": lambda change: EFFECTS[change.kind],
            "接收单位办理": _receivers,
            "异议受理单位": to_the_office,
        },
        load=(joinedload(EntryChange.entry).joinedload(ListEntry.subject),),
    ),
)
