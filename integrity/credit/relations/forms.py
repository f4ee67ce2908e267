"""What is asked of who enters a relation, its end, or many at once."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from integrity.credit.relations.models import ROLE_NAMES, RelationRole
from integrity.pages.evidence import SheetField
from integrity.pages.forms import ChosenField, DayField, PersonField, PostForm, WhyForm
from integrity.people.subjects.choosing import EVERYBODY, SubjectField

NEEDED = InputRequired(_l("请填写。"))
DAY = InputRequired(_l("请填写日期。"))


def _of_person(label: object, most: int, *, identifies: bool = False) -> PersonField:
    return PersonField(
        label,
        identifies=identifies,
        why=_l("依法对严重失信主体的有关人员采取措施"),
        who=_l("领导小组办公室；密封保存，不列名单，不公开"),
        until=_l("关系结束后不再据此采取措施"),
        validators=[NEEDED, Length(max=most)],
        render_kw={"autocomplete": "off"},
    )


class RelationForm(PostForm):
    subject = SubjectField(_l("单位或者企业"), EVERYBODY)
    role = ChosenField(
        _l("关系"),
        coerce=lambda value: RelationRole(value) if value else None,
        choices=[(role.value, name) for role, name in ROLE_NAMES.items()],
    )
    name = _of_person(_l("姓名或者名称"), 200)
    code = _of_person(_l("身份证号码或者统一社会信用代码"), 40, identifies=True)
    since = DayField(_l("开始日期"), validators=[DAY])
    until = DayField(_l("结束日期"), validators=[Optional()])
    source = StringField(
        _l("来源"),
        description=_l("登记机关和查询日期，或者文书名称和文号；不写姓名。"),
        validators=[NEEDED, Length(max=200)],
    )


class EndForm(PostForm):
    until = DayField(_l("结束日期"), validators=[DAY])
    source = StringField(_l("来源"), validators=[NEEDED, Length(max=200)])


class RelationsForm(PostForm):
    """Several at once: read row by row, and the file is not kept."""

    file = SheetField(
        _l("登记信息表格"),
        [InputRequired(_l("请选择文件。"))],
        description=_l(
            "XLSX（不含宏）或者 CSV，列名为：统一社会信用代码、关系、姓名或者名称、"
            "证件号码、开始日期、结束日期、来源。"
        ),
    )


class SaidForm(PostForm):
    """What the person says, as it was taken in at the counter or on paper."""

    statement = TextAreaField(
        _l("本人的意见"),
        description=_l(
            "当面提出的先核验身份证件；写明不是、不再是关联人或者不负有责任的事实和材料，不写姓名和号码。"
        ),
        validators=[NEEDED, Length(max=4000)],
    )


class OrderForm(PostForm):
    applied = RadioField(
        _l("办理结果"),
        coerce=lambda value: None if value is None else value in ("1", True),
        choices=[("1", _l("已执行")), ("0", _l("未执行"))],
        validators=[InputRequired(_l("请选择。"))],
    )
    why = TextAreaField(_l("说明"), validators=[Length(max=2000)])


class RightForm(WhyForm):
    ended_on = DayField(
        _l("关联关系结束日期"),
        description=_l(
            "因关联关系已经结束而成立的填写；关系同时结束，通过它适用的其他事项一并终止。"
        ),
        validators=[Optional()],
    )
