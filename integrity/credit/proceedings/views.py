"""Entering that a review or a lawsuit is pending, and how it ended."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import i18n
from integrity.base.permissions import Permission
from integrity.casework.acts import Act
from integrity.credit.proceedings import service
from integrity.credit.proceedings.models import OUTCOME_NAMES, STATE_NAMES, Proceeding
from integrity.credit.records.remedies import Remedy
from integrity.credit.records.remedy_views import pages
from integrity.credit.sanctions.annotations import PENDING_NAMES
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import DayField, PostForm, WhyForm

DAY = [InputRequired(_l("请填写日期。"))]


class ProceedingForm(PostForm):
    kind = RadioField(
        _l("种类"),
        choices=lambda: list(PENDING_NAMES.items()),
        validators=[InputRequired(_l("请选择种类。"))],
    )
    organ = StringField(
        _l("复议机关或者受理法院"),
        validators=[InputRequired(_l("请填写复议机关或者受理法院。")), Length(max=200)],
    )
    number = StringField(
        _l("受理文书的文号或者案号"),
        validators=[InputRequired(_l("请填写文号或者案号。")), Length(max=100)],
    )
    accepted_on = DayField(_l("受理日期"), validators=DAY)
    statement = TextAreaField(
        _l("对哪一项决定申请复议或者起诉"),
        validators=[InputRequired(_l("请写明所针对的决定。")), Length(min=4, max=2000)],
    )
    evidence = EvidenceField(_l("受理通知书"), validators=[InputRequired(_l("请提交受理通知书。"))])


class SuspendForm(PostForm):
    document = StringField(
        _l("停止执行的文书名称和文号"),
        validators=[InputRequired(_l("请填写文书名称和文号。")), Length(max=200)],
    )
    ordered_on = DayField(_l("文书日期"), validators=DAY)


class OutcomeForm(PostForm):
    outcome = RadioField(
        _l("结果"),
        choices=lambda: list(OUTCOME_NAMES.items()),
        validators=[InputRequired(_l("请选择结果。"))],
    )
    document = StringField(
        _l("决定书、判决书的名称和文号"),
        validators=[InputRequired(_l("请填写文书名称和文号。")), Length(max=200)],
    )
    decided_on = DayField(_l("文书日期"), validators=DAY)


def _more(found: Proceeding) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = [
        (_l("种类"), PENDING_NAMES[found.kind]),
        (_l("复议机关或者受理法院"), found.organ),
        (_l("文号或者案号"), found.number),
        (_l("受理日期"), i18n.day(found.accepted_on)),
    ]
    if found.suspended_on:
        pairs += [(_l("停止执行"), i18n.day(found.suspended_on))]
        pairs += [(_l("停止执行的文书"), found.suspended_by)]
    if found.resumed_on:
        pairs += [(_l("恢复执行"), i18n.day(found.resumed_on))]
    if found.outcome:
        pairs += [(_l("结果"), OUTCOME_NAMES[found.outcome])]
        pairs += [(_l("结果文书"), found.outcome_document)]
    return pairs


bp = pages(
    Remedy(
        name="proceedings",
        title=_l("复议和诉讼标注"),
        heading=_l("标注复议或者诉讼"),
        thanks=_l("已标注。标注期间不停止执行，另有停止执行决定的除外。"),
        empty=_l("没有标注复议或者诉讼。"),
        model=Proceeding,
        flow=service.FLOW,
        acts={
            "suspend": Act(
                _l("登记停止执行"),
                service.suspend,
                SuspendForm,
                _l("只有复议机关或者法院决定停止执行的，才能登记；登记后立即通知每个接收单位。"),
                primary=False,
                evidence=True,
            ),
            "resume": Act(_l("登记恢复执行"), service.resume, WhyForm, primary=False),
            "report_outcome": Act(
                _l("报告审理结果"), service.report_outcome, OutcomeForm, evidence=True
            ),
            "enter_outcome": Act(
                _l("录入审理结果"),
                service.enter_outcome,
                OutcomeForm,
                _l("须由另一人对照文书确认后才生效。"),
                evidence=True,
            ),
            "confirm_outcome": Act(
                _l("确认审理结果"),
                service.confirm_outcome,
                WhyForm,
                _l("确认后标注撤下；撤销原决定的，记录和名单同时撤销，并通知每个接收单位。"),
            ),
            "send_back": Act(_l("退回，继续标注"), service.send_back, WhyForm, danger=True),
            "take_over": Act(_l("接手办理"), service.take_over, WhyForm, primary=False),
        },
        form=lambda thing, on_paper: ProceedingForm,
        file=service.file,
        filing=Permission.OBJECTIONS_FILE,
        deciding=Permission.OBJECTIONS_DECIDE,
        state_names=STATE_NAMES,
        how="proceedings/how.html",
        hindrances=service.hindrances,
        rejected=None,
        more=_more,
    )
)
