"""The standards as anybody may read them: every approved version, as pages and as files."""

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import joinedload

from evaluations import figures, grades
from evaluations.blueprint import bp
from evaluations.methods import METHOD_NAMES
from evaluations.models import Indicator, Scheme
from evaluations.permissions import EvaluationsPermission
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table


@bp.get("/schemes/", endpoint="schemes")
@public
def list_of_schemes() -> ResponseReturnValue:
    """Every version by which bodies were, are or may be evaluated."""
    acts = []
    if current_user.is_authenticated and current_user.can(EvaluationsPermission.RUN):
        acts.append(Button(_("指标体系修订"), url_for("evaluations.scheme_drafts")))
    table = Table(
        title=_("评价指标体系"),
        name="schemes",
        rows=sa.select(Scheme),
        columns=[
            Column("name", _("名称"), lambda row: row.name),
            Column("code", _("指标体系代码"), lambda row: row.code, sort=Scheme.code),
            Column("version", _("版本"), lambda row: row.version, align="right"),
            Column("basis", _("依据"), lambda row: row.basis),
        ],
        link=lambda row: url_for("evaluations.scheme", code=row.code, version=row.version),
        search=(Scheme.name, Scheme.code),
        order=(Scheme.code, Scheme.version.desc()),
        empty=_("还没有指标体系。"),
    )
    return table.respond(
        acts=acts, intro=_("评价之前，被评价单位可以在这里查看将按哪些指标和权重评分。")
    )


@bp.get("/schemes/<code>/<int:version>")
@public
def scheme(code: str, version: int) -> ResponseReturnValue:
    """The indicators of one version, with the columns by which a file of them comes in."""
    wanted = sa.select(Scheme).where(Scheme.code == code, Scheme.version == version)
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    names = figures.titles()
    table = Table(
        title=_("%(name)s 第 %(v)s 版", name=found.name, v=found.version),
        name=f"scheme-{code}-{version}",
        rows=sa.select(Indicator).where(Indicator.scheme_id == found.id),
        options=(joinedload(Indicator.parent),),
        columns=[
            Column("code", _("指标代码"), lambda row: row.code),
            Column(
                "parent_code", _("上级指标代码"), lambda row: row.parent.code if row.parent else ""
            ),
            Column("name", _("名称"), lambda row: row.name),
            Column("description", _("说明"), lambda row: row.description),
            Column("weight", _("权重"), lambda row: grades.plain(row.weight), align="right"),
            Column("weight_note", _("权重说明"), lambda row: row.weight_note),
            Column("data_source", _("数据来源"), lambda row: row.data_source),
            Column("method", _("评分方法"), lambda row: METHOD_NAMES[row.method]),
            Column("cap", _("最多加、扣多少分"), lambda row: row.cap and grades.plain(row.cap)),
            Column("bars", _("发生的不能评为"), lambda row: row.bars),
            Column("figure", _("得分来源"), lambda row: names.get(row.figure, "")),
            Column("anchors", _("评分标准"), lambda row: row.anchors),
        ],
        search=(Indicator.name, Indicator.code),
        order=(Indicator.position,),
        empty=_("没有符合条件的指标。"),
    )
    back = Button(_("评价指标体系"), url_for("evaluations.schemes"))
    return table.respond(acts=[back], intro=found.basis)
