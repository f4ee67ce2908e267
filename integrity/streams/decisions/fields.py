"""A decision, described once, in the order of its page. Of a good one everybody may see all."""

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased

from integrity.casework import fields as usual
from integrity.pages.fields import (
    DAY,
    FACTS,
    FILE,
    FORM,
    LIST,
    NOWHERE,
    Field,
    PublicField,
    choice,
    text,
)
from integrity.people.subjects.fields import BODY, PARTY
from integrity.people.subjects.models import Subject
from integrity.streams.decisions.models import (
    KIND_NAMES,
    OUTCOME_NAMES,
    SEVERITY_NAMES,
    STATE_NAMES,
    TONES,
    Decision,
    DecisionKind,
    DecisionOutcome,
    Severity,
)

Body = aliased(Subject)
"""Who decided, in the list; `Subject` is whom it is about there."""
NEEDED = FORM | FILE
# fmt: off
WHO = PublicField(
    "subject", _l("被记录的主体"), PARTY, NEEDED | LIST | FACTS, required=NEEDED,
    sort=Subject.name, filter=lambda subject, on: Decision.subject_id == subject.id,
    also=("主体", "当事人"),
)
BODY_FIELD = PublicField(
    "body", _l("作出决定的单位"), PARTY, FILE | LIST | FACTS,
    help=_l("不填为本单位；只能导入本单位作出的决定。"), sort=Body.name, also=("认定单位",),
)
KIND = PublicField(
    "kind", _l("目录事项"), choice(DecisionKind, KIND_NAMES), NEEDED | LIST | FACTS,
    required=NEEDED, sort=Decision.kind, filter=lambda kind, on: Decision.kind == kind,
    help=_l("信息目录没有列明的不归集；公开范围按目录和等级确定。"), also=("类别",),
)
SEVERITY = Field(
    "severity", _l("失信程度"), choice(Severity, SEVERITY_NAMES), NEEDED | FACTS,
    help=_l("按文书和行业分类标准选择；等级、公示期和修复条件由决定之日的规则确定。守信信息不选。"),
)
NUMBER = PublicField(
    "number", _l("文号"), text(120), NEEDED | LIST | FACTS, required=NEEDED,
    help=_l("同一单位的同一文号对同一主体只登记一次。"), also=("文书号", "决定书文号"),
)
TITLE = PublicField(
    "title", _l("决定内容"), text(200), NEEDED | LIST, required=NEEDED,
    help=_l("一句话，例如“未按规定公示价格，罚款2万元”。请勿写入个人姓名、身份证号码。"),
    also=("事由",),
)
CONTENT = (
    KIND,
    SEVERITY,
    NUMBER,
    TITLE,
    Field(
        "facts", _l("认定的事实和依据"), text(5000, rows=6), NEEDED | FACTS, required=NEEDED,
        help=_l("写明查明了什么、适用哪一条。当事人可以查看。"), also=("事实",),
    ),
    PublicField(
        "decided_on", _l("决定日期"), DAY, NEEDED | LIST | FACTS, required=NEEDED,
        sort=Decision.decided_on,
    ),
    PublicField(
        "shown_until", _l("展示截止日期"), DAY, NEEDED | FACTS,
        help=_l("只用于守信信息，文书没有写明的不填；失信信息的期限由规则确定。"),
    ),
)
"""What a form and a row say of a decision, besides whose it is and whom it is about."""
ASKED = (WHO, *CONTENT)
FIELDS = (
    PublicField("ref", _l("编号"), on=LIST, sort=Decision.ref),
    TITLE,
    WHO,
    BODY_FIELD,
    *(field for field in CONTENT if field is not TITLE),
    usual.state(Decision, STATE_NAMES, TONES),
    usual.key_field(Decision, LIST),
    Field("body_", _l("作出决定的单位"), BODY, NOWHERE, of=lambda item: item.body,
          filter=lambda body, on: Decision.body_id == body.id),
    Field("entered_by_name", _l("登记人"), on=FACTS),
    Field("effective_on", _l("确认日期"), DAY, FACTS),
    Field("outcome", _l("结果"), choice(DecisionOutcome, OUTCOME_NAMES), FACTS),
)
# fmt: on
