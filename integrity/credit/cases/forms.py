"""What is asked of who sends a case in, and of the office for its bulletin."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from integrity.credit.cases.models import KIND_NAMES
from integrity.pages.forms import ChosenField, DayField, PostForm
from integrity.people.subjects.choosing import EVERYBODY, SubjectField


class TextForm(PostForm):
    """Sent in again; of which kind it is stays."""

    title = StringField(_l("标题"), validators=[InputRequired(_l("请填写标题。")), Length(max=200)])
    text = TextAreaField(
        _l("正文"),
        description=_l("写清事实、做法和结果。不写自然人的姓名、号码和联系方式。"),
        render_kw={"rows": 12},
        validators=[InputRequired(_l("请填写正文。")), Length(max=20_000)],
    )
    subject = SubjectField(
        _l("涉及的单位"),
        kinds=EVERYBODY,
        description=_l("没有具体单位的，不填。不点名的，也请填写，以便核对正文中没有它的名称。"),
        validators=[],
    )
    is_named = BooleanField(
        _l("在案例中点名"),
        description=_l("点名其他单位的，公布以前由本系统征求该单位同意；不同意的，只能隐去名称。"),
    )

    def validate_is_named(self, field: Any) -> None:
        if field.data and not self.subject.data:
            raise ValidationError(_l("点名的，请填写是哪个单位。"))


class NewForm(TextForm):
    kind = ChosenField(_l("种类"), choices=lambda: list(KIND_NAMES.items()))


class BulletinForm(PostForm):
    month = DayField(
        _l("通报哪个月公布的案例"),
        description=_l("填写该月的任意一天。"),
        validators=[InputRequired(_l("请填写日期。"))],
    )
