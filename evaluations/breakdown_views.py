"""All that the totals of a round are made of, as a table and a workbook, and a report per body."""

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import contains_eager, joinedload

from evaluations.blueprint import bp
from evaluations.methods import METHOD_NAMES
from evaluations.models import DONE, Indicator, Result
from evaluations.quality_models import ResultItem
from evaluations.readers import round_or_404, shows_places
from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.casework.documents.giving import download, given
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject


@bp.get("/<ref>/breakdown")
@public
def breakdown(ref: str) -> ResponseReturnValue:
    """Body by body and leaf by leaf, with what the total, grade and place of each body are."""
    found = round_or_404(ref)
    if found.state not in DONE:
        raise NotFound
    places = shows_places(found)
    table = Table(
        title=_("%(name)s：各单位各指标得分", name=found.name),
        name=f"evaluation-{found.ref}-breakdown",
        rows=sa.select(ResultItem)
        .join(ResultItem.result)
        .join(Result.body)
        .join(ResultItem.indicator)
        .where(Result.round_id == found.id),
        options=(
            contains_eager(ResultItem.result).contains_eager(Result.body),
            contains_eager(ResultItem.indicator),
        ),
        columns=[
            Column("body", _("单位"), lambda r: r.result.body.name, sort=Subject.name),
            Column("uscc", _("统一社会信用代码"), lambda r: r.result.body.uscc),
            Column("total", _("总分"), lambda r: r.result.total, align="right"),
            Column("band", _("等级"), lambda r: r.result.band),
            Column("rank", _("名次"), lambda r: r.result.rank if places else None, align="right"),
            Column("code", _("指标代码"), lambda r: r.indicator.code),
            Column("indicator", _("指标"), lambda r: r.indicator.name),
            Column("method", _("评分方法"), lambda r: METHOD_NAMES[r.indicator.method]),
            Column("weight", _("权重"), lambda r: r.weight, align="right"),
            Column("points", _("得分"), lambda r: r.points, sort=ResultItem.points, align="right"),
            Column("given", _("评分机构数"), lambda r: r.given, align="right"),
        ],
        link=lambda r: url_for("evaluations.result", ref=ref, slug=r.result.body.slug),
        search=(Subject.name, Indicator.name),
        order=(Subject.name, Result.id, Indicator.position),
        empty=_("没有符合条件的得分。"),
    )
    back = Button(_("本轮全部结果"), url_for("evaluations.round", ref=ref))
    intro = _("总分可以由各行的得分和权重重新计算。导出的表格供考核主管单位使用。")
    return table.respond(acts=[back], intro=intro)


@bp.get("/<ref>/<slug>/report.<ending>")
@public
def report(ref: str, slug: str, ending: str) -> ResponseReturnValue:
    """The result of one body as a report, for whoever may read it."""
    found = round_or_404(ref)
    wanted = (
        sa.select(Result)
        .join(Result.body)
        .where(Result.round_id == found.id, Subject.slug == slug)
        .options(contains_eager(Result.body), joinedload(Result.round))
    )
    one = db.session.scalars(wanted).first()
    if one is None:
        raise NotFound
    return download(given("evaluation-report", one, clock.today()), ending)
