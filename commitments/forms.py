"""What a commitment and each act on it ask."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from commitments.change.grounds import REASONS
from commitments.fields import PROMISE
from commitments.models import (
    OUTCOME_NAMES,
)
from commitments.models import CommitmentOutcome as Outcome
from integrity.pages.evidence import EvidenceField
from integrity.pages.fields import asks
from integrity.pages.forms import (
    ChosenField,
    DayField,
    DoneOnForm,
    NumberField,
    PostForm,
    WhyForm,
)
from integrity.pages.telling import telling
from integrity.people.accounts.proof import OwnPasswordField

SECOND_SOURCE = _l("单位自报以外的依据：第三方评价、实地核查、投诉人确认、财政或者法院信息等。")


@asks(PROMISE)
class DraftForm(PostForm):
    """The words of a commitment, as long as nobody has signed it."""


class NoteForm(PostForm):
    """An act that may be explained."""

    why = TextAreaField(_l("说明"), validators=[Length(max=2000)])


class SignForm(PostForm):
    """The signature of the head under what was shown: a passkey, or the password once more."""

    digest = HiddenField(validators=[InputRequired()])
    credential = HiddenField()
    password = OwnPasswordField(
        _l("您的登录密码"),
        why="sign",
        description=_l("再次输入密码，确认由您本人签署。"),
        validators=[Length(max=200)],
    )

    def validate_password(self, field: OwnPasswordField) -> None:
        if not field.data and not self.credential.data:
            raise ValidationError(str(_l("请输入密码。")))


class ProgressForm(PostForm):
    """How far it is."""

    percent = IntegerField(
        _l("完成比例（%）"),
        description=_l("0 至 100 的整数；不能用比例表示的可以不填。"),
        validators=[Optional(), NumberRange(0, 100, _l("请填写 0 至 100 的整数。"))],
    )
    text = TextAreaField(
        _l("进展情况"), validators=[InputRequired(_l("请写明进展情况。")), Length(max=5000)]
    )
    evidence = EvidenceField(_l("证据文件"))
    evidence_public = BooleanField(
        _l("公开这份证据"), description=_l("仅限不含个人信息、商业秘密和国家秘密的文件。")
    )


class ReportForm(PostForm):
    """The body says that it is done."""

    done_on = DayField(_l("完成日期"), validators=[InputRequired(_l("请填写完成日期。"))])
    measured = StringField(
        _l("实际完成值"),
        description=_l("与目标对应的数量或者标准，例如“改造51个”。"),
        validators=[InputRequired(_l("请填写实际完成值。")), Length(max=500)],
    )
    measured_quantity = NumberField(
        _l("完成数量"),
        description=_l("与目标值同一单位的数字；没有目标值的可以不填。"),
        validators=[Optional()],
    )
    text = TextAreaField(
        _l("完成情况"), validators=[InputRequired(_l("请写明完成情况。")), Length(max=5000)]
    )
    evidence = EvidenceField(_l("证据文件"), [InputRequired(_l("自报完成必须提交证据。"))])
    evidence_public = BooleanField(
        _l("公开这份证据"), description=_l("仅限不含个人信息、商业秘密和国家秘密的文件。")
    )


@telling
class VerifyForm(WhyForm, DoneOnForm):
    """What somebody else found, from which second source."""

    outcome = RadioField(
        _l("核验结果"),
        choices=[(o.value, OUTCOME_NAMES[o]) for o in Outcome if o is not Outcome.CHANGED],
        coerce=Outcome,
        validators=[InputRequired(_l("请选择核验结果。"))],
    )
    finding = StringField(
        _l("佐证来源查明的情况"),
        description=_l("写实际的日期、数量、金额或者水平；不便用数字表示的可以不填。"),
        default="",
        validators=[Length(max=500)],
    )
    second_source = StringField(
        _l("佐证来源"),
        description=SECOND_SOURCE,
        validators=[InputRequired(_l("请写明佐证来源。")), Length(max=500)],
    )


class ExtendForm(WhyForm):
    """A later day, and the lawful reason."""

    until = DayField(_l("新的期限"), validators=[InputRequired(_l("请填写新的期限。"))])
    reason = ChosenField(
        _l("法定事由"),
        description=_l("政府换届、领导人员更替、机构调整、经费不足不是延期的理由。"),
        choices=list(REASONS.items()),
    )
