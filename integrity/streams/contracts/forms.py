"""What a contract, a node and each act on them ask."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.excuses import GROUND_NAMES
from integrity.pages.evidence import EvidenceField
from integrity.pages.fields import asks, choice
from integrity.pages.forms import AmountField, ChosenField, DayField, PostForm, WhyForm
from integrity.people.accounts.models import AccountState, User
from integrity.people.subjects.choosing import SubjectField
from integrity.streams.contracts.appraisal_models import GRADES
from integrity.streams.contracts.change_models import KIND_NAMES as CHANGE_KINDS
from integrity.streams.contracts.codes import FAIRNESS_NAMES, LEGALITY_NAMES, Fairness, Legality
from integrity.streams.contracts.fields import (
    CONTENT,
    FAIRNESS,
    FAIRNESS_WORDS,
    LEGALITY,
    LEGALITY_WORDS,
    NODE_CONTENT,
    PARTY_BODY,
    PARTY_FIRM,
)

PRIVATE = _l("只有合同双方和领导小组办公室可以查看。")


class Attached(PostForm):
    """With the text of the contract."""

    document = EvidenceField(_l("合同文本"), description=PRIVATE)
    public = BooleanField(
        _l("依法公开的政府采购合同"),
        description=_l("政府采购合同依法公告，涉及国家秘密、商业秘密的除外；其他合同不公开。"),
    )


@asks((PARTY_FIRM, *CONTENT))
class BodyForm(Attached):
    """The public body registers its contract."""


@asks((PARTY_BODY, *CONTENT))
class FirmForm(Attached):
    """The counterparty registers it."""


@asks(NODE_CONTENT)
class NodeForm(PostForm):
    """What one side owes by a day."""


class NoteForm(PostForm):
    """An act that may be explained."""

    why = TextAreaField(_l("说明"), validators=[Length(max=2000)])


class ReportForm(PostForm):
    """One side says what it did, and since when."""

    done_on = DayField(_l("完成日期"), validators=[InputRequired(_l("请填写完成日期。"))])
    text = TextAreaField(
        _l("履行情况"),
        description=_l("写明做了什么、怎样证明；付款的写明凭证号。对方确认以前不算履行。"),
        validators=[InputRequired(_l("请写明履行情况。")), Length(max=5000)],
    )
    document = EvidenceField(_l("证据文件"), [Optional()], description=PRIVATE)


class ConfirmForm(NoteForm):
    """It is so; since when."""

    done_on = DayField(
        _l("完成日期"),
        description=_l("不填的，以收到报告之日为准。"),
        validators=[Optional()],
    )


class WordForm(WhyForm):
    """The counterparty's own words on paper."""

    document = EvidenceField(
        _l("相对方的书面意见"), [InputRequired(_l("请上传书面意见。"))], description=PRIVATE
    )


class WordKeptForm(WordForm):
    """The same, that it is done."""

    done_on = DayField(_l("书面意见载明的完成日期"), validators=[Optional()])


class RulingForm(WhyForm):
    """What others found, by their document."""

    ruling = StringField(
        _l("裁判、仲裁或者认定文书的名称和文号"),
        validators=[InputRequired(_l("请填写文书的名称和文号。")), Length(max=200)],
    )
    document = EvidenceField(_l("文书"), [InputRequired(_l("请上传文书。"))], description=PRIVATE)


class KeptRulingForm(RulingForm):
    """They found since when it was done."""

    done_on = DayField(_l("认定的完成日期"), validators=[InputRequired(_l("请填写日期。"))])


class OwedRulingForm(RulingForm):
    """They found how much is owed."""

    amount = AmountField(_l("认定的金额（元）"), validators=[InputRequired(_l("请填写金额。"))])


CONCLUSIONS = (
    replace(LEGALITY, kind=choice(Legality, LEGALITY_NAMES), help=""),
    *LEGALITY_WORDS,
    replace(FAIRNESS, kind=choice(Fairness, FAIRNESS_NAMES), help=""),
    *FAIRNESS_WORDS,
)


@asks(CONCLUSIONS)
class ReviewForm(PostForm):
    """What those who reviewed the contract concluded."""

    why = TextAreaField(
        _l("审查的主要内容"), validators=[InputRequired(_l("请写明主要内容。")), Length(max=2000)]
    )
    document = EvidenceField(
        _l("审查文书"), [InputRequired(_l("请上传审查文书。"))], description=PRIVATE
    )


class ChangeForm(PostForm):
    """What a body wants changed, why, by whose authority, and what it pays for it."""

    kind = ChosenField(
        _l("变更什么"),
        choices=lambda: [(str(kind), name) for kind, name in CHANGE_KINDS.items()],
    )
    node = SelectField(_l("变更期限的节点"), validators=[Optional()])
    new_day = DayField(_l("新的期限"), validators=[Optional()])
    ground = ChosenField(
        _l("法定事由"),
        description=_l("换届、领导更替、机构调整、规划或者政策变化、资金不足都不是变更的理由。"),
        choices=lambda: [(str(ground), name) for ground, name in GROUND_NAMES.items()],
    )
    authority = StringField(
        _l("批准机关"), validators=[InputRequired(_l("请填写批准机关。")), Length(max=200)]
    )
    document = StringField(
        _l("批准文件和文号"), validators=[InputRequired(_l("请填写文件和文号。")), Length(max=200)]
    )
    why = TextAreaField(
        _l("变更的理由"), validators=[InputRequired(_l("请写明理由。")), Length(max=2000)]
    )
    harm = TextAreaField(
        _l("对相对方的影响和补偿的说明"),
        validators=[InputRequired(_l("请写明影响；没有影响的写明为什么。")), Length(max=200)],
    )
    compensation = AmountField(
        _l("补偿金额（元）"),
        description=_l("没有损失的填 0。"),
        validators=[InputRequired(_l("请填写金额。"))],
    )
    pay_on = DayField(_l("补偿支付期限"), validators=[Optional()])
    evidence = EvidenceField(_l("批准文件"), [Optional()], description=PRIVATE)


class AppraisalForm(PostForm):
    """How the other side performed, on points."""

    words = TextAreaField(
        _l("评价说明"),
        description=_l(
            "写明事实和依据，例如验收记录、付款凭证。将告知被评价方，请勿写入个人信息。"
        ),
        validators=[InputRequired(_l("请写明事实和依据。")), Length(max=2000)],
    )
    document = EvidenceField(_l("验收记录或者其他证据"), [Optional()], description=PRIVATE)


def appraisal_form(points: Mapping[str, Any]) -> Any:
    """The form that asks for a grade of each of these points."""
    grades = [(str(grade), name) for grade, name in GRADES.items()]
    asked = {name: ChosenField(label, choices=grades, coerce=int) for name, label in points.items()}
    return type("PointsForm", (AppraisalForm,), asked)()


class AssignForm(WhyForm):
    """Who finds, where nobody is registered or the department is itself a side."""

    finder = SubjectField(_l("认定单位"), description=_l("合同双方以外的主管部门。"))


class FoundForm(PostForm):
    """What the department found."""

    finding = TextAreaField(
        _l("认定的事实和理由"),
        description=_l("写明核实了什么、依据哪一份材料。将书面告知双方。"),
        validators=[InputRequired(_l("请写明事实和理由。")), Length(max=5000)],
    )


class LossForm(PostForm):
    """What a firm lost, and by what."""

    what = StringField(
        _l("损失的事由"),
        description=_l("一句话，例如：依据未获通过的设备补贴承诺已经购置设备的损失。"),
        validators=[InputRequired(_l("请写明事由。")), Length(max=200)],
    )
    amount = AmountField(_l("损失金额（元）"), validators=[InputRequired(_l("请填写金额。"))])
    document = EvidenceField(_l("损失的证据"), [Optional()], description=PRIVATE)


def colleagues() -> list[tuple[str, Any]]:
    """Who of the own body may be in charge of something."""
    if not current_user.is_authenticated:
        return []
    roles = (Role.OFFICER, Role.HEAD)
    wanted = sa.select(User).where(
        User.body_id == current_user.body_id,
        User.state == AccountState.ACTIVE,
        User.role.in_(roles),
    )
    return [(str(user.id), user.name) for user in db.session.scalars(wanted.order_by(User.name))]


class EntrustForm(PostForm):
    """Who is in charge."""

    keeper = ChosenField(
        _l("具体负责人"),
        description=_l(
            "到期前按规则提醒负责人和主要负责人。只有合同双方和领导小组办公室可以看到。"
        ),
        choices=colleagues,
    )
