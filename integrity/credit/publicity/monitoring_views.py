"""双公示 by month and quarter: every body's figures, the items behind each, and the bulletins."""

from typing import Any

import sqlalchemy as sa
from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires
from integrity.casework.documents.giving import download
from integrity.credit.publicity import bulletins, figures, papers
from integrity.credit.publicity.blueprint import bp
from integrity.credit.publicity.figures import Period
from integrity.credit.publicity.made_models import PublicityBulletin
from integrity.credit.publicity.made_views import table_of
from integrity.credit.publicity.models import LAYOUT_NAMES, Posting, PostingFile
from integrity.pages.form_pages import form_page
from integrity.pages.forms import FilterForm, PostForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject

P = Permission
MEANING = _l(
    "应报：最后公示日在本期内的决定。上报率＝已公示÷（已公示＋未公示）；"
    "迟报率＝超过七个工作日公示的÷已公示；合规率＝通过检查的行÷本期报送的总行数。"
    "未公示的，是业务系统、抽查或者单位登记作出、期限已过仍没有公示的决定，核实不予公示的除外。"
)


class PeriodForm(FilterForm):
    period = SelectField(
        _l("期间"), choices=lambda: [(p.name, p.title) for p in figures.periods(clock.today())]
    )


@bp.get("/monitoring/")
@requires(P.POSTINGS_KEEP)
def monitoring() -> ResponseReturnValue:
    """The figures of a period: of every body for the office, of one's own for a body."""
    within, today = _period(), clock.today()
    rows = figures.by_body(within, today)
    if current_user.role not in REACH_ALL:
        rows = rows.where(Subject.id == (current_user.body_id or 0))
    acts = [Button(_("应当公示的决定"), url_for("publicity.calendar"))]
    acts.append(Button(_("双公示通报"), url_for("publicity.bulletin_index")))
    if current_user.can(P.POSTINGS_OVERSEE):
        address = url_for("publicity.new_bulletin", period=within.name)
        acts.insert(0, Button(_("编发通报"), address, primary=True))
    table = Table(
        title=_("双公示监测：%(period)s", period=within.title),
        name="publicity-monitoring",
        rows=rows,
        entities=False,
        columns=_columns(within),
        link=lambda row: _items(row, "missing" if row.missing else "reported", within),
        search=(Subject.name,),
        filters=PeriodForm,
        order=(Subject.id,),
        empty=_("本期没有应当公示的决定，也没有报送。"),
    )
    return table.respond(acts=acts, intro=MEANING)


def _columns(within: Period) -> list[Column]:
    return [
        Column("body", _("单位"), lambda row: row.name, sort=Subject.name),
        Column("due", _("应报"), lambda row: row.reported + row.missing, align="right"),
        Column("reported", _("已公示"), lambda row: row.reported, align="right"),
        Column("missing", _("未公示"), lambda row: row.missing, align="right"),
        Column("late", _("迟报"), lambda row: row.late, align="right"),
        Column("rows", _("报送行数"), lambda row: row.rows, align="right"),
        Column("refused", _("未通过行数"), lambda row: row.refused, align="right"),
        Column("rate", _("上报率"), lambda row: figures.rates(row)[0], align="right"),
        Column("late_rate", _("迟报率"), lambda row: figures.rates(row)[1], align="right"),
        Column("conforming", _("合规率"), lambda row: figures.rates(row)[2], align="right"),
    ]


@bp.get("/monitoring/<int:body>/<figure>")
@requires(P.POSTINGS_KEEP)
def monitored(body: int, figure: str) -> ResponseReturnValue:
    """The items behind one figure of one body."""
    within, found = _period(), db.session.get(Subject, body)
    mine = current_user.role in REACH_ALL or current_user.body_id == body
    if found is None or not mine or figure not in figures.NAMES:
        raise NotFound
    table = TABLES[figure](within, body)
    table.title = _("%(body)s：%(period)s", body=found.name, period=within.title)
    acts = [Button(name, _items(found, key, within)) for key, name in TITLES.items()]
    return table.respond(acts=acts, intro=TITLES[figure])


TITLES = {
    "missing": _l("未公示"),
    "late": _l("迟报"),
    "reported": _l("已公示"),
    "refused": _l("本期报送的文件"),
}


def _postings(condition: sa.ColumnElement[bool], body: int) -> Table:
    return Table(
        title="",
        name="publicity-items",
        rows=sa.select(Posting).where(condition, Posting.body_id == body),
        link=lambda row: url_for("publicity.item", number=row.id),
        columns=[
            Column("number", _("决定文号"), lambda row: row.number),
            Column("layout", _("信息类别"), lambda row: LAYOUT_NAMES[row.layout]),
            Column("decided", _("决定日期"), lambda row: row.decided_on),
            Column("due", _("应当公示的最后一天"), lambda row: row.due_on, sort=Posting.due_on),
            Column("on", _("公示日期"), lambda row: row.on, sort=Posting.on),
        ],
        order=(Posting.due_on, Posting.id),
        empty=_("没有符合条件的决定。"),
    )


def _missing(within: Period, body: int) -> Table:
    return table_of(figures.missing(within, clock.today()), body)


def _files(within: Period, body: int) -> Table:
    mine = sa.and_(figures.sent(within, clock.today()), PostingFile.body_id == body)
    return Table(
        title="",
        name="publicity-items",
        rows=sa.select(PostingFile).where(mine),
        link=lambda row: url_for("publicity.submission", number=row.id),
        columns=[
            Column("ref", _("回执编号"), lambda row: row.ref),
            Column("at", _("报送时间"), lambda row: i18n.moment(row.at)),
            Column("rows", _("总行数"), lambda row: row.rows, align="right"),
            Column("refused", _("未通过"), lambda row: row.refused, align="right"),
        ],
        order=(PostingFile.id.desc(),),
        empty=_("没有报送记录。"),
    )


TABLES = {
    "reported": lambda p, body: _postings(figures.posted(p, clock.today()), body),
    "late": lambda p, body: _postings(figures.late(p, clock.today()), body),
    "missing": _missing,
    "refused": _files,
}


@bp.get("/bulletins/")
@requires(P.POSTINGS_KEEP)
def bulletin_index() -> ResponseReturnValue:
    """What was stated of each period."""
    table = Table(
        title=_("双公示通报"),
        name="publicity-bulletins",
        rows=sa.select(PublicityBulletin),
        link=lambda row: url_for("publicity.bulletin", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("period", _("期间"), lambda row: figures.period(row.period).title),
            Column("on", _("数据截止日"), lambda row: row.on, sort=PublicityBulletin.on),
            Column("by", _("编发人"), lambda row: row.by_name),
        ],
        order=(PublicityBulletin.id.desc(),),
        empty=_("还没有编发通报。"),
    )
    return table.respond()


@bp.get("/bulletins/<int:number>.pdf")
@requires(P.POSTINGS_KEEP)
def bulletin(number: int) -> ResponseReturnValue:
    """A bulletin as a paper."""
    found = db.session.get(PublicityBulletin, number)
    if found is None:
        raise NotFound
    return download(papers.bulletin(found))


@bp.route("/bulletins/new", methods=["GET", "POST"])
@requires(P.POSTINGS_OVERSEE)
def new_bulletin() -> ResponseReturnValue:
    """Freeze the figures of a period as they are today, for every body to read."""
    within, form = _period(), PostForm()

    def make() -> str:
        bulletins.make(within, by=current_user, at=clock.now())
        return url_for("publicity.bulletin_index")

    return form_page(
        form, make, heading=_("编发通报"), submit=_("编发"),
        intro=_("%(period)s，数据截至今天。编发以后不再改动；有变化的，另行编发。",
                period=within.title),
        back=url_for("publicity.monitoring", period=within.name),
        done=_("已编发。"),
    )  # fmt: skip


def _period() -> Period:
    return figures.period(request.args.get("period") or f"{clock.today():%Y-%m}")


def _items(row: Any, figure: str, within: Period) -> str:
    return url_for("publicity.monitored", body=row.id, figure=figure, period=within.name)
