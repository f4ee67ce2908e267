"""What the public fills in."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError

from integrity.base.errors import NotFound
from integrity.casework import streams
from integrity.casework.informants.forms import REQUIRED, UnknownForm, pairs, reply_form
from integrity.pages.forms import PostForm
from integrity.people.subjects.choosing import SubjectField
from integrity.streams.complaints.models import KIND_NAMES


class NewForm(UnknownForm):
    """A complaint by anybody. `about` names an item as `stream:ref`."""

    kind = RadioField(_l("类型"), choices=lambda: pairs(KIND_NAMES), default="complaint")
    body = SubjectField(_l("反映哪个单位"), validators=[InputRequired(_l("请选择单位。"))])
    text = TextAreaField(
        _l("反映的内容"),
        description=_l(
            "写明时间、地点、经过和您的要求。承办单位会看到这段文字；要求保密的，请勿写入能认出您的信息。"
        ),
        validators=[
            InputRequired(_l("请写明反映的内容。")),
            Length(10, 5000, _l("请写 10 到 5000 个字。")),
        ],
        render_kw={"rows": 8},
    )
    about = HiddenField()
    item: Any = None

    def validate_about(self, field: Any) -> None:
        """What it is about must exist, be visible to whoever asks, and be of the chosen body."""
        if not field.data:
            return
        self.item = item_of(field.data)
        chosen = self.body.data and self.body.data.id
        if self.item is None or answerer(field.data, self.item) not in (None, chosen):
            raise ValidationError(
                _("所反映的事项不存在，或者不属于所选单位。请从该事项页面重新进入。")
            )


def item_of(about: str) -> Any:
    """The item that `stream:ref` names, if this visitor may see it."""
    stream, _colon, ref = about.partition(":")
    try:
        return streams.named(stream).by_ref(ref)
    except NotFound:
        return None


def answerer(about: str, item: Any) -> int | None:
    """The body that answers complaints about an item that `stream:ref` names."""
    return streams.named(about.partition(":")[0]).answerer(item)


class PaperForm(PostForm):
    """Which paper the holder of a receipt asks for."""

    ref = HiddenField(validators=[REQUIRED])
    secret = HiddenField(validators=[REQUIRED])
    paper = HiddenField(validators=[REQUIRED, AnyOf(("receipt", "answer"))])


ReplyForm = reply_form(
    _l("您认可这个答复吗"),
    {"confirm": _l("认可，问题已经处理"), "dispute": _l("不认可，要求重新办理")},
    _l("不认可的必须填写。第一次不认可由原单位重新办理，再次不认可由领导小组决定。"),
)
