"""What a matter of the application list says of itself."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.credit.matters.models import MATTER_KIND_NAMES, Matter
from integrity.pages.forms import ChosenField, PostForm
from integrity.people.subjects.choosing import SubjectsField

NEEDED = InputRequired(_l("请填写。"))


class MatterForm(PostForm):
    """`code` stays as it is when a matter is changed: it is then not asked for."""

    code = StringField(
        _l("事项编码"),
        description=_l("政务服务事项编码，或者本清单自编的编码。"),
        validators=[NEEDED, Length(max=40)],
    )
    name = StringField(_l("事项名称"), validators=[NEEDED, Length(max=200)])
    kind = ChosenField(_l("事项类别"), choices=lambda: list(MATTER_KIND_NAMES.items()))
    measures = TextAreaField(
        _l("在该事项中执行的措施"),
        description=_l("措施清单中的编号，每行一个；一项也没有的，核查结果只供参考。"),
        default="",
        validators=[Length(max=4000)],
    )
    everybody = BooleanField(_l("所有办理该事项的单位都必须核查"))
    bodies = SubjectsField(_l("必须核查的单位"), validators=[])
    legal_basis = StringField(
        _l("依据"),
        description=_l("文件名称、文号和条款。"),
        validators=[NEEDED, Length(max=400)],
    )
    reasons = TextAreaField(_l("新增或者修改的理由"), validators=[NEEDED, Length(max=4000)])


class EndForm(PostForm):
    reasons = TextAreaField(_l("从清单中去掉的理由"), validators=[NEEDED, Length(max=4000)])


def said_of(matter: Matter) -> dict[str, Any]:
    """A matter as the form shows it."""
    return {
        "code": matter.code,
        "name": matter.name,
        "kind": matter.kind,
        "measures": "\n".join(matter.families),
        "everybody": matter.everybody,
        "bodies": list(matter.bodies),
        "legal_basis": matter.legal_basis,
    }
