"""What a pledge and each act on it ask."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from integrity.pages.evidence import EvidenceField
from integrity.pages.fields import asks
from integrity.pages.forms import DayField, PostForm
from integrity.people.subjects.models import Subject
from integrity.people.subjects.service import by_words
from integrity.streams.pledges import registrations
from integrity.streams.pledges.errors import NoPersons
from integrity.streams.pledges.fields import (
    DECLARED_KIND,
    KIND,
    MATTER,
    NAME,
    PUBLIC,
    RECEIVER,
    SECOND_SOURCE,
    WHO,
    WORDS,
)

CAREFUL = _l("仅限不含个人信息、商业秘密和国家秘密的文件。")


@asks((KIND, WHO, NAME, MATTER))
class Received(PostForm):
    """Who pledged, as the body that received the pledge enters it."""


@asks((DECLARED_KIND, RECEIVER))
class Declared(PostForm):
    """To whom somebody pledges."""


@asks(WORDS)
class Said(PostForm):
    """What every pledge says, whoever enters it; stands below the fields of who and to whom."""


class PledgeForm(Said):
    """The same with the letter of the pledge."""

    document = EvidenceField(_l("信用承诺书文件"))
    document_public = BooleanField(_l("公开这份文件"), description=CAREFUL)
    found: Subject | None = None


class RegisterForm(PledgeForm, Received):
    """The body that received a pledge registers it."""

    public = BooleanField(PUBLIC.label, default=True, description=_l("依法不能公开的，取消勾选。"))

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
        SECOND_SOURCE.label,
        description=SECOND_SOURCE.help,
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
