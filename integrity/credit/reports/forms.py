"""What is asked for a report: whose, which kind; at the counter how the holder showed who he is."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from integrity.credit.reports.models import KIND_NAMES, OPEN_KINDS, SHOWN_NAMES, ReportKind
from integrity.pages.forms import ChosenField, FilterForm, PostForm
from integrity.people.subjects.choosing import EVERYBODY, SubjectField


class AskForm(PostForm):
    """By code or exact name: who is not known exactly is not guessed."""

    words = StringField(
        _l("统一社会信用代码或者完整名称"),
        description=_l("名称须与登记的完全一致。只查询机关、企业和社会组织，不查询自然人。"),
        validators=[InputRequired(_l("请填写代码或者名称。")), Length(max=200)],
    )
    kind = RadioField(
        _l("需要什么"),
        choices=lambda: [(kind, KIND_NAMES[kind]) for kind in OPEN_KINDS],
        default=ReportKind.PUBLIC,
        validators=[InputRequired(_l("请选择。"))],
    )


class OwnForm(PostForm):
    """A button."""


class CounterForm(PostForm):
    subject = SubjectField(_l("单位"), kinds=EVERYBODY)
    shown = ChosenField(
        _l("核对的身份材料"),
        choices=lambda: list(SHOWN_NAMES.items()),
        description=_l("只登记材料的种类；证件号码和经办人姓名不录入、不保存。"),
    )


class NumberForm(FilterForm):
    """Which report is to be verified."""

    number = StringField(_l("报告或者证明的编号"), validators=[Length(max=40)])


class CompareForm(PostForm):
    """A file to compare; it is not kept, and nothing in it is read."""

    file = FileField(
        _l("手中的文件（PDF 或者 JSON）"),
        description=_l("只计算校验值，不打开、不保存。"),
        validators=[InputRequired(_l("请选择文件。"))],
        render_kw={"accept": ".pdf,.json"},
    )
