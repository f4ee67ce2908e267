"""Pledges from and to tables: long lists of approval authorities, and what checks found of them.

A row is registered once under its external_id; its words and days are never changed by a file. A
row that also has an outcome is checked by the same verbs as on the pages.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.audit import service as audit
from integrity.db import db
from integrity.imports import BadValue, Importer, Loaded, Row
from integrity.pledges import registrations, service
from integrity.pledges.errors import AlreadyRegistered
from integrity.pledges.models import Pledge, PledgeKind, PledgeOutcome
from integrity.subjects import service as subjects
from integrity.subjects.models import Subject

SOURCE = "file"
REQUIRED = ("external_id", "subject", "kind", "title", "text", "pledged_on")
FOUND = ("outcome", "fact_on", "second_source", "reasons")
COLUMNS = (
    *REQUIRED, "subject_name", "received_by", "matter", "due_on", "valid_until", "public",
    "source", *FOUND,
)  # fmt: skip


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
        "kind": row.choice("kind", PledgeKind),
        "title": row["title"],
        "text": row["text"],
        "matter": row["matter"],
        "pledged_on": row.day("pledged_on"),
        "due_on": row.day("due_on"),
        "valid_until": row.day("valid_until"),
        "public": row.flag("public") if row["public"] else True,
        "received_by": _receiver(row),
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
    if any(getattr(known, name) != value for name, value in wanted.items()):
        raise AlreadyRegistered(_("该编号的承诺已经以其他内容登记；承诺的内容和日期不能更改。"))
    return Loaded.UPDATED if _take_over(row, known, by, at) else Loaded.UNCHANGED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every pledge, with the columns in which it can be imported again."""
    wanted = sa.select(Pledge).options(joinedload(Pledge.subject), joinedload(Pledge.received_by))
    wanted = wanted.order_by(Pledge.id).execution_options(yield_per=1000)
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
    outcome, fact_on = row.choice("outcome", PledgeOutcome), row.day("fact_on")
    dated = outcome is not PledgeOutcome.WITHDRAWN  # the day of a withdrawal is the system's own
    if pledge.outcome is outcome and (not dated or fact_on in (None, pledge.fact_on)):
        return False
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
        raise BadValue("subject", _("没有这个企业或者社会组织；新的请填写统一社会信用代码和名称。"))
    row.known["subjects"][row["subject"]] = found
    return found


def _receiver(row: Row) -> Subject | None:
    found: Subject | None = row.known["subjects"].get(row["received_by"])
    if row["received_by"] and found is None:
        raise BadValue(
            "received_by", _("没有这个单位，或者有多个单位同名；请填写统一社会信用代码。")
        )
    return found


IMPORTERS = {
    "pledges": Importer(
        columns=COLUMNS,
        required=REQUIRED,
        load=load,
        key=("source", "external_id"),
        prepare=prepare,
        dump=dump,
    )
}
