"""The register of evaluation agencies: contracts, what ties them to bodies, their own record."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from evaluations import agencies
from evaluations.agency_models import Agency, Interest
from evaluations.agreement import standing_apart
from evaluations.blueprint import bp
from evaluations.forms import evaluator_names
from evaluations.permissions import EvaluationsPermission
from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import ChosenField, DayField, PersonField, PostForm
from integrity.pages.items import Button, Item, Link, known
from integrity.pages.tables import Column, Table
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.code_columns import code_column
from integrity.people.subjects.kept_codes import marked
from integrity.people.subjects.models import Subject

READ, RUN = EvaluationsPermission.READ, EvaluationsPermission.RUN
NEEDED = InputRequired(_l("请填写。"))


class AgencyForm(PostForm):
    subject = ChosenField(_l("评价机构"), coerce=int, choices=evaluator_names)
    contract = StringField(_l("委托合同的名称和编号"), validators=[NEEDED, Length(max=200)])
    contract_from = DayField(_l("合同开始日期"), validators=[NEEDED])
    contract_until = DayField(_l("合同截止日期"), validators=[NEEDED])
    contact = PersonField(
        _l("联系人和电话（选填）"),
        why=_l("用于联系评价机构，加密保存"),
        who=_l("领导小组办公室"),
        until=_l("登记新的合同时替换"),
        validators=[Length(max=200)],
    )


class InterestForm(PostForm):
    body = SubjectField(_l("单位"), validators=[InputRequired(_l("请选择单位。"))])
    what = TextAreaField(
        _l("利害关系"),
        description=_l("例如：隶属、投资、正在为该单位提供服务。不写个人姓名。"),
        validators=[NEEDED, Length(max=500)],
    )
    since = DayField(_l("开始日期"), validators=[NEEDED])
    until = DayField(_l("截止日期"), description=_l("没有结束的不填。"))


@bp.get("/agencies/", endpoint="agencies")
@requires(READ)
def agency_list() -> ResponseReturnValue:
    """Who may evaluate, by which contract, and how each has done so far."""
    found = db.session.scalars(sa.select(Agency.subject_id)).all()
    standing = agencies.standings(found, clock.today())

    def of(name: str) -> Any:
        return lambda one: getattr(standing[one.subject_id], name)

    table = Table(
        title=_("评价机构名录"),
        name="evaluation-agencies",
        rows=sa.select(Agency).join(Agency.subject),
        options=(contains_eager(Agency.subject),),
        link=lambda one: url_for("evaluations.agency", number=one.id),
        columns=[
            Column("name", _("评价机构"), lambda one: one.subject.name, sort=Subject.name),
            code_column(lambda one: one.subject.uscc),
            Column("from", _("合同开始日期"), lambda one: one.contract_from),
            Column(
                "until", _("合同截止日期"), lambda one: one.contract_until,
                sort=Agency.contract_until,
            ),
            Column("assigned", _("承担的评价"), of("assigned"), align="right"),
            Column("late", _("逾期提交"), of("late"), align="right"),
            Column("upheld", _("评分被异议改动"), of("upheld"), align="right"),
            Column("removed", _("因异议回避"), of("removed"), align="right"),
        ],
        search=(Subject.name,),
        order=(Subject.name, Agency.id),
        empty=_("还没有登记评价机构。"),
    )  # fmt: skip
    acts = []
    if current_user.can(RUN):
        acts = [Button(_("登记评价机构"), url_for("evaluations.agency_new"), primary=True)]
    return table.respond(acts=acts)


@bp.route("/agencies/new", methods=["GET", "POST"])
@requires(RUN)
def agency_new() -> ResponseReturnValue:
    """Enter an agency, or its next contract."""
    form = AgencyForm()

    def enter() -> str:
        said = answers(form)
        said["subject"] = db.session.get_one(Subject, said["subject"])
        made = agencies.register(**said, by=current_user, at=clock.now())
        return url_for("evaluations.agency", number=made.id)

    return form_page(
        form, enter, heading=_("登记评价机构"), submit=_("登记"),
        back=url_for("evaluations.agencies"),
        intro=_("已经登记的，按新的合同更新。没有登记或者合同到期的机构，不能分配评价任务。"),
    )  # fmt: skip


@bp.get("/agencies/<int:number>")
@requires(READ)
def agency(number: int) -> ResponseReturnValue:
    """One agency: its contract, its record, and what ties it to bodies."""
    found = _one(number)
    standing = agencies.standings([found.subject_id], clock.today())[found.subject_id]
    compared, apart = standing_apart(found.subject_id)
    runs = current_user.can(RUN)
    page = Item(
        heading=found.subject.name,
        kicker=_("评价机构"),
        facts=known(
            (_("统一社会信用代码"), marked(found.subject.uscc)),
            (_("委托合同"), found.contract),
            (_("合同期间"), _("%(first)s 至 %(last)s", first=i18n.day(found.contract_from),
                          last=i18n.day(found.contract_until))),
            (_("联系人和电话"), agencies.contact_of(found) if runs else ""),
            (_("承担的评价"), standing.assigned),
            (_("逾期提交"), standing.late),
            (_("回避"), standing.recused),
            (_("评分被提出异议"), standing.objected),
            (_("评分被异议改动"), standing.upheld),
            (_("被要求回避"), standing.challenged),
            (_("因异议回避"), standing.removed),
            (_("可比较的评分"), compared),
            (_("与其他机构平均相差"), apart),
            (_("利害关系登记"), _interests(found) or _("没有登记")),
        ),
        acts=[Button(_("登记利害关系"), url_for("evaluations.interest_new", number=number))]
        if runs or found.subject_id == current_user.body_id
        else [],
        links=[Link(_("返回名录"), url_for("evaluations.agencies"))],
    )  # fmt: skip
    return render_template("streams/item.html", page=page)


@bp.route("/agencies/<int:number>/interests/new", methods=["GET", "POST"])
@requires(READ)
def interest_new(number: int) -> ResponseReturnValue:
    """The agency or the office enters what ties it to a body."""
    found = _one(number)
    if not current_user.can(RUN) and found.subject_id != current_user.body_id:
        raise NotFound
    form = InterestForm()
    back = url_for("evaluations.agency", number=number)

    def enter() -> str:
        agencies.add_interest(found.subject, **answers(form), by=current_user, at=clock.now())
        return back

    return form_page(
        form, enter, heading=_("登记利害关系"), intro=found.subject.name, submit=_("登记"),
        back=back,
    )  # fmt: skip


def _interests(found: Agency) -> str:
    wanted = agencies.interests(found.subject_id).options(joinedload(Interest.body))
    return _("；").join(_said(one) for one in db.session.scalars(wanted))


def _said(one: Interest) -> str:
    last = i18n.day(one.until) if one.until else _("今")
    return _("%(body)s：%(what)s（%(first)s 至 %(last)s）", body=one.body.name, what=one.what,
             first=i18n.day(one.since), last=last)  # fmt: skip


def _one(number: int) -> Agency:
    found = db.session.get(Agency, number)
    if found is None:
        raise NotFound
    return found
