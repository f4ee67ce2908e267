"""What a breach complaint and each act on it ask."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from integrity.pages.evidence import EvidenceField
from integrity.pages.fields import asks
from integrity.pages.forms import ChosenField, DayField, PostForm, WhyForm
from integrity.people.subjects.choosing import FIRMS, SubjectField
from integrity.streams.grievances.fields import BECAUSE, DEMAND, FOUND, REPORT, SAID
from integrity.streams.grievances.models import CHANNEL_NAMES, Channel

OTHERS = [(str(c), name) for c, name in CHANNEL_NAMES.items() if c is not Channel.OWN]


@asks(SAID)
class SaidForm(PostForm):
    """What an enterprise says."""


class FileForm(SaidForm):
    """The same, with the paper on which the word was given."""

    document = EvidenceField(_l("协议、合同、政策文件或者往来函件"))


class EnterForm(FileForm):
    """The same, as the office enters what came by another channel."""

    complainant = SubjectField(_l("投诉企业"), kinds=FIRMS)
    channel = ChosenField(_l("投诉渠道"), choices=OTHERS, coerce=Channel)
    channel_no = StringField(
        _l("渠道编号"), validators=[InputRequired(_l("请填写渠道编号。")), Length(max=80)]
    )
    received_on = DayField(_l("收到日期"), validators=[InputRequired(_l("请填写收到日期。"))])


class SendForm(WhyForm):
    """To whom by law it falls to find."""

    finder = SubjectField(
        _l("核实认定单位"),
        description=_l("被投诉单位的上级部门或者主管部门，不能是被投诉单位自己。"),
    )


@asks([FOUND, DEMAND, BECAUSE])
class TrueForm(PostForm):
    """It is so, and what must be put right."""


@asks([FOUND])
class FindingForm(PostForm):
    """What was found, and why."""


@asks([REPORT])
class ReportForm(PostForm):
    """What the body did."""
