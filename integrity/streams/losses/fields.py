"""A claim for compensation, described once, in the order of its page."""

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased

from integrity.casework import fields as usual
from integrity.pages.fields import DAY, FACTS, FORM, LIST, MONEY, Field, choice, text
from integrity.people.subjects.fields import BODY
from integrity.people.subjects.models import Subject
from integrity.streams.losses.models import (
    CAUSE_NAMES,
    OUTCOME_NAMES,
    STATE_NAMES,
    TONES,
    Cause,
    LossClaim,
    LossOutcome,
)

Claimant = aliased(Subject)
"""Who claims, in the list; `Subject` is the body there."""
# fmt: off
SAID = (
    Field(
        "body", _l("作出调整的单位"), BODY, FORM | LIST | FACTS, required=FORM,
        of=lambda item: item.subject, sort=Subject.name,
        filter=lambda body, on: LossClaim.subject_id == body.id,
    ),
    Field(
        "cause", _l("损失的原因"), choice(Cause, CAUSE_NAMES), FORM | LIST | FACTS, required=FORM,
        filter=lambda value, on: LossClaim.cause == value,
    ),
    Field(
        "title", _l("申请事项"), text(200), FORM | LIST, required=FORM,
        help=_l("一句话写明哪一项规划、政策或者许可的变动造成什么损失。请勿写入个人姓名。"),
    ),
    Field(
        "basis", _l("原规划、政策或者许可的名称和文号"), text(200), FORM | FACTS, required=FORM,
        help=_l("企业据以投资、经营的文件。已经签订合同的，请在合同中主张损失。"),
    ),
    Field(
        "sought", _l("申请补偿的金额"), MONEY, FORM | LIST | FACTS, required=FORM,
        sort=LossClaim.sought,
    ),
    Field(
        "text", _l("损失的事实和计算"), text(5000, rows=8), FORM, required=FORM,
        help=_l("写明何时投入了什么、何时如何变动、损失怎样计算。请勿写入个人信息。"),
    ),
)
"""What a firm says."""
AMOUNT = Field(
    "amount", _l("决定补偿的金额"), MONEY, FORM | LIST | FACTS, required=FORM,
    of=lambda item: item.granted,
)
FINDING = Field(
    "finding", _l("认定的事实和理由"), text(5000, rows=6), FORM | FACTS, required=FORM,
    help=_l("写明核实了什么、依据哪一份材料和哪一条规定。将书面告知双方。"),
)
REPORT = Field(
    "report", _l("支付情况"), text(2000, rows=3), FORM | FACTS, required=FORM,
    help=_l("写明支付凭证号。企业确认以前，页面显示“自报已支付”。"),
)
FIELDS = (
    Field("ref", _l("编号"), on=LIST, sort=LossClaim.ref),
    *SAID[:3],
    Field(
        "claimant", _l("申请企业"), on=LIST | FACTS, sort=Claimant.name,
        show=lambda item, on: item.claimant.name,
    ),
    *SAID[3:],
    usual.key_field(LossClaim),
    Field("received_on", _l("收到日期"), DAY, LIST | FACTS, sort=LossClaim.received_on),
    usual.state(LossClaim, STATE_NAMES, TONES),
    Field("finder", _l("决定单位"), BODY, FACTS),
    Field("statement", _l("单位的意见"), on=FACTS),
    Field("decided_on", _l("决定日期"), DAY, FACTS),
    AMOUNT,
    FINDING,
    Field("ruling", _l("复议决定、裁判"), on=FACTS),
    Field("due_on", _l("支付期限"), DAY, LIST | FACTS, sort=LossClaim.due_on),
    usual.lateness("losses", LossClaim),
    REPORT,
    Field("claim_received_on", _l("收到报告之日"), DAY, FACTS),
    Field("outcome", _l("结果"), choice(LossOutcome, OUTCOME_NAMES), LIST | FACTS),
)
# fmt: on
