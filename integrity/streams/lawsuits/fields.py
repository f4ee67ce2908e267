"""A suit, described once, in the order of its page."""

from flask_babel import lazy_gettext as _l

from integrity.casework import fields as usual
from integrity.pages.fields import DAY, FACTS, FORM, LIST, MONEY, Field, choice, text
from integrity.people.subjects.fields import BODY, PARTY
from integrity.people.subjects.models import Subject
from integrity.streams.courts.models import CREDITOR_NAMES, CreditorKind
from integrity.streams.lawsuits.models import (
    OUTCOME_NAMES,
    STATE_NAMES,
    TONES,
    Lawsuit,
    SuitOutcome,
)

# fmt: off
FIELDS = (
    Field(
        "case_no", _l("案号"), text(60), FORM | LIST, required=FORM, sort=Lawsuit.case_no,
        help=_l("按法律文书原样填写，例如：（2026）鲁01民初123号。"),
    ),
    Field(
        "body", _l("被告单位"), BODY, FORM | FACTS | LIST, required=FORM,
        of=lambda suit: suit.subject, sort=Subject.name,
        filter=lambda body, on: Lawsuit.subject_id == body.id,
    ),
    Field("court", _l("审理法院"), PARTY, FACTS),
    Field("cause", _l("案由"), text(100), FORM | FACTS | LIST, required=FORM),
    Field(
        "creditor_kind", _l("原告类别"), choice(CreditorKind, CREDITOR_NAMES), FORM | FACTS,
        help=_l("只记类别。原告是自然人的，任何一栏都不得填写其姓名。"), required=FORM,
    ),
    Field("amount", _l("标的金额"), MONEY, FORM | FACTS | LIST, required=FORM, sort=Lawsuit.amount),
    Field("sued_on", _l("立案日期"), DAY, FORM | FACTS, required=FORM),
    Field("lost_on", _l("裁判生效日期"), DAY, FACTS),
    usual.key_field(Lawsuit),
    usual.state(Lawsuit, STATE_NAMES, TONES),
    Field("due_on", _l("履行期限"), DAY, FACTS | LIST, sort=Lawsuit.due_on),
    usual.lateness("lawsuits", Lawsuit),
    Field("enforced_as", _l("执行案号"), text(60), FACTS),
    Field("outcome", _l("结果"), choice(SuitOutcome, OUTCOME_NAMES), FACTS),
    Field("finding_no", _l("认定文书文号"), text(100), FACTS),
    Field("found_on", _l("认定日期"), DAY, FACTS),
    Field("finding", _l("认定内容"), text(2000), FACTS),
)
# fmt: on
