"""Complaints that others took, by a hotline for one, from a table.

Who complained stays with whoever took it: no column holds a name or a way to reach anybody, nobody
gets a receipt, and the result is told there. A row is known by its source and its number there;
the same row again changes nothing, and one with other words is refused.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.casework.informants import receipts
from integrity.casework.streams import named
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.pages.fields import DAY, FILE, Field, choice, heads, read, text
from integrity.people.subjects import cells
from integrity.people.subjects.fields import PARTY
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.people.subjects.service import by_words
from integrity.streams.complaints import intake, service
from integrity.streams.complaints.models import Complaint, ComplaintKind, ComplaintState
from integrity.streams.complaints.permissions import ComplaintsPermission

KIND_WORDS = {
    ComplaintKind.COMPLAINT: _l("投诉"),
    ComplaintKind.REPORT: _l("举报"),
    ComplaintKind.RETALIATION: _l("打击报复举报"),
}
# fmt: off
FIELDS = (
    Field(
        "source", _l("来源系统"), text(40), FILE,
        help=_l("受理渠道，例如：12345热线。反映人由该渠道回访。"), required=FILE,
        also=("来源", "受理渠道", "渠道"),
    ),
    Field(
        "external_id", _l("来源编号"), text(80), FILE,
        help=_l("该渠道的工单编号，同一渠道内不重复；再次导入时据此识别。"), required=FILE,
        also=("工单编号", "工单号"),
    ),
    Field("kind", _l("类型"), choice(ComplaintKind, KIND_WORDS), FILE, required=FILE),
    Field("body", _l("反映哪个单位"), PARTY, FILE, required=FILE, also=("单位", "被反映单位")),
    Field(
        "text", _l("反映的内容"), text(5000), FILE,
        help=_l("不得填写反映人的姓名、联系方式和其他能认出本人的信息。"), required=FILE,
        also=("内容", "诉求内容", "反映内容"),
    ),
    Field(
        "filed_on", _l("反映日期"), DAY, FILE, help=_l("不填为导入当天。"),
        also=("受理时间", "受理日期", "反映时间"),
    ),
    Field(
        "about", _l("所反映的事项"), on=FILE,
        help=_l("所反映事项的编号，例如：commitments:CN2026-0001；没有的不填。"),
    ),
)
"""A complaint, as the file of another channel has it."""
# fmt: on


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """What a batch names: the bodies, the items, and the complaints that are known by its keys."""
    keys = {_once(row) for row in rows}
    known = db.session.execute(
        sa.select(Complaint.once, Complaint.subject_id, Complaint.text, Complaint.erased_on).where(
            Complaint.once.in_(keys)
        )
    )
    return {
        "subjects": by_words(row["body"] for row in rows),
        "items": _items(row["about"] for row in rows if row["about"]),
        "known": {once: tuple(rest) for once, *rest in known},
        "accept_by": cache(service.FLOW.steps[ComplaintState.RECEIVED].due),
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Take one complaint; the office accepts or refuses it like any other. Raises BadValue."""
    said, body = read(FIELDS, row), _body(row)
    found = row.known["known"].get(_once(row))
    if found is not None:
        subject_id, text, erased_on = found
        if erased_on is None and (subject_id, text) != (body.id, row["text"]):
            raise BadValue("external_id", _("这个工单已经登记，内容不同；登记后不能由导入修改。"))
        return Loaded.UNCHANGED
    filed_on = said["filed_on"] or clock.local_day(at)
    if filed_on > clock.local_day(at):
        raise BadValue("filed_on", _("日期 %(day)s 还没有到。", day=filed_on))
    complaint = intake.unfiled(
        said["kind"],
        body.id,
        row["text"],
        about=_about(row),
        at=at if filed_on == clock.local_day(at) else clock.at(filed_on, 9),
    )
    complaint.step_since = clock.local_day(at)  # others had it before; the office has it today
    complaint.step_due_on = row.known["accept_by"](complaint.step_since)
    complaint.secret_hash, complaint.once = receipts.nobody(), _once(row)
    complaint.source, complaint.external_id = row["source"], row["external_id"]
    db.session.add(complaint)
    row.known["known"][_once(row)] = (body.id, row["text"], None)
    return Loaded.ADDED


def _once(row: Row) -> str:
    """The key of a row: it fits the column that makes a repeated post one complaint.

    Width and spaces make no other ticket: they depend on who typed it.
    """
    source, number = (_typed_plainly(row[name]) for name in ("source", "external_id"))
    return sha256(f"{source}\n{number}".encode()).hexdigest()[:40]


def _typed_plainly(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _items(words: Iterable[str]) -> set[tuple[str, str]]:
    """Which of these `stream:ref` there are, one query a stream."""
    asked: dict[str, set[str]] = defaultdict(set)
    for word in words:
        stream, _colon, ref = word.partition(":")
        asked[stream].add(ref)
    found: set[tuple[str, str]] = set()
    for name, refs in asked.items():
        try:
            model = named(name).model
        except NotFound:
            continue
        known = db.session.scalars(sa.select(model.ref).where(model.ref.in_(refs)))
        found |= {(name, ref) for ref in known}
    return found


def _about(row: Row) -> tuple[str, str] | None:
    if not row["about"]:
        return None
    stream, _colon, ref = row["about"].partition(":")
    if (stream, ref) not in row.known["items"]:
        raise BadValue("about", _("没有这个编号的事项。"))
    return stream, ref


def _body(row: Row) -> Subject:
    found = cells.named(row, "body")
    if found.kind is not SubjectKind.BODY:
        raise BadValue("body", _("不是机关事业单位。"))
    return found


IMPORTERS = {
    "complaints": Importer(
        heads=heads(FIELDS),
        load=load,
        key=("source", "external_id"),
        prepare=prepare,
        model=Complaint,
        title=_l("其他渠道受理的投诉举报"),
        permission=ComplaintsPermission.HANDLE,
    )
}
