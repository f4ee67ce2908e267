"""Bodies, enterprises and organisations in and out of tables; persons never pass through here."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.audit import service as audit
from integrity.db import db
from integrity.imports import BadValue, Importer, Loaded, Row
from integrity.permissions import Permission
from integrity.subjects import identifiers, service
from integrity.subjects.models import KIND_NAMES, Subject, SubjectKind
from integrity.subjects.names import key

COLUMNS = ("kind", "name", "uscc", "area", "code_is_example")
HELP = {
    "kind": {k: name for k, name in KIND_NAMES.items() if k is not SubjectKind.PERSON},
    "name": _l("全称，与登记证书一致。"),
    "uscc": _l("统一社会信用代码，18 位；机关没有代码的可以不填。"),
    "area": _l("所在区域，例如：济南高新区。"),
    "code_is_example": _l("示例代码填 true；真实代码不填。"),
}


def prepare(rows: Sequence[Row]) -> dict[str, Subject]:
    """The subjects that a batch names, by code, or by name where it has none."""
    codes = {identifiers.normalised(row["uscc"]) for row in rows if row["uscc"]}
    names = {row["name"] for row in rows if not row["uscc"]}
    found = db.session.scalars(
        sa.select(Subject).where(
            sa.or_(Subject.uscc.in_(codes), Subject.uscc.is_(None) & Subject.name.in_(names)),
            Subject.kind != SubjectKind.PERSON,
        )
    )
    return {subject.uscc or subject.name: subject for subject in found}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Register a subject, or bring its name and area up to date; its kind never changes."""
    kind = row.choice("kind", SubjectKind, KIND_NAMES)
    if kind is SubjectKind.PERSON:
        raise BadValue("kind", _("自然人不能成批导入。"))
    code = identifiers.normalised(row["uscc"]) or None
    if code and not identifiers.is_uscc(code):
        raise BadValue("uscc", _("统一社会信用代码不正确，请核对。"))
    example = row.flag("code_is_example")
    found = row.known.get(code or row["name"])
    if found is None:
        subject = service.unsaved(kind, row["name"], code, row["area"], example)
        db.session.add(subject)
        row.known[code or row["name"]] = subject
        return Loaded.ADDED
    if found.kind is not kind:
        raise BadValue("kind", _("此代码已登记为另一类主体。"))
    new = {"name": row["name"], "area": row["area"], "code_is_example": example}
    old = {name: getattr(found, name) for name in new}
    if new == old:
        return Loaded.UNCHANGED
    for name, value in new.items():
        setattr(found, name, value)
    found.key = key(found.name)
    audit.write(found, "update", by=by, at=at, old=old)
    return Loaded.UPDATED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every subject but persons."""
    wanted = sa.select(Subject).where(Subject.kind != SubjectKind.PERSON).order_by(Subject.id)
    for subject in db.session.scalars(wanted.execution_options(yield_per=1000)):
        row = {column: getattr(subject, column) for column in COLUMNS}
        yield row | {"code_is_example": str(subject.code_is_example).lower()}


IMPORTERS = {
    "subjects": Importer(
        columns=COLUMNS,
        required=("kind", "name"),
        load=load,
        key=("uscc",),
        prepare=prepare,
        dump=dump,
        model=Subject,
        title=_l("单位和企业"),
        permission=Permission.IMPORT,
        help=HELP,
    )
}
