"""What is asked of who reads a file, consents, objects, and finds whether a reading was proper."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.credit.readings.models import PART_NAMES, PURPOSE_NAMES, Part, ReadingPurpose
from integrity.pages.forms import ChosenField, PostForm, WhyForm
from integrity.people.subjects.choosing import EVERYBODY, SubjectField

NEEDED = InputRequired(_l("请填写。"))


class ReadingForm(PostForm):
    subject = SubjectField(_l("查阅谁的信用档案"), kinds=EVERYBODY)
    part = ChosenField(
        _l("查阅哪一部分"),
        coerce=lambda value: Part(value) if value else None,
        choices=[(part.value, name) for part, name in PART_NAMES.items()],
        description=_l("共享部分登记后即可查看；限制部分只由登记的主管单位查阅，须经第二人同意。"),
    )
    purpose = ChosenField(
        _l("查阅用途"),
        coerce=lambda value: ReadingPurpose(value) if value else None,
        choices=[(purpose.value, name) for purpose, name in PURPOSE_NAMES.items()],
    )
    matter = StringField(_l("办理事项和办件编号"), validators=[NEEDED, Length(max=200)])
    document = StringField(
        _l("查阅依据"),
        description=_l("法律条文，或者文书的名称和文号；不写姓名。"),
        validators=[NEEDED, Length(max=200)],
    )


class ImproperForm(WhyForm):
    consequence = TextAreaField(
        _l("对查阅人和查阅单位的处理"),
        description=_l("例如：停用查询权限、责令整改、通报批评、移送有权机关追究责任。"),
        validators=[NEEDED, Length(max=2000)],
    )
