"""What each act on an invoice asks, and the filters of the list."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from arrears.codes import SIZE_NAMES, Size
from arrears.grounds import offered
from arrears.models import KIND_NAMES, REJECTION_NAMES, STATE_NAMES
from integrity.files.spellings import parse_amount, parse_day
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import (
    AmountField,
    ChosenField,
    DayField,
    FilterForm,
    PercentageField,
    PersonField,
    PostForm,
    WhyForm,
)
from integrity.pages.tables import choices
from integrity.people.subjects.service import body_names

LATENESS = {
    "overdue": _l("逾期未付"),
    "open": _l("未付，未逾期"),
    "late": _l("逾期后付清"),
    "timely": _l("按期付清"),
}
AMOUNT_NEEDED = InputRequired(_l("请填写金额。"))
TEXT = Length(max=200)


class NewForm(PostForm):
    """A supplier registers what it is owed; `seen` is the digest of what it was shown."""

    debtor = ChosenField(_l("付款单位"), coerce=int, choices=lambda: list(body_names().items()))
    size = ChosenField(
        _l("订立合同时本企业的规模"),
        description=_l(
            "以订立合同时的规模和声明为准（条例第三条）。中小企业适用条例的付款期限、利息和公开；"
            "其他企业按合同和民法典。"
        ),
        choices=lambda: [(str(size), SIZE_NAMES[size]) for size in Size if size != Size.UNKNOWN],
    )
    kind = ChosenField(
        _l("类别"), choices=lambda: [(str(kind), name) for kind, name in KIND_NAMES.items()]
    )
    contract_no = StringField(
        _l("合同编号"), validators=[InputRequired(_l("请填写合同编号。")), TEXT]
    )
    contract_name = StringField(
        _l("合同名称"), validators=[InputRequired(_l("请填写合同名称。")), TEXT]
    )
    contract_signed_on = DayField(_l("合同签订日期"), validators=[Optional()])
    delivered_on = DayField(
        _l("交付日期"),
        description=_l("货物、工程、服务交付之日。"),
        validators=[InputRequired(_l("请填写交付日期。"))],
    )
    acceptance_by = DayField(
        _l("约定的验收期限届满日"),
        description=_l("合同约定验收的填写。单位拖延验收的，自约定的验收期限届满之日起算。"),
        validators=[Optional()],
    )
    accepted_on = DayField(_l("验收合格日期"), validators=[Optional()])
    settled_on = DayField(
        _l("双方确认结算金额的日期"),
        description=_l("按进度或者定期结算的填写。"),
        validators=[Optional()],
    )
    agreed_days = IntegerField(
        _l("合同约定的付款期限（日）"),
        description=_l("没有约定的不填，按法定三十日计算；约定超过六十日的，按六十日计算。"),
        validators=[Optional(), NumberRange(1, 3650, _l("请填写整数日数。"))],
    )
    agreed_due_on = DayField(
        _l("合同约定的付款日"),
        description=_l("合同写明具体日期的填写，与付款期限只填一项。"),
        validators=[Optional()],
    )
    agreed_rate = PercentageField(
        _l("合同约定的逾期年利率（%）"),
        description=_l(
            "低于合同订立时一年期贷款市场报价利率的，按后者计算；"
            "没有约定的不填，按日利率万分之五计算。"
        ),
        validators=[Optional(), NumberRange(0, 100, _l("请填写 0 到 100 之间的数。"))],
    )
    amount = AmountField(_l("应付未付金额（元）"), validators=[AMOUNT_NEEDED])
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


class Filters(FilterForm):
    """What a list of invoices can be narrowed by."""

    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")
    body = SelectField(_l("付款单位"), choices=lambda: choices(body_names()), default="")
    lateness = SelectField(_l("期限"), choices=lambda: choices(LATENESS), default="")
