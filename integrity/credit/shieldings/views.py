"""Asking that what a firm broke before its reorganisation is shielded, and ending that."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import i18n
from integrity.base.permissions import Permission
from integrity.casework.acts import Act
from integrity.credit.records.remedies import Remedy
from integrity.credit.records.remedy_views import pages
from integrity.credit.shieldings import service
from integrity.credit.shieldings.models import STATE_NAMES, Shielding, ShieldingState
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import DayField, PostForm, WhyForm

DAY = [InputRequired(_l("请填写日期。"))]


class ShieldingForm(PostForm):
    court = StringField(
        _l("批准重整计划的人民法院"),
        validators=[InputRequired(_l("请填写人民法院的名称。")), Length(max=200)],
    )
    number = StringField(
        _l("裁定书案号"), validators=[InputRequired(_l("请填写案号。")), Length(max=100)]
    )
    ruled_on = DayField(_l("裁定日期"), validators=DAY)
    statement = TextAreaField(
        _l("失信信息与重整计划的关系"),
        description=_l("写明这项债务或者违约是在裁定以前发生的，以及重整计划怎样安排。"),
        validators=[InputRequired(_l("请写明失信信息与重整计划的关系。")), Length(4, 2000)],
    )
    evidence = EvidenceField(
        _l("批准重整计划的裁定书"), validators=[InputRequired(_l("请提交裁定书。"))]
    )


class EndForm(PostForm):
    document = StringField(
        _l("终止重整计划执行、宣告破产的裁定书和案号"),
        validators=[InputRequired(_l("请填写裁定书和案号。")), Length(max=200)],
    )
    decided_on = DayField(_l("裁定日期"), validators=DAY)


def _more(found: Shielding) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = [
        (_l("批准重整计划的人民法院"), found.court),
        (_l("裁定书案号"), found.number),
        (_l("裁定日期"), i18n.day(found.ruled_on)),
    ]
    if found.shielded_on:
        pairs += [(_l("屏蔽日期"), i18n.day(found.shielded_on))]
    if found.contested_why:
        pairs += [(_l("权利人的意见"), found.contested_why)]
    if found.court_ended_on:
        pairs += [(_l("重整终止的文书"), found.end_document)]
        pairs += [(_l("重整终止日期"), i18n.day(found.court_ended_on))]
    return pairs


bp = pages(
    Remedy(
        name="shieldings",
        title=_l("重整屏蔽"),
        heading=_l("因重整申请屏蔽"),
        thanks=_l("已提出。另一人对照裁定书确认后屏蔽。"),
        empty=_l("没有重整屏蔽。"),
        model=Shielding,
        flow=service.FLOW,
        acts={
            "confirm": Act(
                _l("确认屏蔽"),
                service.confirm,
                WhyForm,
                _l("确认后停止公示、共享和使用，并通知每个接收单位，直到法院终止重整。"),
            ),
            "refuse": Act(_l("不予屏蔽"), service.refuse, WhyForm, danger=True),
            "contest": Act(
                _l("提出不应屏蔽"),
                service.contest,
                WhyForm,
                _l("认为裁定没有涵盖这项失信信息的，写明理由；决定以前仍然屏蔽。"),
                evidence=True,
                primary=False,
            ),
            "keep_shielded": Act(_l("维持屏蔽"), service.keep_shielded, WhyForm),
            "unshield": Act(_l("解除屏蔽"), service.unshield, WhyForm, danger=True),
            "enter_end": Act(
                _l("录入重整终止"),
                service.enter_end,
                EndForm,
                _l("须由领导小组办公室的另一人对照文书确认后才生效。"),
                evidence=True,
                primary=False,
            ),
            "confirm_end": Act(
                _l("确认重整终止"),
                service.confirm_end,
                WhyForm,
                _l("确认后该企业因重整屏蔽的失信信息全部恢复公示和使用，并通知每个接收单位。"),
            ),
            "send_back": Act(_l("退回，继续屏蔽"), service.send_back, WhyForm, danger=True),
            "take_over": Act(_l("接手办理"), service.take_over, WhyForm, primary=False),
        },
        form=lambda thing, on_paper: ShieldingForm,
        file=service.file,
        filing=Permission.REPAIRS_FILE,
        deciding=Permission.REPAIRS_DECIDE,
        state_names=STATE_NAMES,
        how="shieldings/how.html",
        hindrances=service.hindrances,
        rejected=ShieldingState.REFUSED,
        more=_more,
    )
)
