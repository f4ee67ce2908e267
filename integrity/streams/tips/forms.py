"""What the public and each act at the desk asks."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock
from integrity.casework.informants.forms import REQUIRED, UnknownForm, pairs, reply_form
from integrity.pages.forms import ChosenField, PostForm, WhyForm
from integrity.people.subjects.choosing import FIRMS, SubjectField
from integrity.streams.tips.models import REFUSAL_NAMES
from integrity.streams.tips.serious import acts


class NewForm(UnknownForm):
    """A report on an enterprise by anybody."""

    act = ChosenField(
        _l("举报的行为"),
        description=_l("选择最接近的一项；不确定的，选所属的大类。"),
        choices=lambda: [(act.code, act.title) for act in acts(clock.today())],
    )
    reported = StringField(
        _l("被举报的企业或者社会组织"),
        description=_l("填写统一社会信用代码或者全称；不知道全称的，写您知道的名称和地址。"),
        validators=[InputRequired(_l("请填写被举报的是谁。")), Length(2, 200)],
        render_kw={"autocomplete": "off"},
    )
    text = TextAreaField(
        _l("举报的事实"),
        description=_l(
            "写明时间、地点、经过和线索来源。主管部门会看到这段文字，被举报的单位看不到。"
        ),
        validators=[
            InputRequired(_l("请写明举报的事实。")),
            Length(10, 5000, _l("请写 10 到 5000 个字。")),
        ],
        render_kw={"rows": 8},
    )


ReplyForm = reply_form(
    _l("您认可这个结果吗"),
    {"confirm": _l("认可"), "dispute": _l("不认可，请领导小组办公室决定")},
    _l("不认可的必须填写，由领导小组办公室决定维持还是退回重新办理，以一次为限。"),
)


class SendForm(WhyForm):
    """Whose it is by law."""

    department = SubjectField(
        _l("主管部门"), description=_l("对该行为有权查处的部门。自今日起计算办理期限。")
    )


class RefuseForm(PostForm):
    code = ChosenField(_l("不予受理的情形"), choices=lambda: pairs(REFUSAL_NAMES))
    why = TextAreaField(
        _l("说明"),
        description=_l("举报人凭回执可以看到。写明理由和其他途径。"),
        validators=[REQUIRED, Length(max=2000)],
    )


class IdentifyForm(PostForm):
    reported = SubjectField(_l("被举报的单位"), kinds=FIRMS)


class HearForm(PostForm):
    """What the enterprise is told: all that it ever sees of the report."""

    allegation = TextAreaField(
        _l("告知被举报单位的事实"),
        description=_l(
            "用本单位调查的话写，不得照抄举报内容，不得写入任何能认出举报人的内容"
            "（时间、场合、只有少数人知道的细节）。被举报单位只能看到这段文字。"
        ),
        validators=[InputRequired(_l("请写明事实。")), Length(10, 5000)],
        render_kw={"rows": 6},
    )


class RespondForm(PostForm):
    response = TextAreaField(
        _l("陈述、申辩的意见"),
        validators=[InputRequired(_l("请写明意见。")), Length(max=5000)],
        render_kw={"rows": 6},
    )


class FindingForm(PostForm):
    finding = TextAreaField(
        _l("认定的事实和理由"),
        description=_l(
            "举报人和被举报单位都可以看到。写明查明了什么、依据是什么，不得写入能认出举报人的内容。"
        ),
        validators=[InputRequired(_l("请写明事实和理由。")), Length(max=5000)],
        render_kw={"rows": 6},
    )


class AskForm(PostForm):
    """The office or the department asks the reporter for more."""

    text = TextAreaField(
        _l("请举报人补充"),
        description=_l("举报人凭回执可以看到并答复。不得要求举报人说明身份。"),
        validators=[REQUIRED, Length(max=2000)],
    )
