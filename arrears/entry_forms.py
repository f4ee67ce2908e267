"""What is asked where somebody else than the supplier registers what is owed."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from arrears.codes import PLATFORM_NAMES, Platform
from arrears.fields import DEBTOR, FIELDS
from arrears.forms import PaymentForm, PlanForm, VerifyForm
from integrity.pages.evidence import EvidenceField
from integrity.pages.fields import asks
from integrity.pages.forms import ChosenField, DayField, PostForm

NEEDED = InputRequired(_l("请填写。"))


class CreditorForm(PostForm):
    """Whom something is owed to, by code: known, or registered with this."""

    creditor_code = StringField(_l("供应商的统一社会信用代码"), validators=[NEEDED, Length(max=40)])
    creditor_name = StringField(
        _l("供应商名称"),
        description=_l("代码尚未登记的，以此名称登记为企业。"),
        validators=[NEEDED, Length(max=200)],
    )

    def content(self, *others: str) -> dict[str, Any]:
        """What was said of the invoice itself."""
        passed_over = ("csrf_token", "creditor_code", "creditor_name", *others)
        return {name: value for name, value in self.data.items() if name not in passed_over}


@asks([field for field in FIELDS if field is not DEBTOR])
class OwnForm(CreditorForm):
    """The debtor registers what it owes itself."""


@asks(FIELDS)
class TransferForm(CreditorForm):
    """What was accepted elsewhere and handed over."""

    platform = ChosenField(
        _l("转办来源"),
        coerce=lambda value: Platform(value) if value else None,
        choices=[(one.value, PLATFORM_NAMES[one]) for one in Platform],
    )
    number = StringField(_l("转办编号"), validators=[NEEDED, Length(max=80)])
    sender = StringField(
        _l("受理（转办）部门"),
        description=_l("例如：示例省工业和信息化厅。"),
        validators=[NEEDED, Length(max=200)],
    )
    taken_on = DayField(
        _l("正式受理日期"), description=_l("转交期限自受理之日起算。"), validators=[NEEDED]
    )
    came_on = DayField(
        _l("收到材料日期"), description=_l("处理期限自收到材料之日起算。"), validators=[NEEDED]
    )

    OWN = ("platform", "number", "sender", "taken_on", "came_on")


def _written() -> EvidenceField:
    return EvidenceField(
        _l("付款单位的书面答复（扫描件）"),
        [InputRequired(_l("请上传付款单位的书面答复。"))],
        description=_l("加盖公章的原件由领导小组办公室留存。"),
    )


class WrittenAnswerForm(VerifyForm):
    """What the debtor wrote that it owes, and contests."""

    document = _written()


class WrittenPlanForm(PlanForm):
    """The plan that the debtor wrote."""

    document = _written()


class WrittenPaymentForm(PaymentForm):
    """What the debtor wrote that it paid."""

    document = _written()


class ResultForm(PostForm):
    """What came of what was handed over."""

    result = TextAreaField(
        _l("处理结果"),
        description=_l("将写入反馈函，送投诉人和转办部门。"),
        validators=[InputRequired(_l("请写明处理结果。")), Length(max=2000)],
    )
