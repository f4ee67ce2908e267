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
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.files.rows import may
from integrity.pages.fields import differences, heads, read, written
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject
from integrity.streams.pledges import registrations, service
from integrity.streams.pledges.errors import AlreadyRegistered
from integrity.streams.pledges.fields import CONTENT, FIELDS, SOURCE
from integrity.streams.pledges.models import OUTCOME_NAMES, Pledge, PledgeOutcome
from integrity.streams.pledges.permissions import PledgesPermission

FOUND = ("outcome", "fact_on", "second_source", "reasons")
TAKEN_OVER = ("outcome", "fact_on")
"""What of a stored pledge a row may change."""


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
    """Register one row, or take over what was found of it; other words or days are refused.

    Raises AlreadyRegistered.
    """
    key = (row["source"] or SOURCE, row["external_id"])
    subject = _subject(row)
    content = read(CONTENT, row) | {"received_by": _receiver(row, by)}
    known = row.known["pledges"].get(key)
    if known is None:
        pledge = service.register(
            subject, **content, by=by, at=at, source=key[0], external_id=key[1]
        )
        row.known["pledges"][key] = pledge
        _take_over(row, pledge, by, at)
        return Loaded.ADDED
    if differences(FIELDS, known, content | {"subject": subject}, row):
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
    return (written(FIELDS, pledge) for pledge in db.session.scalars(wanted))


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
        heads=heads(FIELDS),
        load=load,
        key=("source", "external_id"),
        prepare=prepare,
        dump=dump,
        title=_l("企业信用承诺"),
        permission=PledgesPermission.REGISTER,
        own=own,
    )
}
