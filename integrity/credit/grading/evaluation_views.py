"""The evaluations that came in: who evaluated whom how, for the office, bodies and who is meant."""

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager
from wtforms import SelectField

from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires
from integrity.credit.grading.blueprint import bp
from integrity.credit.grading.models import EVALUATION_NAMES, FIELD_NAMES, Evaluation, Supervised
from integrity.pages.forms import FilterForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.code_columns import code_column
from integrity.people.subjects.models import Subject

P = Permission
E = Evaluation


class EvaluationFilters(FilterForm):
    kind = SelectField(_l("评价种类"), choices=lambda: choices(EVALUATION_NAMES), default="")
    field = SelectField(_l("监管领域"), choices=lambda: choices(FIELD_NAMES), default="")


@bp.get("/evaluated/")
@requires(P.RECORDS_READ)
def evaluations() -> ResponseReturnValue:
    """All for the office, those of whom it supervises for a body, its own for who is evaluated."""
    table = Table(
        title=_("信用评价结果"),
        name="credit-evaluations",
        rows=sa.select(E).join(E.subject).where(_mine()),
        options=(contains_eager(E.subject),),
        columns=[
            Column("subject", _("主体"), lambda row: row.subject.name, sort=Subject.name),
            code_column(lambda row: row.subject.uscc),
            Column("kind", _("评价种类"), lambda row: EVALUATION_NAMES[row.kind], sort=E.kind),
            Column("field", _("监管领域"), lambda row: FIELD_NAMES[row.field], sort=E.field),
            Column("grade", _("评价等级"), lambda row: row.grade),
            Column("issuer", _("评价单位"), lambda row: row.issuer, sort=E.issuer),
            Column("on", _("评价日期"), lambda row: row.on, sort=E.on),
            Column("until", _("有效期至"), lambda row: row.until),
        ],
        search=(Subject.name, Subject.uscc, E.issuer),
        filters=EvaluationFilters,
        narrow={
            "kind": lambda value: E.kind == value,
            "field": lambda value: E.field == value,
        },
        order=(E.on.desc(), E.id.desc()),
        empty=_("没有信用评价结果。"),
    )
    new = []
    if current_user.can(P.MEASURES_DRAFT):
        where = url_for("importing.new", kind="credit-evaluations")
        new = [Button(_("导入评价结果"), where, primary=True)]
    return table.respond(
        acts=new,
        intro=_("由评价单位报送，按监管单位的标准用于定级；对由此确定的等级可以提出异议。"),
    )


def _mine() -> sa.ColumnElement[bool]:
    if current_user.role in REACH_ALL:
        return sa.true()
    mine = current_user.body_id or 0
    held = sa.select(Supervised.subject_id).where(Supervised.body_id == mine)
    own = E.issuer == current_user.body.name if current_user.body else sa.false()
    return sa.or_(E.subject_id == mine, E.subject_id.in_(held), own)
