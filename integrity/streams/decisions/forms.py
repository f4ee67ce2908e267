"""What entering a decision asks, and the acts on it."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from integrity.pages.evidence import EvidenceField
from integrity.pages.fields import asks
from integrity.pages.forms import PostForm
from integrity.streams.decisions.fields import ASKED


@asks(ASKED)
class EnterForm(PostForm):
    """A body enters what it decided, with the document."""

    document = EvidenceField(
        _l("决定文书"),
        description=_l("上传文书的扫描件；只有作出决定的单位、当事人和领导小组办公室可以查看。"),
    )


class ConfirmForm(PostForm):
    """The second person may say what was compared."""

    why = TextAreaField(_l("核对情况"), validators=[Length(max=2000)])
