"""What registering an invoice and each act on it asks."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from arrears.codes import REJECTION_NAMES
from arrears.fields import FIELDS, FUNDING
from arrears.grounds import offered
from integrity.files.spellings import parse_amount, parse_day
from integrity.pages.evidence import EvidenceField
from integrity.pages.fields import asks
from integrity.pages.forms import (
    AmountField,
    ChosenField,
    DayField,
    PersonField,
    PostForm,
    WhyForm,
)

AMOUNT_NEEDED = InputRequired(_l("请填写金额。"))
TEXT = Length(max=200)


@asks([field for field in FIELDS if field not in FUNDING])
class NewForm(PostForm):
    """A supplier registers what it is owed; `seen` is the digest of what it was shown."""

    seen = HiddenField()

    def content(self) -> dict[str, Any]:
        """What was filled in about the invoice."""
        passed_over = ("csrf_token", "seen")
        return {name: value for name, value in self.data.items() if name not in passed_over}

    def digest(self) -> str:
        """Changes whenever something else is filled in."""
        text = repr(sorted((name, str(value)) for name, value in self.content().items()))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class NoteForm(PostForm):
    """An act that may be explained."""

    why = TextAreaField(_l("说明"), validators=[Length(max=2000)])


class VerifyForm(NoteForm):
    """The debtor says which part it disputes, why, and what shows it."""

    disputed = AmountField(
        _l("有争议的金额（元）"),
        description=_l("没有争议填 0。无争议部分必须按期支付，不得以部分争议为由拒付。"),
        validators=[AMOUNT_NEEDED],
    )
    ground = SelectField(
        _l("争议的事由"),
        description=_l(
            "法定代表人或者负责人变更、内部付款流程、等待未约定的决算审计、资金没有到位都不是理由"
            "（条例第十四条）。争议只能提出一次。"
        ),
        choices=lambda: [("", _l("没有争议")), *offered()],
    )
    why = TextAreaField(_l("争议的内容和理由"), validators=[Length(max=2000)])
    evidence = StringField(
        _l("证据"), description=_l("检测报告、验收记录等的名称和编号。"), validators=[TEXT]
    )
    document = EvidenceField(_l("证据文件"), [Optional()])


class PaymentForm(PostForm):
    """Money paid, as the debtor says."""

    paid_on = DayField(_l("付款日期"), validators=[InputRequired(_l("请填写付款日期。"))])
    amount = AmountField(_l("付款金额（元）"), validators=[AMOUNT_NEEDED])
    note = StringField(_l("付款凭证号"), validators=[TEXT])
    document = EvidenceField(_l("银行回单"), [Optional()])


class ArrivedForm(NoteForm):
    """The supplier says since when it has the money."""

    arrived_on = DayField(
        _l("到账日期"),
        description=_l("不填的，按单位报告之日计算。"),
        validators=[Optional()],
    )
    principal_first = BooleanField(
        _l("同意这笔付款先抵本金"),
        description=_l("不勾选的，依照民法典第五百六十一条先抵逾期利息，后抵本金。"),
    )


class CorrectionForm(WhyForm):
    """How a payment really was."""

    paid_on = DayField(_l("实际到账日期"), validators=[InputRequired(_l("请填写日期。"))])
    amount = AmountField(
        _l("实际金额（元）"),
        description=_l("没有这笔付款的，填 0。"),
        validators=[AMOUNT_NEEDED],
    )


class SlipForm(PostForm):
    """What the bank's slip shows."""

    slip = StringField(
        _l("银行回单编号"), validators=[InputRequired(_l("请填写银行回单编号。")), TEXT]
    )
    arrived_on = DayField(_l("回单载明的到账日期"), validators=[InputRequired(_l("请填写日期。"))])


class FoundPaidForm(WhyForm):
    """On which day the money arrived, on the evidence."""

    arrived_on = DayField(_l("认定的到账日期"), validators=[InputRequired(_l("请填写日期。"))])


class FoundForm(WhyForm):
    """Which part of what is contested is owed."""

    owed = AmountField(
        _l("争议部分中应付的金额（元）"),
        description=_l("认定应付的，自原付款期限届满次日起算逾期。"),
        validators=[AMOUNT_NEEDED],
    )


class JudgedForm(WhyForm):
    """What was judged."""

    not_owed = AmountField(
        _l("裁判认定不应付的金额（元）"),
        description=_l("全部应付的填 0。"),
        validators=[AMOUNT_NEEDED],
    )


@asks(FUNDING)
class FundingForm(PostForm):
    """From which money it is to be paid."""


class InstalmentsField(TextAreaField):
    """One instalment a line: a day and an amount; `data` is a list of (date, Decimal)."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.raw = valuelist[0] if valuelist else ""
        self.data: Any = []
        for line in self.raw.splitlines():
            if line.strip():
                self.data.append(self._part(line))

    def _part(self, line: str) -> tuple[date, Decimal]:
        day, _space, amount = line.strip().partition(" ")
        try:
            return parse_day(day), parse_amount(amount)
        except ValueError:
            raise ValueError(str(_l("每行一期：日期、空格、金额，例如 2026-12-01 50000"))) from None

    def _value(self) -> str:
        return str(getattr(self, "raw", ""))


class PlanForm(PostForm):
    """The debtor plans to pay in parts."""

    instalments = InstalmentsField(
        _l("分期付款计划"),
        description=_l("每行一期：日期、空格、金额，例如 2026-12-01 50000"),
        validators=[InputRequired(_l("请填写各期日期和金额。"))],
    )
    why = TextAreaField(
        _l("与供应商协商的情况"),
        validators=[InputRequired(_l("请写明协商情况。")), Length(max=2000)],
    )


class ExtendForm(WhyForm):
    """More time for the answer."""

    until = DayField(_l("延长至"), validators=[InputRequired(_l("请填写日期。"))])
    approver = PersonField(
        _l("批准人（处理部门负责人）"),
        why=_l("写明由谁批准延期"),
        who=_l("拖欠投诉处理部门；供应商和付款单位可以看到"),
        until=_l("与账款的办理记录一并保存"),
        description=_l("不能是经办人本人。"),
        validators=[InputRequired(_l("请填写批准人。")), TEXT],
    )


class DisputeForm(WhyForm):
    """The matter is before a court."""

    court_case_no = StringField(
        _l("法院案号"), validators=[InputRequired(_l("请填写案号。")), TEXT]
    )


class RejectForm(WhyForm):
    """The claim is not taken."""

    rejection = ChosenField(
        _l("不予受理的情形"),
        choices=lambda: [(str(code), name) for code, name in REJECTION_NAMES.items()],
    )
