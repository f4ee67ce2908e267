"""Recording a survey of a commitment, and what its page shows of surveys."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from commitments import surveys
from commitments.blueprint import bp, stream
from commitments.models import PUBLIC, Commitment
from commitments.surveys import KIND_NAMES, Survey, SurveyKind
from integrity import files
from integrity.errors import NotAllowed
from integrity.figures import RANKED
from integrity.files import EvidenceField
from integrity.forms import DayField
from integrity.permissions import Permission, requires
from integrity.streams import Act, perform

MOST = 1_000_000
WHOLE = _l("请填写整数。")


class SurveyForm(FlaskForm):
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
WARNING = _l("回访结果将公开，不能修改；人数少于 %(ranked)d 的不计算比率。", ranked=RANKED)


@bp.route("/<ref>/surveys", methods=["GET", "POST"])
@requires(Permission.COMMITMENTS_SURVEY)
def survey(ref: str) -> ResponseReturnValue:
    """Record a survey of a public commitment."""
    item = stream().by_ref(ref)
    if item.state not in PUBLIC:
        raise NotAllowed
    own = surveys.organisation_of(current_user)
    form = EvaluatorForm if own else SurveyForm
    act = Act(LABEL, _evaluators if own else surveys.add, form, WARNING)
    return perform(act, item, back=stream().url(item))


def shown(item: Commitment) -> dict[str, Any]:
    """The surveys of a commitment with their evidence, for its page."""
    found = surveys.of(item)
    proofs = files.of_each(Survey.__tablename__, [row.id for row in found])
    return {
        "surveys": [
            {
                "survey": row,
                "words": surveys.words(row.kind, row.asked, row.kept),
                "evidence": files.evidence(proofs[row.id], current_user),
            }
            for row in found
        ]
    }


def buttons(item: Commitment) -> list[dict[str, Any]]:
    """To record one, for who may verify and is not concerned."""
    user = current_user
    if not user.is_authenticated or item.state not in PUBLIC:
        return []
    if not user.can(Permission.COMMITMENTS_SURVEY) or surveys.is_concerned(user, item):
        return []
    url = url_for("commitments.survey", ref=item.ref)
    return [{"label": LABEL, "url": url, "primary": False, "danger": False}]


def _evaluators(item: Commitment, **more: Any) -> Survey:
    return surveys.add(item, organisation="", **more)
