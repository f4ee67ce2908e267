"""Bodies, enterprises and organisations in and out of tables; persons never pass through here."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.files.columns import Head
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.people.subjects import code_keeping, identifiers, kept_codes, service
from integrity.people.subjects.kept_codes import marked
from integrity.people.subjects.models import (
    KIND_NAMES,
    SIZE_NAMES,
    SIZED,
    Size,
    Subject,
    SubjectKind,
)

KEPT = "导入时核对后登记"
KINDS = {kind: name for kind, name in KIND_NAMES.items() if kind is not SubjectKind.PERSON}
HEADS = (
    Head("kind", _l("类型"), KINDS, required=True, also=("主体类型", "单位类型", "类别")),
    Head(
        "name",
        _l("名称"),
        _l("全称，与登记证书一致。"),
        required=True,
        also=("单位名称", "企业名称", "机构名称", "主体名称", "单位全称"),
    ),
    Head(
        "uscc",
        _l("统一社会信用代码"),
        _l("18 位；机关没有代码的可以不填。"),
        also=("社会信用代码", "信用代码", "统一信用代码", "统一代码", "代码"),
    ),
    Head(
        "code_source",
        _l("代码核对依据"),
        _l("代码校验位不符，或者只有工商注册号、组织机构代码的，写明已与哪份文件逐位核对。"),
        also=("代码依据",),
    ),
    Head("area", _l("所在区域"), _l("例如：济南高新区。"), also=("区域", "所属区域", "行政区划")),
    Head("code_is_example", _l("示例代码"), _l("是否示例代码：是填“是”，真实代码不填。")),
    Head(
        "court",
        _l("法院"),
        _l("是法院的填“是”，不是的填“否”；不填的，名称以“法院”结尾的机关视为法院。"),
    ),
    Head(
        "size",
        _l("企业规模"),
        SIZE_NAMES,
        _l("按统计上大中小微型企业划分办法（国统字〔2017〕213号）；不填的不改变。"),
    ),
)


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The subjects that a batch names, by code, or by name where it has none."""
    codes = {identifiers.normalised(row["uscc"]) for row in rows if row["uscc"]}
    names = {row["name"] for row in rows}
    known = db.session.scalars(
        sa.select(Subject).where(
            sa.or_(Subject.uscc.in_(codes), Subject.name.in_(names)),
            Subject.kind != SubjectKind.PERSON,
        )
    ).all()
    by_code = {s.uscc or s.name: s for s in known if not s.uscc or s.uscc in codes}
    return {
        "known": kept_codes.of(codes - by_code.keys()) | by_code,
        "named": {s.name: s for s in known},
        "words": service.by_words(names),
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Register a subject, or bring its name and area up to date; its kind never changes.

    Raises BadValue.
    """
    kind = row.choice("kind", SubjectKind, KIND_NAMES)
    if kind is SubjectKind.PERSON:
        raise BadValue("kind", _("自然人不能成批导入。"))
    code = identifiers.normalised(row["uscc"]) or None
    odd = _odd(row, code)
    kind, name = _household(row, kind, code)
    example = row.flag("code_is_example")
    said_of_court = {"court": row.flag("court")} if row["court"] else {}
    if said_of_court.get("court") and kind is not SubjectKind.BODY:
        raise BadValue("court", _("只有机关事业单位可以是法院。"))
    said_otherwise = said_of_court | _size(row, kind)
    found = row.known["known"].get(code or row["name"])
    if found is None:
        if not code:
            _demand_unknown(row)
        subject = service.unsaved(kind, name, None if odd else code, row["area"], example)
        for column, value in said_otherwise.items():
            setattr(subject, column, value)
        db.session.add(subject)
        row.known["known"][code or row["name"]] = subject
        if odd and code:
            code_keeping.keep(code, subject, row["code_source"], KEPT, by=by, at=at)
        return Loaded.ADDED
    if found.kind is not kind:
        raise BadValue("kind", _("此代码已登记为另一类主体。"))
    said = {"name": name, "area": row["area"], "code_is_example": example, **said_otherwise}
    changed = row.differences({name: getattr(found, name) for name in said}, said)
    if not changed:
        return Loaded.UNCHANGED
    _update(row, found, {name: said[name] for name in changed}, by, at)
    return Loaded.UPDATED


def _odd(row: Row, code: str | None) -> bool:
    """Whether the code breaks the rule and is kept all the same; raises BadValue where it is not.

    The row must say which paper it was held against, and whoever confirms the file answers for it.
    """
    if not code or identifiers.is_uscc(code):
        return False
    if identifiers.kind_of(code) is None:
        raise BadValue("uscc", identifiers.fault(code))
    if code not in row.known["known"] and not row["code_source"]:
        how = _("确实是真实代码的，请在“代码核对依据”列写明已与哪份文件核对。")
        raise BadValue("uscc", identifiers.fault(code) + how)
    if code not in row.known["known"]:
        row.warnings.append(_("代码 %(code)s 不合编码规则，请再核对一次。", code=marked(code)))
    return True


def _household(row: Row, kind: SubjectKind, code: str | None) -> tuple[SubjectKind, str]:
    """Kind and name as they are kept, with a word where that is not what is written.

    Raises BadValue for a household whose code is none of a household.
    """
    if kind is SubjectKind.HOUSEHOLD and not (code or "").startswith(service.HOUSEHOLDS):
        raise BadValue("uscc", _("个体工商户的统一社会信用代码以 92 开头。"))
    kept = service.kind_by_code(kind, code)
    if kept is not kind:
        row.warnings.append(_("代码以 92 开头，登记为个体工商户。"))
    name = service.kept_name(kept, row["name"])
    if name != row["name"]:
        row.warnings.append(_("名称像是经营者姓名，不予保存；有字号名称的，请填写字号名称。"))
    return kept, name


def _size(row: Row, kind: SubjectKind) -> dict[str, Any]:
    """How large it is, where the row says so; raises BadValue."""
    if not row["size"]:
        return {}
    size = row.choice("size", Size, SIZE_NAMES)
    if size is not Size.UNKNOWN and kind not in SIZED:
        raise BadValue("size", _("只有企业和个体工商户登记企业规模。"))
    return {"size": size}


def _update(row: Row, found: Subject, new: dict[str, Any], by: audit.Actor, at: datetime) -> None:
    if found.merged_into_id:
        raise BadValue("uscc", _("此主体已并入其他主体，不能再更新。"))
    other = row.known["named"].get(row["name"])
    if "name" in new and other not in (None, found):
        row.warnings.append(
            _(
                "“%(name)s”现在是另一主体（%(code)s）的名称：请核对是否错行。",
                name=row["name"],
                code=other.uscc or "—",
            )
        )
    old = {name: getattr(found, name) for name in new}
    if name := new.pop("name", None):
        service.rename(found, name, on=clock.local_day(at))
    for column, value in new.items():
        setattr(found, column, value)
    audit.write(found, "update", by=by, at=at, old=old)


def _demand_unknown(row: Row) -> None:
    """Without a code a name is all there is: one that somebody had before is not a new one."""
    if same := row.known["words"].get(row["name"]):
        raise BadValue(
            "name",
            _(
                "已经登记的“%(name)s”（%(code)s）有或者有过这个名称；请核对，或者填写代码。",
                name=same.name,
                code=same.uscc or "—",
            ),
        )


def dump() -> Iterator[Mapping[str, Any]]:
    """Every subject but persons."""
    wanted = sa.select(Subject).where(Subject.kind != SubjectKind.PERSON).order_by(Subject.id)
    for subject in db.session.scalars(wanted.execution_options(yield_per=1000)):
        row = {head.key: getattr(subject, head.key, "") for head in HEADS}
        yield row | {name: str(row[name]).lower() for name in ("code_is_example", "court")}


IMPORTERS = {
    "subjects": Importer(
        heads=HEADS,
        load=load,
        key=("uscc",),
        called=("name",),
        prepare=prepare,
        dump=dump,
        model=Subject,
        title=_l("单位和企业"),
        permission=Permission.IMPORT,
    )
}
