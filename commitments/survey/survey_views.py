"""Recording a survey of a commitment, and what its page shows of surveys."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from commitments.blueprint import bp, stream
from commitments.models import PUBLIC, Commitment
from commitments.permissions import CommitmentsPermission
from commitments.survey import surveys
from commitments.survey.surveys import KIND_NAMES, Survey, SurveyKind
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed, NotFound
from integrity.base.stamps import requires
from integrity.casework.acts import Act, perform
from integrity.casework.figures import RANKED
from integrity.files import attached
from integrity.pages.evidence import EvidenceField, shown_to
from integrity.pages.forms import DayField, PostForm, WhyForm
from integrity.pages.items import Button

MOST = 1_000_000
WHOLE = _l("请填写整数。")


class SurveyForm(PostForm):
    """How many were asked what, and how many confirmed it."""

    kind = RadioField(
        _l("回访对象确认的是"),
        choices=[(kind.value, name) for kind, name in KIND_NAMES.items()],
        coerce=SurveyKind,
        validators=[InputRequired(_l("请选择回访对象确认的是什么。"))],
    )
    on_day = DayField(_l("回访日期"), validators=[InputRequired(_l("请填写回访日期。"))])
    organisation = StringField(
        _l("回访单位"),
        description=_l("组织或者受委托进行回访的单位；承诺单位不能自行回访。"),
        validators=[InputRequired(_l("请填写回访单位。")), Length(max=200)],
    )
    asked = IntegerField(
        _l("回访人数"),
        validators=[InputRequired(_l("请填写回访人数。")), NumberRange(1, MOST, WHOLE)],
    )
    kept = IntegerField(
        _l("确认人数"),
        validators=[InputRequired(_l("请填写确认人数。")), NumberRange(0, MOST, WHOLE)],
    )
    checklist = TextAreaField(
        _l("回访内容"),
        description=_l("问了什么、核对了哪些项目，将公开；不写被回访人的信息。"),
        validators=[InputRequired(_l("请写明回访内容。")), Length(max=5000)],
    )
    evidence = EvidenceField(_l("证据文件"))
    evidence_public = BooleanField(
        _l("公开这份证据"), description=_l("仅限不含个人信息、商业秘密和国家秘密的文件。")
    )


class EvaluatorForm(SurveyForm):
    """An evaluator's own survey: who asked is known."""

    organisation = None  # type: ignore[assignment]


LABEL = _l("登记抽样回访")
WARNING = _l(
    "回访结果将公开，不能修改；登记有误的只能撤回并说明理由。人数少于 %(ranked)d 的不计算比率。",
    ranked=RANKED,
)


@bp.route("/<ref>/surveys", methods=["GET", "POST"])
@requires(CommitmentsPermission.SURVEY)
def survey(ref: str) -> ResponseReturnValue:
    """Record a survey of a public commitment."""
    item = stream().by_ref(ref)
    if item.state not in PUBLIC:
        raise NotAllowed
    if not surveys.may_survey(current_user, item):
        raise Forbidden(_("评价机构只能回访正在评价的单位，并须先作出独立性声明。"))
    own = surveys.organisation_of(current_user)
    form = EvaluatorForm if own else SurveyForm
    act = Act(LABEL, _evaluators if own else surveys.add, form, WARNING)
    return perform(act, item, back=stream().url(item))


@bp.route("/<ref>/surveys/<int:number>/withdraw", methods=["GET", "POST"])
@requires(CommitmentsPermission.SURVEY)
def withdraw_survey(ref: str, number: int) -> ResponseReturnValue:
    """A survey that was recorded wrongly counts no more."""
    item = stream().by_ref(ref)
    row = db.session.get(Survey, number)
    if row is None or row.commitment_id != item.id:
        raise NotFound
    if not surveys.may_withdraw(current_user, row, item):
        raise Forbidden(_("只能由登记的机构或者领导小组办公室撤回。"))

    def verb(found: Commitment, **more: Any) -> None:
        surveys.withdraw(row, found, **more)

    warning = _l("撤回后不再计入，也不能再作为佐证来源；回访曾经登记、由谁撤回和理由仍然公开。")
    act = Act(_l("撤回抽样回访"), verb, WhyForm, warning, danger=True)
    return perform(act, item, back=stream().url(item))


def shown(item: Commitment) -> dict[str, Any]:
    """The surveys of a commitment with their evidence, for its page."""
    found = surveys.of(item)
    proofs = attached.of_each(Survey.__tablename__, [row.id for row in found])
    return {
        "surveys": [
            {
                "survey": row,
                "words": surveys.words(row.kind, row.asked, row.kept),
                "evidence": shown_to(proofs[row.id], current_user),
                "withdraw": _withdraw(item, row),
            }
            for row in found
        ]
    }


def _withdraw(item: Commitment, row: Survey) -> str | None:
    """The address for withdrawing it, for whoever may."""
    user = current_user
    if row.withdrawn_at or not user.is_authenticated:
        return None
    if not surveys.may_withdraw(user, row, item):
        return None
    return url_for("commitments.withdraw_survey", ref=item.ref, number=row.id)


def buttons(item: Commitment) -> list[Button]:
    """To record one, for who may verify and is not concerned."""
    user = current_user
    if not user.is_authenticated or item.state not in PUBLIC:
        return []
    if not user.can(CommitmentsPermission.SURVEY) or not surveys.may_survey(user, item):
        return []
    url = url_for("commitments.survey", ref=item.ref)
    return [Button(LABEL, url)]


def _evaluators(item: Commitment, **more: Any) -> Survey:
    return surveys.add(item, organisation="", **more)
