"""Appealing against the answer to an objection, and deciding that."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock
from integrity.base.permissions import Permission
from integrity.casework.acts import Act
from integrity.casework.publishing import AnswerForm
from integrity.casework.rules import service as rules
from integrity.credit.corrections.forms import WARNING, CorrectionForm, answer_page
from integrity.credit.objections import appeals
from integrity.credit.objections.models import APPEAL_STATE_NAMES, Appeal, AppealState
from integrity.credit.records.remedies import Remedy
from integrity.credit.records.remedy_views import pages
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import PostForm, WhyForm
from integrity.pages.items import Link


class AppealForm(PostForm):
    statement = TextAreaField(
        _l("申诉事实和理由"),
        description=_l("写明异议答复哪一点不对、为什么，最多 5000 字。免费，不影响您的其他权利。"),
        validators=[InputRequired(_l("请写明事实和理由。")), Length(min=10, max=5000)],
    )
    evidence = EvidenceField(_l("证据材料"))


def _limits() -> dict[str, Any]:
    """Within which days one appeals, and is answered."""
    today = clock.today()
    return {
        "filing": rules.time_limit("LOCAL-APPEAL-FILE", today),
        "answer": rules.time_limit("LOCAL-APPEAL", today),
    }


def _objection(appeal: Appeal) -> list[Link]:
    return [Link(_l("所申诉的异议"), url_for("objections.item", number=appeal.objection_id))]


bp = pages(
    Remedy(
        name="appeals",
        links=_objection,
        title=_l("申诉"),
        heading=_l("提出申诉"),
        thanks=_l("申诉已提出，将在规定期限内答复。"),
        empty=_l("没有申诉。"),
        model=Appeal,
        flow=appeals.FLOW,
        acts={
            "accept": Act(_l("受理"), appeals.accept),
            "agree": Act(
                _l("认为申诉成立"),
                appeals.agree,
                WhyForm,
                _l("须由另一人复核后才生效；办理过原异议的人不能办理申诉。"),
            ),
            "propose_correction": Act(
                _l("认为应当更正"),
                appeals.propose_correction,
                CorrectionForm,
                WARNING,
                page=answer_page,
            ),
            "correct": Act(_l("复核：同意更正"), appeals.correct, WhyForm, WARNING),
            "uphold": Act(
                _l("复核：申诉成立"),
                appeals.uphold,
                WhyForm,
                _l("记录或者名单将被撤销，并通知每个收到过的单位停止措施。"),
            ),
            "send_back": Act(_l("复核：退回"), appeals.send_back, WhyForm, danger=True),
            "reject": Act(
                _l("申诉不成立"),
                appeals.reject,
                AnswerForm,
                _l("原答复有效。答复中写明申请行政复议、提起行政诉讼的机关和期限。"),
                danger=True,
            ),
        },
        form=lambda thing, on_paper: AppealForm,
        file=appeals.file,
        filing=Permission.OBJECTIONS_FILE,
        deciding=Permission.APPEALS_DECIDE,
        state_names=APPEAL_STATE_NAMES,
        how="objections/appeal.html",
        told=_limits,
        hindrances=appeals.hindrances,
        rejected=AppealState.REJECTED,
    )
)
