"""Who has to deliver which item, kept by the office; and the data that was gathered."""

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload
from wtforms.validators import InputRequired

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires
from integrity.credit.catalogue.models import CatalogueItem
from integrity.credit.gatherings import service
from integrity.credit.gatherings.blueprint import bp
from integrity.credit.gatherings.models import GatheredRow, SourceDuty
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import ChosenField, DayField, PostForm, WhyForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.models import Subject

P = Permission


class DutyForm(PostForm):
    code = ChosenField(_l("信息事项"), choices=())
    body = SubjectField(_l("报送单位"))
    since = DayField(_l("自哪一日起负责报送"), validators=[InputRequired(_l("请填写。"))])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        wanted = sa.select(CatalogueItem).where(CatalogueItem.until.is_(None))
        found = db.session.scalars(wanted.order_by(CatalogueItem.code))
        self.code.choices = [(item.code, f"{item.code} {item.name}") for item in found]


@bp.get("/duties/")
@requires(P.MEASURES_READ)
def duties() -> ResponseReturnValue:
    """Which body has to deliver which item."""
    may = current_user.can(P.MEASURES_DECIDE)
    name = sa.select(CatalogueItem.name).where(
        CatalogueItem.code == SourceDuty.code, CatalogueItem.until.is_(None)
    )
    rows = sa.select(SourceDuty, name.scalar_subquery().label("name")).join(SourceDuty.body)
    if current_user.role not in REACH_ALL:
        rows = rows.where(SourceDuty.body_id == (current_user.body_id or 0))
    table = Table(
        title=_("归集责任"),
        name="source-duties",
        rows=rows.where(SourceDuty.ended_on.is_(None)),
        entities=False,
        options=(contains_eager(SourceDuty.body),),
        link=lambda r: url_for("gatherings.end", number=r.SourceDuty.id) if may else None,
        columns=[
            Column("code", _("目录编号"), lambda r: r.SourceDuty.code, sort=SourceDuty.code),
            Column("name", _("信息事项"), lambda r: r.name),
            Column("body", _("报送单位"), lambda r: r.SourceDuty.body.name, sort=Subject.name),
            Column("since", _("开始日期"), lambda r: r.SourceDuty.since, sort=SourceDuty.since),
        ],
        search=(SourceDuty.code, Subject.name),
        order=(SourceDuty.code, SourceDuty.id),
        empty=_("还没有登记归集责任。"),
    )
    new = [Button(_("登记归集责任"), url_for("gatherings.new"), primary=True)] if may else []
    return table.respond(acts=new, intro=_("报送职责由办公室登记和终止，报送单位不能自行终止。"))


@bp.route("/duties/new", methods=["GET", "POST"])
@requires(P.MEASURES_DECIDE)
def new() -> ResponseReturnValue:
    """A body has to deliver an item."""
    form = DutyForm()

    def enter() -> str:
        service.assign(**answers(form), by=current_user, at=clock.now())
        return url_for("gatherings.duties")

    return form_page(
        form, enter, heading=_("登记归集责任"), submit=_("保存"),
        back=url_for("gatherings.duties"), done=_("已登记归集责任。"),
    )  # fmt: skip


@bp.route("/duties/<int:number>/end", methods=["GET", "POST"])
@requires(P.MEASURES_DECIDE)
def end(number: int) -> ResponseReturnValue:
    """A body no longer has to; what it owed stays owed."""
    found = db.session.get(SourceDuty, number)
    if found is None:
        raise NotFound
    form = WhyForm()

    def stop() -> str:
        service.end_duty(found, **answers(form), by=current_user, at=clock.now())
        return url_for("gatherings.duties")

    return form_page(
        form, stop, heading=_("终止归集责任"), intro=f"{found.code} {found.body.name}",
        submit=_("终止"), back=url_for("gatherings.duties"), danger=True,
        done=_("已终止；以前各期没有报送的，仍须报送。"),
    )  # fmt: skip


@bp.get("/rows/")
@requires(P.RECORDS_READ)
def rows() -> ResponseReturnValue:
    """What was gathered: all of it for the office, what it delivered for a body, and for everybody
    what is about themselves."""
    R = GatheredRow  # noqa: N806  a dozen uses of one model
    which: sa.ColumnElement[bool] = sa.true()
    if current_user.role not in REACH_ALL:
        mine = current_user.body_id or 0
        which = sa.or_(R.body_id == mine, R.subject_id == mine)
    found = sa.select(R).join(R.item).join(R.subject).where(R.replaced_at.is_(None), which)
    table = Table(
        title=_("归集的数据"),
        name="gathered-rows",
        rows=found,
        options=(contains_eager(R.item), contains_eager(R.subject), joinedload(R.body)),
        columns=[
            Column("item", _("信息事项"), lambda row: row.item.name),
            Column("version", _("目录版本"), lambda row: row.item.version, align="right"),
            Column("subject", _("主体"), lambda row: row.subject.name, sort=Subject.name),
            Column("content", _("内容"), _content),
            Column("body", _("报送单位"), lambda row: row.body.name),
            Column("at", _("报送时间"), lambda row: row.entered_at, sort=R.entered_at),
        ],
        search=(CatalogueItem.name, Subject.name, Subject.uscc),
        order=(R.id.desc(),),
        empty=_("没有归集的数据。"),
    )
    return table.respond(intro=_("密封的个人信息不显示。内容有误的，请向报送单位提出。"))


def _content(row: GatheredRow) -> str:
    said = [_("%(name)s：%(value)s", name=name, value=v) for name, v in row.content.items()]
    return _("；").join([*said, *([_("另有密封的个人信息")] if row.sealed else [])])
