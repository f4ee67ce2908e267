"""The pages of grades: for who was graded, who grades, the office; and of what is public."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload
from wtforms import SelectField

from integrity.base import i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires
from integrity.casework.acts import timeline
from integrity.credit.grading import (
    conditions,
    evaluation_views,
    objection_views,
    scheme_views,
    visibility,
)
from integrity.credit.grading.blueprint import bp
from integrity.credit.grading.models import FIELD_NAMES, GradingScheme, Letter, SubjectGrade
from integrity.credit.measures.models import INSPECTED_NAMES
from integrity.pages.forms import FilterForm
from integrity.pages.items import Badge, Button, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.code_columns import code_column
from integrity.people.subjects.models import Subject

P = Permission
G = SubjectGrade
TONES = {Letter.A: "good", Letter.B: "plain", Letter.C: "warning", Letter.D: "late"}


class Filters(FilterForm):
    field = SelectField(_l("监管领域"), choices=lambda: choices(FIELD_NAMES), default="")
    grade = SelectField(
        _l("等级"), choices=lambda: choices({letter: letter for letter in Letter}), default=""
    )


@bp.get("/")
@requires(P.RECORDS_READ)
def index() -> ResponseReturnValue:
    """Every grade that this person may see, and how often its subject is inspected."""
    links = [
        Button(_("等级异议"), url_for("grading.objections_index")),
        Button(_("信用评价结果"), url_for("grading.evaluations")),
    ]
    if current_user.can(P.MEASURES_READ):
        links.append(Button(_("分级监管标准"), url_for("grading.scheme_index")))
    return _table("grading", visibility.visible(current_user)).respond(
        acts=links,
        intro=_("按监管单位批准的标准每日定级；主体对等级有异议的，可以提出。"),
    )


@bp.get("/public/")
@public
def open_grades() -> ResponseReturnValue:
    """The grades of fields whose rules say that everybody may read them."""
    open_ = G.scheme.has(GradingScheme.public)
    return _table("public-grades", open_).respond(
        intro=_("只列出标准规定向社会公开的领域；其他等级只有主体本身和有关机关可以查看。")
    )


@bp.get("/<int:number>")
@requires(P.RECORDS_READ)
def grade(number: int) -> ResponseReturnValue:
    """One grade: why, by which rules, how often its subject is inspected, what can be done."""
    found = one(number)
    how = found.scheme.inspected(found.grade)
    times = visibility.times(found, visibility.frequencies())
    page = Item(
        heading=found.title,
        kicker=_("分级监管"),
        ref=found.ref,
        badges=[Badge(_("%(grade)s级", grade=found.grade), TONES[found.grade])],
        facts=known(
            (_("主体"), found.subject.name),
            (_("监管单位"), found.body.name),
            (_("理由"), visibility.reason(found)),
            (_("分级标准"), found.scheme.title),
            (_("分级规则"), conditions.shown(found.scheme.rules).replace("\n", _("；"))),
            (_("依据"), found.scheme.legal_basis),
            (_("检查频次"), INSPECTED_NAMES[how] if how else _("按平常次数")),
            (_("检查事项"), found.scheme.matter),
            (_("每年检查次数"), times if times is not None else _("检查单位没有登记")),
            (_("自何日起"), i18n.day(found.since)),
            (_("最后一日"), i18n.day(found.until) if found.until else None),
        ),
        acts=_offered(found),
        timeline=timeline(found),
        links=[Link(_("返回列表"), url_for("grading.index"))],
    )
    return render_template("streams/item.html", page=page)


def one(number: int) -> SubjectGrade:
    """A grade that this person may see; raises NotFound."""
    wanted = sa.select(G).where(G.id == number, visibility.visible(current_user))
    found = db.session.scalars(wanted.options(*visibility.EAGER)).first()
    if found is None:
        raise NotFound
    return found


def _table(name: str, *which: sa.ColumnElement[bool]) -> Table:
    rates = visibility.frequencies()
    inside = current_user.is_authenticated and current_user.can(P.RECORDS_READ)

    def link(row: Any) -> str | None:
        return url_for("grading.grade", number=row.id) if inside else None

    return Table(
        title=_("分级监管等级"),
        name=name,
        rows=sa.select(G).join(G.subject).where(G.until.is_(None), *which),
        options=(contains_eager(G.subject), joinedload(G.scheme), joinedload(G.body)),
        link=link,
        columns=[
            Column("subject", _("主体"), lambda row: row.subject.name, sort=Subject.name),
            code_column(lambda row: row.subject.uscc),
            Column("field", _("监管领域"), lambda row: FIELD_NAMES[row.field], sort=G.field),
            Column("body", _("监管单位"), lambda row: row.body.name),
            Column("grade", _("等级"), lambda row: row.grade, sort=G.grade),
            Column("reason", _("理由"), visibility.reason),
            Column("times", _("每年检查次数"), lambda row: visibility.times(row, rates),
                   align="right"),
            Column("since", _("自何日起"), lambda row: row.since, sort=G.since),
        ],
        search=(Subject.name, Subject.uscc),
        filters=Filters,
        narrow={
            "field": lambda value: G.field == value,
            "grade": lambda value: G.grade == value,
        },
        order=(G.field, G.grade.desc(), G.id),
        empty=_("没有等级。"),
    )  # fmt: skip


def _offered(found: SubjectGrade) -> list[Button]:
    """Objecting, for the subject itself and while the grade holds."""
    own = found.subject_id == (current_user.body_id or 0)
    if not (own and found.until is None and current_user.can(P.OBJECTIONS_FILE)):
        return []
    return [Button(_("提出异议"), url_for("grading.object_to", number=found.id), primary=True)]


__all__ = ["bp", "evaluation_views", "objection_views", "scheme_views"]
