"""What each act on a pledge asks, and the filters of the list."""

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from integrity.base.db import db
from integrity.casework.deadlines import LATENESS
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import DayField, FilterForm, PostForm
from integrity.pages.tables import choices
from integrity.people.subjects.models import Subject
from integrity.people.subjects.service import by_words
from integrity.streams.pledges import registrations
from integrity.streams.pledges.errors import NoPersons
from integrity.streams.pledges.models import (
    DECLARED,
    KIND_NAMES,
    OUTCOME_NAMES,
    STATE_NAMES,
    Pledge,
    PledgeKind,
)

CAREFUL = _l("仅限不含个人信息、商业秘密和国家秘密的文件。")


def kind_field(kinds: Any) -> RadioField:
    return RadioField(
        _l("承诺类型"),
        choices=[(kind.value, KIND_NAMES[kind]) for kind in kinds],
        coerce=PledgeKind,
        validators=[InputRequired(_l("请选择承诺类型。"))],
    )


class Received(PostForm):
    """Who pledged, as the body that received the pledge enters it."""

    kind = kind_field(PledgeKind)
    subject = StringField(
        _l("承诺人"),
        description=_l("企业或者社会组织的统一社会信用代码，或者登记的名称。不登记自然人。"),
        validators=[InputRequired(_l("请填写承诺人。")), Length(max=200)],
    )
    subject_name = StringField(
        _l("承诺人名称"),
        description=_l("本系统还没有的企业或者社会组织，请填写代码，并在这里填写名称。"),
        validators=[Length(max=200)],
    )
    matter = StringField(
        _l("审批或者申报事项"),
        description=_l("例如“食品经营许可（告知承诺）”。"),
        validators=[Length(max=200)],
    )


class Declared(PostForm):
    """To whom somebody pledges."""

    kind = kind_field(DECLARED)
    received_by = StringField(
        _l("接收的行业协会或者主管部门"),
        description=_l("名称或者统一社会信用代码；只向社会作出的不填。"),
        validators=[Length(max=200)],
    )


class PledgeForm(PostForm):
    """What every pledge says, whoever enters it; stands below the fields of who and to whom."""

    title = StringField(
        _l("承诺事项"),
        description=_l("一句话，例如“按承诺条件经营预包装食品”。请勿写入个人姓名、身份证号码。"),
        validators=[InputRequired(_l("请填写承诺事项。")), Length(max=200)],
    )
    text = TextAreaField(
        _l("承诺内容"),
        description=_l("按信用承诺书原文填写。登记后内容和日期不能修改。"),
        validators=[InputRequired(_l("请填写承诺内容。")), Length(max=20000)],
        render_kw={"rows": 8},
    )
    pledged_on = DayField(_l("承诺日期"), validators=[InputRequired(_l("请填写承诺日期。"))])
    due_on = DayField(
        _l("证明履行的期限"),
        description=_l("到此日应当已经履行并能证明，逾期生成信用记录；持续履行的不填。"),
        validators=[Optional()],
    )
    valid_until = DayField(
        _l("有效期至"), description=_l("没有有效期的不填。"), validators=[Optional()]
    )
    document = EvidenceField(_l("信用承诺书文件"))
    document_public = BooleanField(_l("公开这份文件"), description=CAREFUL)
    found: Subject | None = None


class RegisterForm(PledgeForm, Received):
    """The body that received a pledge registers it."""

    public = BooleanField(
        _l("公开这项承诺"), default=True, description=_l("依法不能公开的，取消勾选。")
    )

    def validate_subject(self, field: Any) -> None:
        word = field.data.strip()
        name = (self.subject_name.data or "").strip()
        try:
            self.found = registrations.whose(word, name, by_words([word]))
        except NoPersons as refused:
            field.data = ""  # the one thing that is not kept
            raise ValidationError(refused.detail) from None
        if self.found is None:
            raise ValidationError(_("没有这个企业或者社会组织；新的请填写统一社会信用代码和名称。"))


class DeclareForm(PledgeForm, Declared):
    """An enterprise or organisation publishes what it pledges itself."""

    def validate_received_by(self, field: Any) -> None:
        word = (field.data or "").strip()
        self.found = by_words([word]).get(word) if word else None
        if word and self.found is None:
            raise ValidationError(
                _("没有登记这个名称或者代码，或者有多个同名；请填写统一社会信用代码。")
            )


class ReportForm(PostForm):
    """Who pledged says that it is kept."""

    kept_on = DayField(_l("履行日期"), validators=[InputRequired(_l("请填写履行日期。"))])
    text = TextAreaField(
        _l("履行情况"),
        description=_l("将公开。写明做了什么、怎样证明。核查以前显示“自报完成，待核验”。"),
        validators=[InputRequired(_l("请写明履行情况。")), Length(max=5000)],
    )
    evidence = EvidenceField(_l("证据文件"), [InputRequired(_l("报告履行必须提交证据。"))])
    evidence_public = BooleanField(_l("公开这份证据"), description=CAREFUL)


def why_field() -> TextAreaField:
    return TextAreaField(
        _l("理由"),
        description=_l("将公开，并写入操作记录。请勿写入个人信息。"),
        validators=[InputRequired(_l("请写明理由。")), Length(max=2000)],
    )


class ReasonForm(PostForm):
    """An act on a public pledge that needs reasons."""

    why = why_field()


def source_field() -> StringField:
    return StringField(
        _l("核查来源"),
        description=_l("承诺人自报以外的依据：现场核查、部门数据、协会、投诉人、法院等。"),
        validators=[InputRequired(_l("请写明核查来源。")), Length(max=500)],
    )


class KeptForm(PostForm):
    """That it was kept, on which day, says which source."""

    fact_on = DayField(
        _l("履行日期"),
        description=_l("以此日期计算是否按期；在期限内履行、之后才核查的，不算逾期。"),
        validators=[InputRequired(_l("请填写日期。"))],
    )
    second_source = source_field()
    why = why_field()


class BrokenForm(PostForm):
    """That it was broken, on which day, says which source."""

    fact_on = DayField(_l("违背承诺的日期"), validators=[InputRequired(_l("请填写日期。"))])
    second_source = source_field()
    why = why_field()


class WithdrawForm(PostForm):
    """On what lawful ground it ends."""

    second_source = StringField(
        _l("撤回的法定依据"),
        description=_l("例如：申请人撤回申请的决定书，许可依法注销的文号。"),
        validators=[InputRequired(_l("请写明依据。")), Length(max=500)],
    )
    why = why_field()


class Filters(FilterForm):
    """What the list can be narrowed by; all of it stays in the address."""

    kind = SelectField(_l("类型"), choices=lambda: choices(KIND_NAMES), default="")
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")
    outcome = SelectField(_l("核查结果"), choices=lambda: choices(OUTCOME_NAMES), default="")
    lateness = SelectField(_l("期限"), choices=lambda: choices(LATENESS), default="")
    receiver = SelectField(_l("接收单位"), choices=lambda: choices(_receivers()), default="")


def _receivers() -> dict[str, str]:
    received = sa.exists().where(Pledge.received_by_id == Subject.id, Pledge.public)
    names = sa.select(Subject.id, Subject.name).where(received).order_by(Subject.slug)
    return {str(number): name for number, name in db.session.execute(names)}
