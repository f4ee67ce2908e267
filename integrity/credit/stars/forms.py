"""What is asked of who opens a round, who sends somebody in, and who objects."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from integrity.base import clock
from integrity.credit.stars.models import KIND_NAMES
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import ChosenField, DayField, PostForm
from integrity.people.subjects.choosing import EVERYBODY, SubjectField

NEEDED = InputRequired(_l("请填写。"))
USUAL = timedelta(days=30)


class RoundForm(PostForm):
    kind = ChosenField(_l("评选种类"), choices=lambda: list(KIND_NAMES.items()))
    year = IntegerField(
        _l("年度"),
        default=lambda: clock.today().year,
        validators=[NEEDED, NumberRange(2000, 2100, _l("请填写四位数的年份。"))],
    )
    sending_until = DayField(
        _l("报送截止日期"), default=lambda: clock.today() + USUAL, validators=[NEEDED]
    )
    conditions = TextAreaField(
        _l("评选条件"),
        description=_l("有公开的失信记录或者被列入失信名单的，由系统直接拒绝，不用再写。"),
        validators=[NEEDED, Length(max=4000)],
        render_kw={"rows": 6},
    )


class CandidateForm(PostForm):
    subject = SubjectField(_l("候选主体"), EVERYBODY)
    product = StringField(_l("产品名称"), default="", validators=[Length(max=100)])
    reasons = TextAreaField(
        _l("推荐理由"),
        description=_l("写明守信的事实；不写自然人的姓名和号码。"),
        validators=[NEEDED, Length(max=4000)],
        render_kw={"rows": 8},
    )
    material = EvidenceField(_l("证明材料"))

    def __init__(self, of_brands: bool, **more: Any) -> None:
        super().__init__(**more)
        if of_brands:
            self.product.validators = [NEEDED, *self.product.validators]
        else:
            del self.product
