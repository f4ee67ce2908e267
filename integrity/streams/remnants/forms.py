"""What a report that a removed entry is still used, and each act on it, ask."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from integrity.pages.evidence import EvidenceField
from integrity.pages.fields import asks
from integrity.pages.forms import PostForm
from integrity.people.subjects.choosing import EVERYBODY, SubjectField
from integrity.streams.remnants.fields import FINDING, SAID, STATEMENT


@asks(SAID)
class SaidForm(PostForm):
    """When it was seen, and what."""


class NewForm(SaidForm):
    """The same, of one of the bodies that confirmed that they dropped the entry."""

    push = SelectField(_l("仍在使用的单位"), validators=[InputRequired(_l("请选择单位。"))])
    document = EvidenceField(_l("证据文件"))

    def __init__(self, bodies: Mapping[str, str], **more: Any) -> None:
        super().__init__(**more)
        self.push.choices = list(bodies.items())


class ReportForm(SaidForm):
    """The same for who has no account: the entry, and what is printed on the paper about it."""

    entry = StringField(
        _l("名单编号"),
        description=_l("例如 MD00000012。"),
        validators=[InputRequired(_l("请填写名单编号。")), Length(max=20)],
    )
    proof = StringField(
        _l("文书核验码"),
        description=_l(
            "列入决定书、移出决定书页脚的核验网址，或者其中 32 位的核验码，用于证明您是当事人。"
        ),
        validators=[InputRequired(_l("请填写文书核验码。")), Length(max=400)],
    )
    body = SubjectField(_l("仍在使用的单位"), kinds=EVERYBODY)
    document = EvidenceField(_l("证据文件"))


@asks([STATEMENT])
class StateForm(PostForm):
    """What the body says to it."""


@asks([FINDING])
class FindingForm(PostForm):
    """What was found, and why."""
