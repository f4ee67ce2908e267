"""What is asked of who registers a person or asks about one; name and number are sealed or gone."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.credit.persons.models import (
    AUTHORISATION_NAMES,
    PURPOSE_NAMES,
    Authorisation,
    Purpose,
)
from integrity.pages.evidence import SheetField
from integrity.pages.forms import ChosenField, PersonField, PostForm

NEEDED = InputRequired(_l("请填写。"))


def _of_person(label: Any, most: int, *, identifies: bool = False) -> PersonField:
    return PersonField(
        label,
        identifies=identifies,
        why=_l("登记依法作出的决定，或者依授权查询信用信息"),
        who=_l("登记、查询的单位；密封保存，不列名单，不公开"),
        until=_l("查询不保存姓名和号码；登记的密封保存"),
        validators=[NEEDED, Length(max=most)],
        render_kw={"autocomplete": "off"},
    )


class PersonForm(PostForm):
    name = _of_person(_l("姓名"), 100)
    identifier = _of_person(_l("身份证号码"), 40, identifies=True)
    document = StringField(
        _l("作出决定的文书"),
        description=_l("文书名称和文号；不写姓名。"),
        validators=[NEEDED, Length(max=200)],
    )


class PersonsForm(PostForm):
    """Several at once: read row by row, sealed, and the file is not kept."""

    file = SheetField(
        _l("名单表格"),
        [InputRequired(_l("请选择文件。"))],
        description=_l("XLSX（不含宏）或者 CSV，列名为：姓名、身份证号码、作出决定的文书。"),
    )


class InquiryForm(PostForm):
    name = _of_person(_l("姓名"), 100)
    identifier = _of_person(_l("身份证号码"), 40, identifies=True)
    purpose = ChosenField(
        _l("查询用途"),
        coerce=lambda value: Purpose(value) if value else None,
        choices=[(purpose.value, name) for purpose, name in PURPOSE_NAMES.items()],
    )
    authorisation = ChosenField(
        _l("查询依据"),
        coerce=lambda value: Authorisation(value) if value else None,
        choices=[(one.value, name) for one, name in AUTHORISATION_NAMES.items()],
    )
    authorised_by = StringField(
        _l("授权书或者文书"),
        description=_l("授权书的日期、编号，或者法律文书的名称和文号；不写姓名。"),
        validators=[NEEDED, Length(max=200)],
    )
    case_no = StringField(_l("办件编号"), validators=[NEEDED, Length(max=100)])


class ConsentForm(PostForm):
    decision = RadioField(
        _l("决定"),
        choices=[("grant", _l("同意")), ("refuse", _l("不同意"))],
        validators=[InputRequired(_l("请选择。"))],
    )
    why = TextAreaField(_l("理由"), validators=[NEEDED, Length(max=2000)])
