"""What entering a decision asks, and the acts on it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.pages.evidence import EvidenceField
from integrity.pages.fields import asks
from integrity.pages.forms import PersonField, PostForm
from integrity.streams.decisions.fields import ASKED, CONTENT


def _of_person(label: Any, most: int, *, identifies: bool = False) -> PersonField:
    return PersonField(
        label,
        identifies=identifies,
        why=_l("登记依法作出的决定，或者依授权查询信用信息"),
        who=_l("登记、查询的单位；密封保存，不列名单，不公开"),
        until=_l("查询不保存姓名和号码；登记的密封保存"),
        validators=[InputRequired(_l("请填写。")), Length(max=most)],
        render_kw={"autocomplete": "off"},
    )


@asks(ASKED)
class EnterForm(PostForm):
    """A body enters what it decided, with the document."""

    document = EvidenceField(
        _l("决定文书"),
        description=_l("上传文书的扫描件；只有作出决定的单位、当事人和领导小组办公室可以查看。"),
    )


@asks(CONTENT)
class PersonDecisionForm(PostForm):
    """The same about a natural person: by whole name and number, which are sealed at once."""

    name = _of_person(_l("姓名"), 100)
    identifier = _of_person(_l("身份证号码"), 40, identifies=True)
    document = EvidenceField(
        _l("决定文书"), description=_l("上传文书的扫描件；只有作出决定的单位可以查看。")
    )


class ConfirmForm(PostForm):
    """The second person may say what was compared."""

    why = TextAreaField(_l("核对情况"), validators=[Length(max=2000)])
