"""Indicators of a draft from and to tables, by the verb of the page."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from evaluations import drafts, grades
from evaluations.draft_models import SchemeDraft
from evaluations.draft_models import SchemeDraftState as S
from evaluations.methods import METHOD_NAMES, Method
from evaluations.permissions import EvaluationsPermission
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.pages.fields import FILE, Field, Kind, choice, heads, text, written

# fmt: off
FIELDS = (
    Field(
        "scheme", _l("指标体系代码"), text(40), FILE, required=FILE,
        help=_l("正在起草的指标体系的代码。例如：GOV-2026。"),
    ),
    Field("code", _l("指标代码"), text(20), FILE, help=_l("例如：A1。"), required=FILE),
    Field(
        "parent_code", _l("上级指标代码"), text(20), FILE,
        help=_l("一级指标不填。上级写在下级之前。"),
    ),
    Field("name", _l("名称"), text(200), FILE, help=_l("指标的名称。"), required=FILE),
    Field("description", _l("说明"), text(2000), FILE, help=_l("评什么、怎样评。"), required=FILE),
    Field(
        "weight", _l("权重"), Kind(Row.decimal), FILE,
        help=_l("0 到 100；有下级指标的按下级之和计算。"),
    ),
    Field("weight_note", _l("权重说明"), text(200), FILE, help=_l("权重的来由。")),
    Field("data_source", _l("数据来源"), text(200), FILE, help=_l("评分用的资料从哪里来。")),
    Field(
        "method", _l("评分方法"), choice(Method, METHOD_NAMES, empty=Method.RATED), FILE,
        help=_l("不填的是百分制评分。"),
    ),
    Field(
        "cap", _l("最多加、扣多少分"), Kind(Row.decimal), FILE,
        help=_l("只有加分和扣分指标填写。"),
    ),
    Field(
        "bars", _l("发生的不能评为"), text(20), FILE,
        help=_l("只有一票否决指标填写等级名称。例如：优。"),
    ),
    Field(
        "figure", _l("得分来源"), text(40), FILE,
        help=_l("由系统计算的写代码，例如 commitments:environment；由评价机构评分的不填。"),
    ),
    Field(
        "anchors", _l("评分标准"), text(2000), FILE,
        help=_l("每行一个分数和它的含义，例如“100 全部做到”。"),
    ),
)
"""An indicator, as its file has it."""
# fmt: on


def prepare(rows: Sequence[Row]) -> dict[str, SchemeDraft]:
    """The drafts that a batch names, as far as they are being written, by code."""
    wanted = sa.select(SchemeDraft).where(
        SchemeDraft.code.in_({row["scheme"] for row in rows}), SchemeDraft.state == S.DRAFTED
    )
    return {found.code: found for found in db.session.scalars(wanted)}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Put one indicator into a draft. Raises BadValue, Refused."""
    found: SchemeDraft | None = row.known.get(row["scheme"])
    if found is None:
        raise BadValue("scheme", _("没有正在起草的这一指标体系。"))
    for name in ("weight", "cap"):
        if not 0 <= (row.decimal(name) or 0) <= 100:
            raise BadValue(name, _("请填写 0 到 100 之间的数。"))
    said = {field.name: field.kind.read(row, field.name) for field in FIELDS[1:]}
    old = next((one for one in found.indicators if one["code"] == said["code"]), None)
    new = said | {
        "weight": grades.plain(said["weight"] or Decimal(0)),
        "cap": grades.plain(said["cap"]) if said["cap"] else "",
    }
    if old is not None:
        row.differences(old, new)
        if old == new:
            return Loaded.UNCHANGED
    drafts.put_indicator(found, **said, by=by, at=at)
    return Loaded.UPDATED if old else Loaded.ADDED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every indicator of what is being written, with the columns in which it comes in again."""
    wanted = sa.select(SchemeDraft).where(SchemeDraft.state == S.DRAFTED)
    for found in db.session.scalars(wanted.order_by(SchemeDraft.code)):
        for row in found.indicators:
            whole = dict.fromkeys(drafts.COLUMNS, "") | row
            yield written(FIELDS, SimpleNamespace(scheme=found.code, **whole))


IMPORTERS = {
    "indicators": Importer(
        heads=heads(FIELDS),
        load=load,
        key=("scheme", "code"),
        prepare=prepare,
        dump=dump,
        title=_l("指标表"),
        permission=EvaluationsPermission.RUN,
    )
}
