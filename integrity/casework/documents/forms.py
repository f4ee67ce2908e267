"""What the acts on papers ask."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from integrity.casework.documents.models import STATE_NAMES, WAY_NAMES
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import ChosenField, DayField, FilterForm, PersonField, PostForm
from integrity.pages.tables import choices


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")


class EditForm(PostForm):
    """The words of a draft; a table stays where its mark stands."""

    title = StringField(_l("标题"), validators=[InputRequired(_l("请填写标题。")), Length(max=200)])
    body = TextAreaField(
        _l("正文"),
        description=_l("一行一段；“一、”等开头的短行是小标题。“［表1］”所在的行是表格，不能修改。"),
        render_kw={"rows": 20},
        validators=[InputRequired(_l("请填写正文。")), Length(max=20000)],
    )


class CountersignersForm(PostForm):
    parties = TextAreaField(
        _l("会签单位或者处室"),
        description=_l("一行一个。全部会签以后才能签发。"),
        validators=[InputRequired(_l("请填写会签单位或者处室。")), Length(max=1000)],
    )


class CountersignForm(PostForm):
    party = ChosenField(_l("代表谁会签"), coerce=int)
    opinion = StringField(
        _l("会签意见"), validators=[InputRequired(_l("请填写会签意见。")), Length(max=500)]
    )


class NumberForm(PostForm):
    number = StringField(
        _l("发文字号"),
        description=_l("本单位公文系统编的号，例如：示例政信办〔2026〕12号。"),
        validators=[InputRequired(_l("请填写发文字号。")), Length(max=100)],
    )


class CorrectionForm(PostForm):
    what = TextAreaField(
        _l("更正内容"),
        description=_l(
            "写明何处有误、更正为何，例如：第二段“2026年11月1日”更正为“2026年12月1日”。"
        ),
        render_kw={"rows": 6},
        validators=[InputRequired(_l("请写明更正内容。")), Length(max=5000)],
    )


class ScanForm(PostForm):
    upload = EvidenceField(_l("扫描件"), validators=[InputRequired(_l("请选择扫描件。"))])
    day = DayField(
        _l("纸质件上的日期"),
        description=_l("盖章、签收或者签署的日期，由核对的人对照扫描件核实。"),
        validators=[InputRequired(_l("请填写纸质件上的日期。"))],
    )


class SignatureForm(ScanForm):
    """Who signed is said by the paper; it is made public with what was signed."""

    signer = PersonField(
        _l("签署人"),
        why=_l("写明由谁签署"),
        who=_l("随所签署的文件公开"),
        until=_l("与所签署的文件一同保存"),
        description=_l("在纸质件上签名的主要负责人。"),
        validators=[InputRequired(_l("请填写签署人。")), Length(max=100)],
    )


class SendForm(PostForm):
    """By which way it goes; who has no desk is served on paper."""

    way = ChosenField(
        _l("送达方式"), choices=lambda: [(way.value, name) for way, name in WAY_NAMES.items()]
    )
    sent_on = DayField(_l("发出日期"), description=_l("不填的，为今天。"), validators=[Optional()])
    address = PersonField(
        _l("收件人和地址"),
        why=_l("邮寄或者直接送达文书"),
        who=_l("发文单位"),
        until=_l("与文书一同归档保存"),
        description=_l("邮寄送达必填；加密保存，只有发文单位的人员看到。"),
        validators=[Length(max=300)],
    )
    note = StringField(
        _l("单号或者说明"),
        description=_l("例如：挂号信编号、公告的网址。"),
        validators=[Length(max=300)],
    )


class AnswerForm(PostForm):
    answer = TextAreaField(
        _l("答复"),
        render_kw={"rows": 10},
        validators=[InputRequired(_l("请填写答复。")), Length(max=10000)],
    )


class BatchForm(PostForm):
    """Which papers of the page to issue; whoever signs them answers for them."""

    documents = SelectMultipleField(_l("待签发的文书"), coerce=int)
    whole = BooleanField(_l("这一种文书的全部待签发件，包括没有列出的"))


class TemplateForm(PostForm):
    text = TextAreaField(
        _l("模板"),
        description=_l(
            "先写“标题：”“主送：”“依据：”各行，再写正文，一行一段。字段写成{单位名称}。"
        ),
        render_kw={"rows": 30},
        validators=[InputRequired(_l("请填写模板。")), Length(max=50000)],
    )
    valid_from = DayField(
        _l("启用日期"),
        description=_l("从这一天起制作的文书使用；已经签发的不变。"),
        validators=[InputRequired(_l("请填写启用日期。"))],
    )
    preview = BooleanField(_l("只预览，不保存"))
