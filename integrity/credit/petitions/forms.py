"""What whoever has no account fills in, and what who checks it says."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from integrity.base import repeats
from integrity.casework.informants.forms import REQUIRED
from integrity.credit.objections.models import EVIDENCE_NAMES
from integrity.credit.petitions.models import PARTY_NAMES, SHORTFALL_NAMES, Party
from integrity.credit.petitions.service import EVIDENCE, Identity
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import ChosenField, PersonField, PostForm, WhyForm

FILES = {"licence": "身份材料", "power": "授权委托书", "evidence": EVIDENCE}
"""The note under which each file is kept."""


def _of_whom(label: Any, most: int, said: Any, **more: Any) -> PersonField:
    return PersonField(
        label,
        why=_l("核验是谁提出异议，并与其联系"),
        who=_l("领导小组办公室核验的人，密封保存，查看留痕；作出认定的单位看不到"),
        until=_l("与异议材料的保存期限相同；退回的，到期删除"),
        validators=[InputRequired(said), Length(max=most)],
        render_kw={"autocomplete": "off"},
        **more,
    )


class PetitionForm(PostForm):
    """Against what, by whom, why, and what shows who that is."""

    about = StringField(
        _l("信用记录或者名单的编号"),
        description=_l("告知书、决定书或者公示页面上的编号，例如 XY00000123、MD00000123。"),
        validators=[
            InputRequired(_l("请填写编号。")),
            Regexp(r"\s*(?i:XY|MD)\d{1,9}\s*", message=_l("编号以 XY 或者 MD 开头，后面是数字。")),
        ],
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )
    party = ChosenField(
        _l("提出异议的是"),
        coerce=lambda value: Party(value) if value else None,
        choices=[(one.value, name) for one, name in PARTY_NAMES.items()],
    )
    name = _of_whom(_l("单位名称或者本人姓名"), 200, _l("请填写名称或者姓名。"))
    number = _of_whom(
        _l("统一社会信用代码或者本人身份证号码"), 40, _l("请填写代码或者号码。"), identifies=True
    )
    person = _of_whom(_l("联系人"), 60, _l("请填写联系人。"))
    contact = _of_whom(_l("联系电话"), 60, _l("请填写联系电话。"))
    new_evidence = SelectField(
        _l("新证据的种类"),
        description=_l("第一次提出异议的不填；此前的异议已经答复的必须选择。"),
        choices=lambda: [("", _l("无（第一次提出）")), *EVIDENCE_NAMES.items()],
        default="",
    )
    statement = TextAreaField(
        _l("异议事实和理由"),
        description=_l("写明哪一点不对、为什么，最多 5000 字。免费，不影响您的其他权利。"),
        validators=[InputRequired(_l("请写明事实和理由。")), Length(min=10, max=5000)],
    )
    licence = EvidenceField(
        _l("营业执照、登记证书或者本人身份证"),
        validators=[InputRequired(_l("请上传能证明身份的材料。"))],
    )
    power = EvidenceField(
        _l("授权委托书"),
        description=_l("以单位名义提出的必须上传，写明委托事项和代理人，加盖公章。"),
        validators=[Optional()],
    )
    evidence = EvidenceField(_l("证据材料"), validators=[Optional()])
    true = BooleanField(
        _l("以上内容和材料真实；提供虚假材料的，承担法律责任。"),
        validators=[InputRequired(_l("请确认内容真实。"))],
    )
    once = HiddenField(default=repeats.token, validators=[Length(max=200)])

    def validate_party(self, field: Any) -> None:
        """Who speaks for a unit shows that it may."""
        if field.data is Party.UNIT and not self.power.data:
            raise ValidationError(_("请上传授权委托书。"))

    @property
    def identity(self) -> Identity:
        said = (self.name, self.number, self.person, self.contact)
        return Identity(*(field.data or "" for field in said))

    def files(self) -> dict[str, Any]:
        """What was handed in, by what it is."""
        return {note: self[name].data or None for name, note in FILES.items()}


class PaperForm(PostForm):
    """Which paper the holder of a receipt asks for, or signs for."""

    ref = HiddenField(validators=[REQUIRED])
    secret = HiddenField(validators=[REQUIRED])
    number = HiddenField(validators=[REQUIRED, Regexp(r"\d{1,9}")])


class AdmitForm(PostForm):
    """How the office made sure who it is."""

    checked = TextAreaField(
        _l("核验的方式和结果"),
        description=_l(
            "例如：已核对营业执照和授权委托书，按公示电话回拨核实。不写姓名和证件号码。"
        ),
        validators=[InputRequired(_l("请写明怎样核验。")), Length(max=1000)],
    )


class ReturnForm(WhyForm):
    """It cannot be taken so."""

    shortfall = ChosenField(
        _l("退回的情形"),
        choices=lambda: [(str(code), name) for code, name in SHORTFALL_NAMES.items()],
    )
