"""Pledges from and to tables: long lists of approval authorities, and what checks found of them.

A row is registered once under its external_id; its words and days are never changed by a file. A
row that also has an outcome is checked by the same verbs as on the pages. On the web a body brings
in what it received itself, and findings only if its account may check.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.files.columns import heads
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.files.rows import may
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject
from integrity.streams.pledges import registrations, service
from integrity.streams.pledges.errors import AlreadyRegistered
from integrity.streams.pledges.models import (
    KIND_NAMES,
    OUTCOME_NAMES,
    Pledge,
    PledgeKind,
    PledgeOutcome,
)
from integrity.streams.pledges.permissions import PledgesPermission

SOURCE = "file"
REQUIRED = ("external_id", "subject", "kind", "title", "text", "pledged_on")
FOUND = ("outcome", "fact_on", "second_source", "reasons")
TAKEN_OVER = ("outcome", "fact_on")
"""What of a stored pledge a row may change."""
COLUMNS = (
    *REQUIRED, "subject_name", "received_by", "matter", "due_on", "valid_until", "public",
    "source", *FOUND,
)  # fmt: skip
HELP: dict[str, Any] = {
    "external_id": _l("本单位业务系统中的编号，同一来源内不重复；再次导入时据此识别。"),
    "subject": _l("承诺人的统一社会信用代码，或者登记的名称；不登记自然人。"),
    "subject_name": _l("承诺人名称；本系统还没有的企业或者社会组织必须填写。"),
    "kind": KIND_NAMES,
    "title": _l("一句话写明承诺事项。请勿写入个人姓名、身份证号码。"),
    "text": _l("承诺书正文。"),
    "pledged_on": _l("承诺日期。例如：2026-03-01。"),
    "received_by": _l("本单位的统一社会信用代码，或者登记的名称。"),
    "matter": _l("审批事项。"),
    "due_on": _l("须证明已履行的期限；持续履行的不填。"),
    "valid_until": _l("有效期至；没有的不填。"),
    "public": _l("不公开的填 false；不填为公开。"),
    "source": _l("来源系统的名称；不填为 file。"),
    "outcome": OUTCOME_NAMES,
    "fact_on": _l("履行或者违背的日期；有核查结果的必须填写。"),
    "second_source": _l("核查依据；有核查结果的必须填写。"),
    "reasons": _l("核查理由；有核查结果的必须填写，将公开。"),
}


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The parties of a batch, and the pledges registered before under its keys."""
    keys = {row["external_id"] for row in rows}
    known = db.session.scalars(
        sa.select(Pledge)
        .where(sa.or_(Pledge.external_id.in_(keys), Pledge.ref.in_(keys)))
        .options(joinedload(Pledge.subject), joinedload(Pledge.received_by))
    )
    words = (row[name] for row in rows for name in ("subject", "received_by") if row[name])
    return {
        "subjects": subjects.by_words(words),
        "pledges": {_key(pledge): pledge for pledge in known},
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Register one row, or take over what was found of it; other words or days are refused."""
    key = (row["source"] or SOURCE, row["external_id"])
    subject = _subject(row)
    content: dict[str, Any] = {
        "kind": row.choice("kind", PledgeKind, KIND_NAMES),
        "title": row["title"],
        "text": row["text"],
        "matter": row["matter"],
        "pledged_on": row.day("pledged_on"),
        "due_on": row.day("due_on"),
        "valid_until": row.day("valid_until"),
        "public": row.flag("public") if row["public"] else True,
        "received_by": _receiver(row, by),
    }
    known = row.known["pledges"].get(key)
    if known is None:
        pledge = service.register(
            subject, **content, by=by, at=at, source=key[0], external_id=key[1]
        )
        row.known["pledges"][key] = pledge
        _take_over(row, pledge, by, at)
        return Loaded.ADDED
    wanted = content | {"subject": subject}
    old = {name: getattr(known, name) for name in wanted}
    for name in ("subject", "received_by"):
        old[name] = old[name] and subjects.became(old[name])
    if row.differences(old, wanted):
        raise AlreadyRegistered(_("该编号的承诺已经以其他内容登记；承诺的内容和日期不能更改。"))
    before = {name: getattr(known, name) for name in TAKEN_OVER}
    if not _take_over(row, known, by, at):
        return Loaded.UNCHANGED
    row.differences(before, {name: getattr(known, name) for name in TAKEN_OVER})
    return Loaded.UPDATED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every pledge, with the columns in which it can be imported again."""
    return _written(sa.true())


def own(user: Any) -> Iterator[Mapping[str, Any]]:
    """The same of what one person's body received."""
    return _written(Pledge.received_by_id == (user.body_id or 0))


def _written(condition: sa.ColumnElement[bool]) -> Iterator[Mapping[str, Any]]:
    wanted = sa.select(Pledge).options(joinedload(Pledge.subject), joinedload(Pledge.received_by))
    wanted = wanted.where(condition).order_by(Pledge.id).execution_options(yield_per=1000)
    for pledge in db.session.scalars(wanted):
        receiver = pledge.received_by
        yield {name: getattr(pledge, name, "") for name in COLUMNS} | {
            "external_id": _key(pledge)[1],
            "source": _key(pledge)[0],
            "subject": pledge.subject.uscc or pledge.subject.name,
            "subject_name": pledge.subject.name,
            "received_by": (receiver.uscc or receiver.name) if receiver else "",
            "public": "true" if pledge.public else "false",
        }


def _take_over(row: Row, pledge: Pledge, by: audit.Actor, at: datetime) -> bool:
    """What a row says was found; False when it says nothing new; raises BadValue, NotAllowed."""
    if not row["outcome"]:
        return False
    outcome = row.choice("outcome", PledgeOutcome, OUTCOME_NAMES)
    fact_on = row.day("fact_on")
    dated = outcome is not PledgeOutcome.WITHDRAWN  # the day of a withdrawal is the system's own
    if pledge.outcome is outcome and (not dated or fact_on in (None, pledge.fact_on)):
        return False
    if not may(by, PledgesPermission.CHECK, pledge):
        raise BadValue("outcome", _("核查结果由有核查权限的人员登记；请留空。"))
    if missing := next((name for name in FOUND if not row[name] and name != "fact_on"), None):
        raise BadValue(missing, _("有核查结果的，必须写明来源和理由。"))
    said: dict[str, Any] = {
        "second_source": row["second_source"],
        "why": row["reasons"],
        "by": by,
        "at": at,
    }
    if not dated:
        service.withdraw(pledge, **said)
        return True
    if fact_on is None:
        raise BadValue("fact_on", _("有核查结果的，必须写明履行或者违背的日期。"))
    find = service.confirm if outcome is PledgeOutcome.KEPT else service.find_broken
    find(pledge, fact_on, **said)
    return True


def _key(pledge: Pledge) -> tuple[str, str]:
    """What an exported row carries; a pledge registered by hand goes by its own number."""
    return pledge.source or SOURCE, pledge.external_id or pledge.ref


def _subject(row: Row) -> Subject:
    found = registrations.whose(row["subject"], row["subject_name"], row.known["subjects"])
    if found is None:
        unknown = _("没有这个企业或者社会组织；新的请填写统一社会信用代码和名称。")
        raise BadValue("subject", cells.missing(row["subject"], unknown))
    cells.understood(row, "subject", found)
    row.known["subjects"][row["subject"]] = found
    return found


def _receiver(row: Row, by: audit.Actor) -> Subject | None:
    found = cells.named(row, "received_by") if row["received_by"] else None
    if not may(by, PledgesPermission.REGISTER, found):
        raise BadValue("received_by", _("只能导入本单位接收的承诺。"))
    return found


IMPORTERS = {
    "pledges": Importer(
        heads=heads(COLUMNS, REQUIRED, HELP),
        load=load,
        key=("source", "external_id"),
        prepare=prepare,
        dump=dump,
        title=_l("企业信用承诺"),
        permission=PledgesPermission.REGISTER,
        own=own,
    )
}
