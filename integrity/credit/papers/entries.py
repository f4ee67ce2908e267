"""The papers of an entry of a list: 告知书, 陈述申辩笔录, 决定书 of every outcome."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.models import Document
from integrity.casework.documents.paper import Table
from integrity.casework.documents.templates import written_day
from integrity.casework.documents.terms import cited, lasting
from integrity.casework.rules import service as rules
from integrity.credit.measures.lists import LIST_NAMES, ListKind
from integrity.credit.papers.usual import guide, measures, nothing, remedies, to_the_office
from integrity.credit.sanctions import service
from integrity.credit.sanctions.flow import FLOW
from integrity.credit.sanctions.models import OUTCOME_NAMES, REMOVAL_NAMES, EntryState, ListEntry
from integrity.credit.sanctions.pushes.models import Push


def _initiator(entry: ListEntry) -> int | None:
    """谁认定、谁负责: its papers are those of the body that leads, None: of the office."""
    return entry.initiated_by_id


def _nominated(entry: ListEntry) -> date:
    return local_day(entry.nominated_at)


def _listed(entry: ListEntry) -> date:
    assert entry.listed_on is not None  # only a listed one has such a paper
    return entry.listed_on


def _record(entry: ListEntry) -> str | None:
    return f"XY{entry.record_id:08d}" if entry.record_id else None


def _document(entry: ListEntry) -> str | None:
    if not entry.document:
        return None
    day = f"（{written_day(entry.document_on)}）" if entry.document_on else ""
    return f"{entry.document_cited}{day}"


def _intended(entry: ListEntry) -> Table | None:
    return measures(service.offered(entry, _nominated(entry)))


def _taken(entry: ListEntry) -> Table | None:
    return measures([attached.measure for attached in entry.attachments])


def _defence(entry: ListEntry) -> str:
    if not entry.statement:
        return "你（单位）在期限内没有提出陈述、申辩。"
    return f"你（单位）提出陈述、申辩：{entry.statement}"


def _why_ended(entry: ListEntry) -> Any:
    if entry.removal_ground:
        return REMOVAL_NAMES[entry.removal_ground]
    return OUTCOME_NAMES[entry.outcome] if entry.outcome else ""


def _receivers(entry: ListEntry) -> str:
    mine = sa.select(sa.func.count(sa.distinct(Push.body_id))).where(Push.entry_id == entry.id)
    return str(db.session.scalar(mine) or 0)


def begin(things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime) -> None:
    """From the day on which the notice was served the subject may speak for so long."""
    untold = (ListEntry.id.in_(things), ListEntry.notified_on.is_(None))
    for entry in db.session.scalars(sa.select(ListEntry).where(*untold)).all():
        entry.notified_on = on
        entry.statement_due = rules.due("LOCAL-HEARING", on).due_on
        entry.step_due_on = FLOW.steps[EntryState.NOTIFIED].due(entry.statement_due)


def _was_told(entry: ListEntry) -> bool:
    """Whether a notice went out: who was never told is told nothing now."""
    notice = (Document.thing == ListEntry.__tablename__, Document.thing_id == entry.id)
    sent = sa.exists().where(*notice, Document.kind == "listing-notice", Document.ref.is_not(None))
    return entry.notified_on is not None or bool(db.session.scalar(sa.select(sent)))


def _url(entry: ListEntry) -> str:
    return url_for("sanctions.entry", number=entry.id)


ABOUT = {
    "单位名称": lambda entry: entry.subject.name,
    "名单名称": lambda entry: LIST_NAMES[entry.kind],
    "列入依据": lambda entry: cited(entry.legal_basis),
    "本地依据": nothing,
    "事实和理由": lambda entry: entry.reasons,
    "信用记录": _record,
    "认定文书": _document,
}
HEARD = {
    "告知送达日期": lambda entry: entry.notified_on,
    "陈述申辩截止日期": lambda entry: entry.statement_due,
    "陈述申辩情况": _defence,
}
LOAD = (joinedload(ListEntry.subject), joinedload(ListEntry.initiator))
PAPERS = (
    PaperKind(
        name="listing-notice",
        title=_l("拟列入名单告知书"),
        mark="LG",
        model=ListEntry,
        issuer=_initiator,
        url=_url,
        fields=ABOUT
        | {
            "列入期限": nothing,
            "措施": _intended,
            "陈述申辩期限": lambda entry: lasting("LOCAL-HEARING", _nominated(entry)),
            "听证期限": lambda entry: lasting("LOCAL-HEARING-ASK", _nominated(entry)),
        },
        served=begin,
        must_be_opened=True,
        load=LOAD,
    ),
    PaperKind(
        name="defence-record",
        title=_l("陈述申辩笔录"),
        mark="BL",
        model=ListEntry,
        issuer=_initiator,
        url=_url,
        fields={
            "单位名称": lambda entry: entry.subject.name,
            "列入依据": lambda entry: cited(entry.legal_basis),
            "本地依据": nothing,
            "案由": lambda entry: f"拟列入{LIST_NAMES[entry.kind]}",
            "告知书": lambda entry: f"拟列入{LIST_NAMES[entry.kind]}告知书",
            "告知送达日期": lambda entry: entry.notified_on,
            "时间": lambda entry: entry.stated_at and local_day(entry.stated_at),
            "地点": nothing,
            "到场人": nothing,
            "听取人": nothing,
            "记录人": nothing,
            "回避情况": nothing,
            "陈述申辩内容": lambda entry: entry.statement,
            "提交材料": nothing,
        },
        applies=lambda entry: bool(entry.statement),
        why="其他情况",
        load=LOAD,
    ),
    PaperKind(
        name="listing-decision",
        title=_l("列入名单决定书"),
        mark="LJ",
        model=ListEntry,
        issuer=_initiator,
        url=_url,
        fields=ABOUT
        | HEARD
        | remedies(_listed)
        | {
            "认定理由": lambda entry: f"{entry.first_reasons}\n{entry.second_reasons}",
            "认定人": lambda entry: entry.first_decider and entry.first_decider.name,
            "复核人": lambda entry: entry.second_decider and entry.second_decider.name,
            "列入日期": _listed,
            "列入截止日期": lambda entry: entry.until or "移出之日",
            "期限依据": lambda entry: cited(entry.until_basis) or "无固定期限",
            "措施": _taken,
            "异议受理单位": to_the_office,
        },
        load=LOAD,
    ),
    PaperKind(
        name="listing-repair-guide",
        text="repair-guide",
        title=_l("信用修复告知书（名单）"),
        mark="LZ",
        model=ListEntry,
        issuer=_initiator,
        url=_url,
        fields=guide(_listed)
        | {
            "单位名称": lambda entry: entry.subject.name,
            "本地依据": nothing,
            "决定书名称": lambda entry: f"列入{LIST_NAMES[entry.kind]}决定书",
            "决定书编号": lambda entry: f"{written_day(_listed(entry))}列入",
            "等级": lambda entry: LIST_NAMES[entry.kind],
            "公示期限": lambda entry: entry.until and f"至{written_day(entry.until)}",
            "可申请日期": nothing,
            "不可修复说明": nothing,
        },
        applies=lambda entry: entry.kind is not ListKind.RED,
        load=LOAD,
    ),
    PaperKind(
        name="not-listing-decision",
        title=_l("不予列入名单决定书"),
        mark="BJ",
        model=ListEntry,
        issuer=_initiator,
        url=_url,
        fields=ABOUT | HEARD,
        applies=_was_told,
        why="认定理由",
        load=LOAD,
    ),
    PaperKind(
        name="removal-decision",
        title=_l("移出名单决定书"),
        mark="YC",
        model=ListEntry,
        issuer=_initiator,
        url=_url,
        fields={name: ABOUT[name] for name in ("单位名称", "名单名称", "本地依据")}
        | {
            "列入日期": _listed,
            "移出依据": lambda entry: cited(entry.legal_basis),
            "移出原因": _why_ended,
            "移出日期": lambda entry: entry.removed_on,
            "移出文书": lambda entry: entry.removal_document,
            "接收单位数": _receivers,
            "停止措施期限": lambda entry: lasting("LOCAL-REMOVE", entry.removed_on),
            "异议受理单位": to_the_office,
        },
        why="移出理由",
        load=LOAD,
    ),
)
