"""What the office, evaluators and bodies fill in, and the filters of the lists."""

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from evaluations.fields import REPORT
from evaluations.models import Scheme
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.pages.fields import asks
from integrity.pages.forms import (
    ChosenField,
    DoneOnForm,
    PostForm,
    WhyForm,
)
from integrity.people.accounts.models import User
from integrity.people.subjects.choosing import SubjectsField
from integrity.people.subjects.models import Subject

REQUIRED = InputRequired(_l("请填写。"))


def evaluator_names() -> list[tuple[int, str]]:
    """The bodies for which somebody may score."""
    wanted = (
        sa.select(Subject.id, Subject.name)
        .where(Subject.id.in_(sa.select(User.body_id).where(User.role == Role.EVALUATOR)))
        .order_by(Subject.name)
    )
    return [(number, name) for number, name in db.session.execute(wanted)]


def scheme_names() -> list[tuple[int, str]]:
    wanted = sa.select(Scheme).order_by(Scheme.id.desc())
    return [
        (s.id, _("%(name)s 第 %(v)s 版", name=s.name, v=s.version))
        for s in db.session.scalars(wanted)
    ]


class RoundForm(PostForm):
    name = StringField(_l("名称"), validators=[REQUIRED, Length(max=100)])
    year = IntegerField(
        _l("年度"), validators=[REQUIRED, NumberRange(2015, 2100, _l("请填写四位年份。"))]
    )
    scheme = ChosenField(_l("指标体系"), coerce=int, choices=scheme_names)


class AssignForm(PostForm):
    evaluator = ChosenField(_l("评价机构"), coerce=int, choices=evaluator_names)
    bodies = SubjectsField(
        _l("被评价单位"),
        description=_l("可以选多个。同一单位可以由几个评价机构分别评分，按规则合并。"),
        validators=[InputRequired(_l("请选择单位。"))],
    )


class DeclareForm(PostForm):
    statement = TextAreaField(
        _l("独立性声明"),
        default=lambda: _(
            "本机构及评价人员与被评价单位没有隶属、投资、服务采购等利害关系，独立、客观评分。"
        ),
        validators=[REQUIRED, Length(max=2000)],
    )


class ReleaseForm(PostForm):
    document = StringField(
        _l("领导小组的决定"),
        description=_l("文号，或者会议纪要的名称和编号。"),
        validators=[REQUIRED, Length(max=200)],
    )
    why = TextAreaField(_l("公布的理由"), validators=[REQUIRED, Length(max=2000)])
    ranked = BooleanField(_l("同时公布名次"))


class VerifyForm(WhyForm, DoneOnForm):
    """It is put right; since when, if not since the report."""


@asks([REPORT])
class ReportForm(PostForm):
    """What the body did."""
