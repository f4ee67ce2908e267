"""What is asked to say the field of things, and what narrows the pages of them."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from integrity.casework.fields import NARROWED
from integrity.casework.key_fields import FIELD_NAMES, HARM_NAMES, UNKNOWN, UNKNOWN_NAME
from integrity.casework.streams import told
from integrity.pages.forms import ChosenField, FilterForm, PostForm
from integrity.pages.tables import choices
from integrity.people.subjects.choosing import SubjectField

HARMS: dict[Any, Any] = {**HARM_NAMES, UNKNOWN: UNKNOWN_NAME}
STANDINGS = {"open": _l("未办结"), "overdue": _l("逾期未办结"), "late": _l("曾经逾期")}


def _pairs(names: Any) -> list[tuple[str, Any]]:
    return [(code.value, name) for code, name in names.items()]


class ClassForm(PostForm):
    """To which field it belongs, what it harms, and on what ground that is said."""

    key_field = ChosenField(_l("重点领域"), choices=lambda: _pairs(FIELD_NAMES))
    harm = ChosenField(
        _l("失信危害"),
        description=_l("尚不能确定的不填。只在工作台显示和统计，不公开。"),
        choices=lambda: _pairs(HARM_NAMES),
        validators=[Optional()],
    )
    why = TextAreaField(
        _l("依据"),
        description=_l("根据合同、文书或者来源写明；能看到该事项的人都能看到。"),
        validators=[InputRequired(_l("请写明依据。")), Length(max=500)],
    )


class Filters(FilterForm):
    """Which of the numbers are shown."""

    key_field = SelectField(_l("重点领域"), choices=lambda: choices(NARROWED))
    harm = SelectField(_l("失信危害"), choices=lambda: choices(HARMS))
    body = SubjectField(_l("单位"))


class ThingFilters(Filters):
    """Which of the things are shown."""

    stream = SelectField(_l("类型"), choices=lambda: choices(_titles()))
    standing = SelectField(_l("办理情况"), choices=lambda: choices(STANDINGS))


def _titles() -> dict[str, Any]:
    return {name: stream.title for name, stream in told().items()}
