"""Whom a body supervises, and what evaluations say of whom, from tables."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL, Permission
from integrity.credit.grading.models import (
    EVALUATION_NAMES,
    FIELD_NAMES,
    Evaluation,
    EvaluationKind,
    Supervised,
    SupervisedField,
)
from integrity.files.columns import Head
from integrity.files.imports import BadValue, Importer, Loaded, Row, update
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind

UNKNOWN = _l("没有登记该代码的主体，请核对。")
FIELDS = {name: str(field) for field, name in FIELD_NAMES.items()}
KINDS = {name: str(kind) for kind, name in EVALUATION_NAMES.items()}
CODE = Head("code", _l("信用主体的统一社会信用代码"), _l("须已登记。"), "", True)
BODY = Head("body", _l("监管单位"), _l("名称或者代码；本单位的不填。"))
SUPERVISED = (
    CODE,
    Head("field", _l("监管领域"), FIELDS, "", True),
    Head("since", _l("自何日起"), _l("开始监管的日期。"), "2026-01-01", True),
    Head("until", _l("最后一日"), _l("仍在监管的不填。")),
    BODY,
)
EVALUATIONS = (
    CODE,
    Head("kind", _l("评价种类"), KINDS, "", True),
    Head("field", _l("监管领域"), FIELDS, _l("综合评价填其他领域。"), True),
    Head("grade", _l("评价等级"), _l("按评价文件的写法，例如 A 或 优。"), "A", True),
    Head("issuer", _l("评价单位"), _l("作出评价的单位或者机构。"), "", True),
    Head("on", _l("评价日期"), _l("评价结果公布的日期。"), "2026-01-01", True),
    Head("until", _l("有效期至"), _l("没有规定的不填。")),
)


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The subjects of a batch, and what is known of them."""
    found = subjects.by_words([row[name] for row in rows for name in ("code", "body")])
    ids = {subject.id for subject in found.values()}
    held = sa.select(Supervised).where(Supervised.subject_id.in_(ids))
    said = sa.select(Evaluation).where(Evaluation.subject_id.in_(ids))
    return {
        "subjects": found,
        "held": {(s.body_id, s.field, s.subject_id): s for s in db.session.scalars(held)},
        "said": {(e.subject_id, e.kind, e.field, e.on): e for e in db.session.scalars(said)},
    }


def load_supervised(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Enter whom a body supervises in a field, or until when; raises BadValue."""
    subject, body_id = _subject(row), _body(row, by)
    field = row.choice("field", SupervisedField, FIELD_NAMES)
    days = {"since": row.day("since"), "until": row.day("until")}
    _demand_order("until", days["since"], days["until"])
    place = (body_id, field, subject.id)
    found = row.known["held"].get(place)
    if found is not None:
        return update(row, found, days, by=by, at=at)
    made = Supervised(body_id=body_id, field=field, subject_id=subject.id, **days)
    row.known["held"][place] = made
    db.session.add(made)
    return Loaded.ADDED


def load_evaluation(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Enter what an evaluation says of a subject from a day on; raises BadValue."""
    subject = _subject(row)
    kind = row.choice("kind", EvaluationKind, EVALUATION_NAMES)
    field = row.choice("field", SupervisedField, FIELD_NAMES)
    on = row.day("on")
    if on is None or on > local_day(at):
        raise BadValue("on", _("评价日期不能在今天以后。"))
    until = row.day("until")
    _demand_order("until", on, until)
    said = {"grade": row.text("grade", 40), "issuer": row["issuer"], "until": until}
    place = (subject.id, kind, field, on)
    found = row.known["said"].get(place)
    if found is not None and found.issuer != said["issuer"]:
        raise BadValue("issuer", _("同一日已有其他单位的评价，不能改写。"))
    if found is not None:
        return update(row, found, said, by=by, at=at)
    made = Evaluation(subject_id=subject.id, kind=kind, field=field, on=on, **said)
    row.known["said"][place] = made
    db.session.add(made)
    return Loaded.ADDED


def _subject(row: Row) -> Subject:
    subject = cells.named(row, "code", UNKNOWN)
    if subject.kind is SubjectKind.PERSON:
        raise BadValue("code", _("自然人不在分级监管的范围内。"))
    return subject


def _body(row: Row, by: Any) -> int:
    """For whom a row is: one's own body, or any that the office or the command line names."""
    named = cells.named(row, "body") if row["body"] else None
    own: int | None = getattr(by, "body_id", None)
    for_all = own is None or getattr(by, "role", None) in REACH_ALL
    if for_all and named is None:
        raise BadValue("body", _("请填写监管单位。"))
    if not for_all and named is not None and named.id != own:
        raise BadValue("body", _("只能填写本单位。"))
    found = named.id if named else own
    assert found is not None
    return found


def _demand_order(column: str, first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise BadValue(column, _("最后一日不能早于开始日期。"))


IMPORTERS = {
    "supervised-subjects": Importer(
        title=_l("分级监管对象"),
        heads=SUPERVISED,
        load=load_supervised,
        key=("code", "field", "body"),
        prepare=prepare,
        permission=Permission.MEASURES_DRAFT,
        model=Supervised,
    ),
    "credit-evaluations": Importer(
        title=_l("信用评价结果"),
        heads=EVALUATIONS,
        load=load_evaluation,
        key=("code", "kind", "field", "on"),
        prepare=prepare,
        permission=Permission.MEASURES_DRAFT,
        model=Evaluation,
    ),
}
