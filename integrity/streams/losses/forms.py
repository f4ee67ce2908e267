"""What a claim for compensation and each act on it ask."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.pages.evidence import EvidenceField
from integrity.pages.fields import asks
from integrity.pages.forms import DayField, PostForm, WhyForm
from integrity.people.subjects.choosing import FIRMS, SubjectField
from integrity.streams.losses.fields import AMOUNT, FINDING, REPORT, SAID


@asks(SAID)
class SaidForm(PostForm):
    """What a firm says."""


class FileForm(SaidForm):
    """The same, with what shows it."""

    document = EvidenceField(_l("证明材料"))


class EnterForm(SaidForm):
    """The same, as the office enters what a firm without an account handed in."""

    claimant = SubjectField(_l("申请企业"), kinds=FIRMS)
    document = EvidenceField(
        _l("企业的书面申请和证明材料"), [InputRequired(_l("请上传书面申请。"))]
    )


class SendForm(WhyForm):
    """Who decides."""

    finder = SubjectField(
        _l("决定单位"),
        description=_l("对补偿有权决定的主管部门或者上级机关，不能是支付补偿的单位自己。"),
    )


class StateForm(PostForm):
    """What the body says to it."""

    statement = TextAreaField(
        _l("单位的意见"), validators=[InputRequired(_l("请写明意见。")), Length(max=5000)]
    )


@asks([AMOUNT, FINDING])
class GrantForm(PostForm):
    """How much is compensated, and why."""


@asks([FINDING])
class FindingForm(PostForm):
    """What was found, and why."""


@asks([REPORT])
class PaidForm(PostForm):
    """The body says that it has paid."""

    paid_on = DayField(_l("支付日期"), validators=[InputRequired(_l("请填写支付日期。"))])


class OverruleForm(WhyForm):
    """What a review or a court said."""

    ruling = StringField(
        _l("复议决定书、裁判文书的名称和文号"),
        validators=[InputRequired(_l("请填写文书的名称和文号。")), Length(max=200)],
    )
